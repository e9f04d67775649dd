using GenesysAttachments.Queue.Database;
using GenesysAttachments.Queue.Items;
using GenesysAttachments.Queue.Reading;
using GenesysAttachments.Queue.Tests.Postgres;
using Xunit.Abstractions;

namespace GenesysAttachments.Queue.Tests.Chaos;

[Collection(TroubledServerGroup.Name)]
public sealed class ChaosTests(PostgresServer server, ITestOutputHelper output)
{
    private const int Lanes = 20, PerLane = 30, Limit = 9000, Burst = 50;

    [PostgresFact]
    public async Task Workers_die_and_freeze_and_the_database_crashes_and_nothing_is_lost_doubled_or_out_of_order()
    {
        var seed = Environment.TickCount;
        var times = new QueueTimes { Lease = TimeSpan.FromMilliseconds(400), SendWithin = TimeSpan.FromMilliseconds(150), SettleAfter = TimeSpan.FromMilliseconds(300) };
        await using var rig = await Rig.MakeAsync(server, times);
        await rig.Quota.SetLimitAsync(Rig.Client, Limit, Burst);
        var items = Enumerable.Range(0, Lanes * PerLane).Select(number => Rig.Item($"lane-{number % Lanes}", number)).ToArray();
        await rig.Items.AddAsync(items);
        using var trouble = new CancellationTokenSource(TimeSpan.FromSeconds(12));
        var platform = new Platform(new Random(seed));
        var fate = new Fate(seed, times.Lease * 3, trouble.Token);
        var reader = new QueueReader(rig.Database);

        var workers = Task.WhenAll(Enumerable.Range(0, 8).Select(_ => KeepWorkingAsync(rig, platform, fate, reader)));
        var crashes = 0;
        while (!workers.IsCompleted && !trouble.IsCancellationRequested)
        {
            await Task.WhenAny(workers, Task.Delay(1500));
            if (!workers.IsCompleted && !trouble.IsCancellationRequested)
            {
                await server.CrashAsync();
                crashes++;
            }
        }

        await workers.WaitAsync(TimeSpan.FromSeconds(30));

        var told = $"Seed {seed}, {fate.Deaths} deaths, {fate.Freezes} freezes, {crashes} crashes, {platform.Arrived.Count} messages.";
        output.WriteLine(told);
        var states = await rig.Database.ReadAsync("SELECT id, state, coalesce(media, '') FROM gcqueue.gc_item", row => (Id: row.GetInt64(0), State: row.GetString(1), Media: row.GetString(2)), [], default);
        var arrived = platform.Arrived.ToLookup(message => message.Item, message => message.Media);
        Assert.True(fate.Deaths >= 30 && fate.Freezes >= 15 && crashes >= 2, told);

        // Each has an end, and the end is true: gone once, or not known and not there.
        Assert.All(states, item => Assert.True(item.State is ItemStates.Sent or ItemStates.Unknown, $"{item} {told}"));
        Assert.All(states, item => Assert.True(item.State == ItemStates.Sent ? arrived[item.Id].SequenceEqual([item.Media]) : !arrived[item.Id].Any(), $"{item} {told}"));
        Assert.All(platform.Arrived.GroupBy(message => message.Lane), lane => Assert.True(lane.Select(message => message.Item).SequenceEqual(lane.Select(message => message.Item).Order()), $"{lane.Key} {told}"));
        AssertPace(platform.Requests, told);
    }

    private static async Task KeepWorkingAsync(Rig rig, Platform platform, Fate fate, QueueReader reader)
    {
        while (true)
        {
            try
            {
                await new ChaosWorker(rig, platform, fate).RunAsync(async () => (await reader.ReadClientsAsync()) is [{ Queued: 0, Sending: 0 }]);
                return;
            }
            catch (DeathException)
            {
                // The next takes its place, and knows nothing of it.
            }
        }
    }

    private static void AssertPace(IReadOnlyList<TimeSpan> requests, string told)
    {
        var most = requests.Max(start => requests.Count(time => time >= start && time < start + TimeSpan.FromSeconds(1)));
        Assert.True(most <= Burst + (1.5 * (Limit - Burst) / 60.5), $"{most} requests in a second. {told}");
    }
}
