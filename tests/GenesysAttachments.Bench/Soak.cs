using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using GenesysAttachments.Engine.Guest;
using GenesysAttachments.Engine.Http;
using GenesysAttachments.Engine.Journals;
using GenesysAttachments.Engine.Routes;
using GenesysAttachments.Engine.Sandboxes;
using GenesysAttachments.Engine.Sending;
using GenesysAttachments.Engine.Sessions;
using GenesysAttachments.Engine.SignIn;
using GenesysAttachments.Engine.Targets;

namespace GenesysAttachments.Bench;

/// <summary>20,000 small files over all five routes, under latency and with one call in twenty failing; then every file is accounted for.</summary>
internal static class Soak
{
    private const int Files = 20_000;
    private const int Workers = 32;
    private const int FilesPerMessage = 10;
    private const double MostGrowth = 48;

    public static async Task<bool> RunAsync(string folder)
    {
        using var sandbox = await BenchSandbox.StartAsync(folder, "--quota", "off", "--latency", "5");
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = new Uri(sandbox.Ready.Url) };
        using var session = await BenchSandbox.ConnectAsync(sandbox);
        using var guest = await OrgSession.ConnectGuestAsync(
            new SessionSettings { Domain = "sandbox", Endpoint = new Uri(sandbox.Ready.Url), RequestsPerMinute = 0 }, new GuestSettings(sandbox.Ready.DeploymentId), CallContext.Silent, CancellationToken.None);
        var work = Plan(Work.Write(folder, Files, 1000), sandbox.Ready, session, guest, await OpenConversationsAsync(http, 40));
        await Work.SendAllAsync(work.Take(200), Workers); // Warm, and counted like the rest.
        var (handles, threads, live) = Look();

        using var reply = await http.PostAsJsonAsync("/_sandbox/faults", Faults());
        reply.EnsureSuccessStatusCode();
        var clock = Stopwatch.StartNew();
        // What is asked of a receipt later, so that what else stays is the engine's.
        var receipts = new Dictionary<string, (string State, string? Sha256)>();
        using (var journal = Journal.Open(Path.Combine(folder, "soak.jsonl"), TimeProvider.System))
        {
            await Work.SendAsync(work.Skip(200), Workers, receipt => receipts[receipt.Plan.File.Path] = (receipt.State, receipt.Transfer.Sha256), new SendOptions(FilesPerMessage: FilesPerMessage), journal);
        }

        var first = receipts.Values.GroupBy(receipt => receipt.State).ToDictionary(group => group.Key, group => group.Count());

        // What failed goes again, as the documented retry does; what is unknown is looked up first, as its advice says.
        await http.DeleteAsync(new Uri("/_sandbox/faults", UriKind.Relative));
        var arrived = await ArrivedAsync(http);
        var again = work.Skip(200).Where(item => receipts[item.Path].State is ReceiptStates.Failed or ReceiptStates.Cancelled
            || (receipts[item.Path].State == ReceiptStates.Unknown && !arrived.ContainsKey(Hash(item.Path)))).ToList();
        await Work.SendAllAsync(again, Workers);
        var (handlesAfter, threadsAfter, liveAfter) = Look();

