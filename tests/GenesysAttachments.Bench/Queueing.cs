using System.Globalization;
using System.Text.RegularExpressions;
using GenesysAttachments.Queue.Database;
using GenesysAttachments.Queue.Tests.Postgres;
using GenesysAttachments.Queue.Tests.Working;
using GenesysAttachments.Sandbox;

namespace GenesysAttachments.Bench;

/// <summary>
/// What a queue costs a worker, how much of a pace two of them use, and how many kills, freezes and crashes it bears. Needs PostgreSQL on the
/// machine. The sandbox runs in this process, the workers in processes of their own.
/// </summary>
internal static partial class Queueing
{
    private const int Conversations = 200;
    private const int PerConversation = 10;
    private const double MostCalls = 5;
    private const double MostMilliseconds = 10;
    private const int Pace = 300;
    private const double LeastShare = 0.97;
    private const int Minutes = 3;
    private const int Kills = 200, Freezes = 20, Crashes = 8;
    private const int Limit = 3600, Burst = 12;

    public static async Task<bool> RunAsync(string folder)
    {
        var server = new PostgresServer();
        await server.InitializeAsync();
        try
        {
            return await CostAsync(server) & await ShareAsync(server) & await TroubleAsync(server);
        }
        finally
        {
            await server.DisposeAsync();
        }
    }

    // Statements as the server counts them: each of the queue's calls is one transaction.
    private static async Task<bool> CostAsync(PostgresServer server)
    {
        await using var shop = await Workshop.OpenAsync(server);
        var items = await shop.AddAsync(await shop.OpenConversationsAsync(Conversations), PerConversation);
        await shop.Rig.Quota.SetLimitAsync(shop.Session.SharedKey, 60_000);
        var before = await CallsAsync(server);
        using var worker = WorkerProcess.Start(shop, server.ConnectionString, 60_000);
        var (code, said) = await worker.EndAsync();
        var calls = (await CallsAsync(server) - before) / (double)items.Length;
        var told = Told().Match(said);
        var milliseconds = double.Parse(told.Groups[2].Value, CultureInfo.InvariantCulture) / items.Length;
        Console.WriteLine($"A worker, {items.Length:N0} files in {Conversations} conversations: {calls:0.0} calls of the database a file (at most {MostCalls:0}), {milliseconds:0.0} ms of its processor (at most {MostMilliseconds:0})");
        return code == 0 && shop.Sandbox.Messages.Count == items.Length && calls <= MostCalls && milliseconds <= MostMilliseconds;
    }

    // The server tells what it counted when a connection has been idle for a moment.
    private static async Task<long> CallsAsync(PostgresServer server)
    {
        await Task.Delay(1500);
        return (long)(await server.AdminAsync("SELECT xact_commit FROM pg_stat_database WHERE datname = 'queue'"))!;
    }

    private static async Task<bool> ShareAsync(PostgresServer server)
    {
        await using var shop = await Workshop.OpenAsync(server, quota: true);
        await shop.AddAsync(await shop.OpenConversationsAsync(100), 10);
        await shop.Rig.Quota.SetLimitAsync(shop.Session.SharedKey, Pace);
        using var first = WorkerProcess.Start(shop, server.ConnectionString, Pace, seconds: Minutes * 60);
        using var second = WorkerProcess.Start(shop, server.ConnectionString, Pace, seconds: Minutes * 60);
        await Task.WhenAll(first.EndAsync(), second.EndAsync());
        var requests = shop.Sandbox.Requests.Where(request => request.Target.StartsWith("/api/", StringComparison.Ordinal)).ToList();
        var times = requests.Select(request => request.At).Order().ToList();
        var most = times.Max(time => times.Count(other => other >= time && other < time + TimeSpan.FromMinutes(1)));
        var minutes = Enumerable.Range(0, Minutes).Select(minute => times.Count(time => time >= times[0] + TimeSpan.FromMinutes(minute) && time < times[0] + TimeSpan.FromMinutes(minute + 1))).ToList();
        var share = (double)minutes.Skip(1).SkipLast(1).Min() / Pace;
        Console.WriteLine($"Two workers at {Pace} a minute: {string.Join(", ", minutes)} requests a minute, {share:P1} of it used in a minute of full work (at least {LeastShare:P0}), {most} in the fullest (at most {Pace}), {requests.Count(request => request.Status == 429)} refused");
        return share >= LeastShare && most <= Pace && requests.All(request => request.Status != 429);
    }

    private static async Task<bool> TroubleAsync(PostgresServer server)
    {
        var times = new QueueTimes { Lease = TimeSpan.FromSeconds(2), SendWithin = TimeSpan.FromSeconds(1), SettleAfter = TimeSpan.FromSeconds(1) };
        await using var shop = await Workshop.OpenAsync(server, times);
        await shop.Rig.Quota.SetLimitAsync(shop.Session.SharedKey, Limit, Burst);
        var items = await shop.AddAsync(await shop.OpenConversationsAsync(500), 10);
        shop.Sandbox.Faults.Add(new Fault { Method = "POST", Path = "*/messages", Times = -1, Every = 43, AcceptThenDrop = true });
        shop.Sandbox.Faults.Add(new Fault { Method = "POST", Path = "*/messages", Times = -1, Every = 61, Status = 504 });
        var trouble = await new Trouble(server, shop, 4, Limit).MakeAsync(Kills, Freezes, Crashes, TimeSpan.FromSeconds(300));
        Console.WriteLine($"{items.Length:N0} files, 4 workers, nothing lost, sent twice, out of order or over the quota: {await Whole.AssertAsync(shop, items, trouble.ToString(), Limit, Burst)}");
        return true;
    }

    [GeneratedRegex(@"(\d+) files in (\d+) ms")]
    private static partial Regex Told();
}
