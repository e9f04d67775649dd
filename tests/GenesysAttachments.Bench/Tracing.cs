using System.Text.Json;
using GenesysAttachments.Engine.Guest;
using GenesysAttachments.Engine.Http;
using GenesysAttachments.Engine.Sandboxes;
using GenesysAttachments.Engine.Sessions;
using GenesysAttachments.Engine.SignIn;
using GenesysAttachments.Engine.Targets;
using GenesysAttachments.Engine.Tracing;

namespace GenesysAttachments.Bench;

/// <summary>What a trace of the wire costs a file, and how much the process grows while it takes down ten thousand, by a client and by a guest.</summary>
internal static class Tracing
{
    private const int Files = 1000;
    private const int Many = 10_000;
    private const int Workers = 5;
    private const int Rounds = 5;
    private const double Megabyte = 1024 * 1024;
    private const double MostMilliseconds = 2;
    private const double MostGrowth = 32;

    public static async Task<bool> RunAsync(string folder)
    {
        using var sandbox = await BenchSandbox.StartAsync(folder, "--quota", "off");
        var paths = Work.Write(folder, Files, 10_000);
        var (without, with) = (new List<double>(), new List<double>());
        for (var round = 0; round < Rounds + 1; round++)
        {
            var plain = await TimeAsync(sandbox, paths, null, isGuest: false);
            var traced = await TimeAsync(sandbox, paths, Path.Combine(folder, $"round{round}.har"), isGuest: false);
            if (round > 0)
            {
                without.Add(plain);
                with.Add(traced);
            }
        }

        var cost = (Throughput.Median(with) - Throughput.Median(without)) / Files * 1000;
        Console.WriteLine($"A trace, {Files:N0} files of 10,000 bytes on the Agent route, median of {Rounds} rounds turn about: {Files / Throughput.Median(without):N0} files/s without, {Files / Throughput.Median(with):N0} with");
        Console.WriteLine($"  a file, {Workers} at a time: {cost:0.00} ms (promised: at most {MostMilliseconds})");
        var isGood = cost <= MostMilliseconds;
        foreach (var isGuest in new[] { false, true })
        {
            isGood &= await GrowAsync(sandbox, paths, Path.Combine(folder, $"many{isGuest}.har"), isGuest);
        }

        return isGood;
    }

    private static async Task<bool> GrowAsync(SandboxProcess sandbox, List<string> paths, string trace, bool isGuest)
    {
        var (held, peak) = (Held(), 0L);
        using var stop = new CancellationTokenSource();
        var watching = Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                peak = Math.Max(peak, Held());
                await Task.Delay(1000);
            }
        });
        var seconds = await TimeAsync(sandbox, Enumerable.Repeat(paths, Many / Files).SelectMany(path => path), trace, isGuest);
        await stop.CancelAsync();
        await watching;
        var growth = Math.Max(0, peak - held) / Megabyte;
        using var file = File.OpenRead(trace);
        using var har = await JsonDocument.ParseAsync(file);
        Console.WriteLine(
            $"  {Many:N0} files as a {(isGuest ? "guest" : "client")}: {Many / seconds:N0} files/s, {har.RootElement.GetProperty("log").GetProperty("entries").GetArrayLength():N0} entries in {file.Length / Megabyte:N0} MB, {growth:0.0} MB more held (at most {MostGrowth})");
        return growth <= MostGrowth;
    }

    private static async Task<double> TimeAsync(SandboxProcess sandbox, IEnumerable<string> paths, string? trace, bool isGuest)
    {
        var settings = new SessionSettings
        {
            Domain = "sandbox", Endpoint = new Uri(sandbox.Ready.Url), RequestsPerMinute = 0, Trace = trace is null ? null : WireTrace.Create(trace, replaces: false),
        };
        using var session = isGuest
            ? await OrgSession.ConnectGuestAsync(settings, new GuestSettings(sandbox.Ready.DeploymentId), CallContext.Silent, CancellationToken.None)
            : await OrgSession.ConnectAsync(settings, ClientCredential.FromSecret(sandbox.Ready.ClientId, sandbox.Ready.ClientSecret), CallContext.Silent, CancellationToken.None);
        var target = isGuest ? new Target() : new Target { ConversationId = sandbox.Ready.ConversationId };
        var items = paths.Select(path => new Work.Item(path, target, isGuest ? RouteNames.Guest : RouteNames.Agent, session));
        return await Throughput.TimeAsync(() => Work.SendAllAsync(items, Workers));
    }

    private static long Held() => GC.GetTotalMemory(forceFullCollection: true);
}