        arrived = await ArrivedAsync(http);
        var twice = arrived.Count(pair => pair.Value > 1);
        var lost = work.Count(item => !arrived.ContainsKey(Hash(item.Path)));
        var untrue = receipts.Values.Count(receipt => receipt.State == ReceiptStates.Sent && !arrived.ContainsKey(receipt.Sha256 ?? ""));
        var growth = (liveAfter - live) / 1024.0 / 1024.0;
        Console.WriteLine($"{Files:N0} files over five routes, {Workers} at a time, up to {FilesPerMessage} in a message, with a journal, 5 ms latency, one call in twenty failing: {clock.Elapsed.TotalSeconds:0} s");
        Console.WriteLine($"  first pass: {string.Join(", ", first.OrderBy(pair => pair.Key).Select(pair => $"{pair.Value:N0} {pair.Key}"))}; {again.Count:N0} sent again");
        Console.WriteLine($"  files in {Files:N0}, receipts {receipts.Count + 200:N0}, files at the sandbox {arrived.Count:N0}; lost {lost}, twice {twice}, receipts that say Sent and lie {untrue}");
        Console.WriteLine($"  handles {handles} before, {handlesAfter} after; threads {threads}, {threadsAfter}; live memory {Memory.Show(live)}, {Memory.Show(liveAfter)} (promised: at most {MostGrowth} MB more)");
        return lost == 0 && twice == 0 && untrue == 0 && handlesAfter <= handles + 100 && threadsAfter <= threads + 30 && growth <= MostGrowth;
    }

    /// <summary>Mixed failures; together they strike about one call in twenty.</summary>
    private static object[] Faults() =>
    [
        new { method = "PUT", every = 40, times = -1, status = 503 },
        new { method = "PUT", every = 55, times = -1, resetAfterBytes = 100 },
        new { method = "PUT", every = 70, times = -1, acceptThenDrop = true },
        new { path = "*/uploads", every = 30, times = -1, status = 502 },
        new { path = "*/upload-url", every = 25, times = -1, acceptThenDrop = true },
        new { method = "GET", path = "*/messages/media*", every = 25, times = -1, status = 504 },
        new { path = "*/media/upload", every = 25, times = -1, status = 503 },
        new { method = "POST", path = "*/messages", every = 40, times = -1, acceptThenDrop = true },
        new { method = "POST", path = "*/messages", every = 60, times = -1, status = 429, headers = new Dictionary<string, string> { ["Retry-After"] = "0" } },
        new { method = "POST", path = "*/messages", every = 90, times = -1, status = 503 },
        new { frameClass = "onAttachment", every = 150, times = -1, dropSocket = true },
        new { frameClass = "UploadSuccessEvent", every = 170, times = -1, dropSocket = true },
        new { frameClass = "onMessage", every = 190, times = -1, dropSocket = true, acceptThenDrop = true },
        new { frameClass = "StructuredMessage", every = 60, times = -1, delayMs = 50 },
    ];

    private static List<Work.Item> Plan(List<string> paths, SandboxReady sandbox, OrgSession session, OrgSession guest, List<Target> conversations) =>
    [
        .. paths.Select((path, i) =>
        {
            // Ten of a kind behind one another, so that they may go together.
            var target = conversations[i / 50 % conversations.Count];
            return (i / 10 % 5) switch
            {
                0 => new Work.Item(path, new Target { ConversationId = target.ConversationId }, RouteNames.Agent, session),
                1 => new Work.Item(path, new Target { ChannelId = target.ChannelId, GuestId = target.GuestId }, RouteNames.Messaging, session),
                2 => new Work.Item(path, new Target { ConversationId = target.ConversationId }, RouteNames.Media, session),
                3 => new Work.Item(path, new Target { ConversationId = target.ConversationId }, RouteNames.Multipart, session),
                _ => new Work.Item(path, new Target(), RouteNames.Guest, guest),
            };
        }),
    ];

    private static async Task<List<Target>> OpenConversationsAsync(HttpClient http, int count)
    {
        var targets = new List<Target>();
        for (var i = 0; i < count; i++)
        {
            using var reply = await http.PostAsJsonAsync("/_sandbox/conversations", new { state = "connected" });
            var opened = await reply.Content.ReadFromJsonAsync<JsonElement>();
            targets.Add(new Target { ConversationId = Text("conversationId"), ChannelId = Text("channelId"), GuestId = Text("guestId") });

            string Text(string name) => opened.GetProperty(name).GetString()!;
        }

        return targets;
    }

    /// <summary>How often each file arrived, by SHA-256.</summary>
    public static async Task<Dictionary<string, int>> ArrivedAsync(HttpClient http)
    {
        var messages = await http.GetFromJsonAsync<JsonElement>("/_sandbox/messages");
        return messages.EnumerateArray()
            .SelectMany(message => message.GetProperty("attachments").EnumerateArray())
            .GroupBy(file => file.GetProperty("sha256").GetString()!)
            .ToDictionary(group => group.Key, group => group.Count());
    }

    /// <summary>SHA-256 of a file.</summary>
    public static string Hash(string path) => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(path)));

    private static (int Handles, int Threads, long Live) Look()
    {
        using var process = Process.GetCurrentProcess();
        return (OperatingSystem.IsLinux() ? Directory.GetFiles("/proc/self/fd").Length : process.HandleCount, process.Threads.Count, GC.GetTotalMemory(forceFullCollection: true));
    }
}
