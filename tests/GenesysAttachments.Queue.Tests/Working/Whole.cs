using GenesysAttachments.Queue.Items;

namespace GenesysAttachments.Queue.Tests.Working;

/// <summary>What must be true of the work once it is done, whatever happened to the workers.</summary>
internal static class Whole
{
    /// <summary>Each file has its end, arrived once or not at all as that says, in the order of its conversation, and no second had too many requests; says how it went.</summary>
    public static async Task<string> AssertAsync(Workshop shop, QueueItem[] items, string told, int limit, int burst)
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
        var (most, first) = (0, 0);
        for (var last = 0; last < times.Count; last++)
        {
            while (times[last] - times[first] >= TimeSpan.FromSeconds(1))
            {
                first++;
            }

            most = Math.Max(most, last - first + 1);
        }

        Assert.True(most <= burst + (1.5 * (limit - burst) / 60.5), $"{most} requests in a second. {told}");
        return told;
    }
}
