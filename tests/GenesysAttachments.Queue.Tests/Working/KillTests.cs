using GenesysAttachments.Queue.Database;
using GenesysAttachments.Queue.Items;
using GenesysAttachments.Queue.Tests.Postgres;
using GenesysAttachments.Sandbox;
using Xunit.Abstractions;

namespace GenesysAttachments.Queue.Tests.Working;

[Collection(TroubledServerGroup.Name)]
public sealed class KillTests(PostgresServer server, ITestOutputHelper output)
{
    private const int Conversations = 200, PerConversation = 10, Workers = 4, Limit = 12_000, Burst = 40;

    [PostgresFact]
    public async Task Workers_are_killed_and_frozen_and_the_database_crashes_and_each_file_arrives_once_in_order_within_the_quota()
    {
        var times = new QueueTimes { Lease = TimeSpan.FromSeconds(2), SendWithin = TimeSpan.FromSeconds(1), SettleAfter = TimeSpan.FromSeconds(1) };
        await using var shop = await Workshop.OpenAsync(server, times);
        await shop.Rig.Quota.SetLimitAsync(shop.Session.SharedKey, Limit, Burst);
        var items = await shop.AddAsync(await shop.OpenConversationsAsync(Conversations), PerConversation);
        shop.Sandbox.Faults.Add(new Fault { Method = "POST", Path = "*/messages", Times = -1, Every = 43, AcceptThenDrop = true });
        shop.Sandbox.Faults.Add(new Fault { Method = "POST", Path = "*/messages", Times = -1, Every = 61, Status = 504 });
        shop.Sandbox.Faults.Add(new Fault { Method = "POST", Path = "*/messages", Times = -1, Every = 97, Status = 429, Headers = new() { ["Retry-After"] = "1" } });
        shop.Sandbox.Faults.Add(new Fault { Method = "PUT", Times = -1, Every = 101, Status = 503 });

        var trouble = await new Trouble(server, shop, Workers, Limit).MakeAsync(kills: 30, freezes: 5, crashes: 3, TimeSpan.FromSeconds(55));

        output.WriteLine(await AssertWholeAsync(shop, items, trouble.ToString()!));
        Assert.True(trouble.Kills >= 30 && trouble.Freezes >= 5 && trouble.Crashes >= 3, trouble.ToString());
    }

    private static async Task<string> AssertWholeAsync(Workshop shop, QueueItem[] items, string told)
    {
        var states = (await shop.Rig.Database.ReadAsync("SELECT sent_name, state FROM gcqueue.gc_item", row => (row.GetString(0), row.GetString(1)), [], default)).ToDictionary(row => row.Item1, row => row.Item2);
        var arrived = shop.Arrived.ToList();
        told = $"{told} {arrived.Count} messages; {string.Join(", ", states.Values.CountBy(state => state))}.";

        Assert.Equal(items.Length, states.Count);
        Assert.All(arrived.CountBy(message => message.What), name => Assert.True(name.Value == 1, $"{name.Key} went {name.Value} times. {told}"));
        Assert.All(states, item => Assert.True(item.Value is ItemStates.Sent or ItemStates.Unknown, $"{item}. {told}"));
        var names = arrived.Select(message => message.What).ToHashSet();
        Assert.All(states, item => Assert.True(names.Contains(item.Key) == (item.Value == ItemStates.Sent), $"{item} {(names.Contains(item.Key) ? "arrived" : "did not arrive")}. {told}"));
        Assert.All(arrived.GroupBy(message => message.Conversation), lane => Assert.True(lane.Select(message => message.What).SequenceEqual(lane.Select(message => message.What).Order()), $"{string.Join(' ', lane.Select(message => message.What))}. {told}"));

        // Every request that counts, whoever made it.
        var times = shop.Sandbox.Requests.Where(request => request.Target.StartsWith("/api/", StringComparison.Ordinal)).Select(request => request.At).Order().ToList();
        var most = Enumerable.Range(0, times.Count).Max(first => times.Skip(first).TakeWhile(time => time < times[first] + TimeSpan.FromSeconds(1)).Count());
        Assert.True(most <= Burst + (1.5 * (Limit - Burst) / 60.5), $"{most} requests in a second. {told}");
        return told;
    }
}
