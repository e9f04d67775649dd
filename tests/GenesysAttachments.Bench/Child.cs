using System.Diagnostics;
using System.Globalization;
using GenesysAttachments.Engine.Http;
using GenesysAttachments.Engine.Sandboxes;
using GenesysAttachments.Engine.Sending;
using GenesysAttachments.Engine.Sessions;
using GenesysAttachments.Engine.SignIn;
using GenesysAttachments.Engine.Targets;

namespace GenesysAttachments.Bench;

/// <summary>A process of its own that sends files and says so, to be timed from its start or killed in the middle.</summary>
internal static class Child
{
    public const string Argument = "child";
    private const int KillRounds = 12;
    private const int KillFiles = 150;
    private const int ColdRounds = 5;
    private static readonly DateTime Started = StartOfThisProcess();

    /// <summary>What the child does: signs in, sends, and says each as it is done.</summary>
    public static async Task<int> RunAsync(string[] arguments)
    {
        var (url, client, secret, conversation, paths) = (arguments[0], arguments[1], arguments[2], arguments[3], arguments[4..]);
        Say("started", "");
        using var session = await OrgSession.ConnectAsync(
            new SessionSettings { Domain = "sandbox", Endpoint = new Uri(url), RequestsPerMinute = 0 }, ClientCredential.FromSecret(client, secret), CallContext.Silent, CancellationToken.None);
        Say("connected", "");
        var target = new Target { ConversationId = conversation };
        await Work.SendAsync(paths.Select(path => new Work.Item(path, target, RouteNames.Agent, session)), 5, receipt => Say(receipt.State, receipt.Transfer.Sha256 ?? ""));
        return 0;

        static void Say(string what, string value) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what} {(DateTime.Now - Started).TotalMilliseconds:0} {value}"));
    }

    /// <summary>How long a fresh process takes to its first sign-in and its first file.</summary>
    public static async Task<bool> ColdAsync(string folder)
    {
        using var sandbox = await BenchSandbox.StartAsync(folder, "--quota", "off");
        var path = Work.Write(folder, 1, 100_000)[0];
        var times = new Dictionary<string, List<double>>();
        for (var round = 0; round < ColdRounds; round++)
        {
            using var child = Start(sandbox.Ready, [path]);
            while (await child.StandardOutput.ReadLineAsync() is { } line)
            {
                var parts = line.Split(' ');
                (times.TryGetValue(parts[0], out var list) ? list : times[parts[0]] = []).Add(double.Parse(parts[1], CultureInfo.InvariantCulture));
            }
        }

        Console.WriteLine($"Fresh processes, milliseconds since their start, medians of {ColdRounds}: "
            + string.Join(", ", times.Select(pair => $"{pair.Key} {pair.Value.Order().ElementAt(pair.Value.Count / 2):0}")));
        return times.ContainsKey(ReceiptStates.Sent);
    }

    /// <summary>Kills a sender at some moment, again and again: what it said to be sent has arrived, and nothing arrived twice.</summary>
    public static async Task<bool> KillAsync(string folder)
    {
        using var sandbox = await BenchSandbox.StartAsync(folder, "--quota", "off", "--latency", "10");
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = new Uri(sandbox.Ready.Url) };
        var (random, said, lies, twice, halves) = (new Random(1), 0, 0, 0, 0);
        for (var round = 0; round < KillRounds; round++)
        {
            var paths = Work.Write(folder, KillFiles, 50_000, $"r{round}-");
            using var child = Start(sandbox.Ready, paths);
            var lines = new List<string>();
            var reading = Task.Run(async () =>
            {
                while (await child.StandardOutput.ReadLineAsync() is { } line)
                {
                    lines.Add(line);
                }
            });
            await Task.Delay(500 + random.Next(900));
            child.Kill(entireProcessTree: true);
            await child.WaitForExitAsync();
            await reading;
            await Task.Delay(200);

            var arrived = await Soak.ArrivedAsync(http);
            var wanted = paths.Select(Soak.Hash).ToHashSet();
            var sent = lines.Select(line => line.Split(' ')).Where(parts => parts is [ReceiptStates.Sent, _, { Length: 64 }]).Select(parts => parts[2]).ToList();
            said += sent.Count;
            lies += sent.Count(hash => !arrived.ContainsKey(hash));
            twice += arrived.Count(pair => pair.Value > 1);
            halves += arrived.Keys.Count(hash => !wanted.Contains(hash));
            using var reset = await http.PostAsync(new Uri("/_sandbox/reset", UriKind.Relative), null);
        }

        Console.WriteLine($"{KillRounds} senders killed in the middle: {said} files said to be sent, of which missing {lies}; arrived twice {twice}, arrived in part {halves}");
        return said > 0 && lies == 0 && twice == 0 && halves == 0;
    }

    private static DateTime StartOfThisProcess()
    {
        using var self = Process.GetCurrentProcess();
        return self.StartTime;
    }

    /// <summary>Starts one; its output is the caller's.</summary>
    public static Process Start(SandboxReady sandbox, IReadOnlyList<string> paths)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true };
        foreach (var argument in (string[])[typeof(Child).Assembly.Location, Argument, sandbox.Url, sandbox.ClientId, sandbox.ClientSecret, sandbox.ConversationId, .. paths])
        {
            start.ArgumentList.Add(argument);
        }

        return Process.Start(start)!;
    }
}
