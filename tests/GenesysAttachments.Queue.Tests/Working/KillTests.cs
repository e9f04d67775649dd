using GenesysAttachments.Queue.Database;
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

        output.WriteLine(await Whole.AssertAsync(shop, items, trouble.ToString()!, Limit, Burst));
        Assert.True(trouble.Kills >= 30 && trouble.Freezes >= 5 && trouble.Crashes >= 3, trouble.ToString());
    }
}
