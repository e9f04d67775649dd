using GenesysAttachments.Engine.Sending;
using GenesysAttachments.Queue.Database;
using GenesysAttachments.Queue.Lanes;
using GenesysAttachments.Queue.Tests.Postgres;
using GenesysAttachments.Queue.Tests.Working;

namespace GenesysAttachments.Queue.Tests;

[Collection(SharedServerGroup.Name)]
public sealed class PoolerTests(PostgresServer server)
{
    [PoolerFact]
    public async Task Everything_works_through_a_pooler_that_lends_a_connection_for_a_transaction()
    {
        await using var pooler = await Pooler.StartAsync(server);
        await QueueDatabase.InitializeAsync(pooler.ConnectionString, Rig.NewSchema());
        await using var rig = await Rig.MakeAsync(server, connectionString: pooler.ConnectionString);
        await rig.Quota.SetLimitAsync(Rig.Client, 300);

        // Two connections of the server serve twelve workers.
        await rig.Items.AddAsync([.. Enumerable.Range(0, 48).Select(number => Rig.Item($"lane-{number / 4}", number))]);
        await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => SendAllAsync(rig, rig.NewWork())));

        Assert.Equal(48L, await rig.ReadAsync<long>("SELECT count(*) FROM s.gc_item WHERE state = 'Sent'"));
        Assert.Equal(0m, await rig.ReadAsync<decimal>("SELECT sum(open) FROM s.gc_lane"));
    }

    [PoolerFact]
    public async Task Workers_send_through_it_as_well()
    {
        await using var pooler = await Pooler.StartAsync(server);
        await using var shop = await Workshop.OpenAsync(server, connectionString: pooler.ConnectionString);
        await shop.AddAsync(await shop.OpenConversationsAsync(8), 5);

        var receipts = await Task.WhenAll(shop.NewRun().RunAsync(), shop.NewRun().RunAsync()).WaitAsync(TimeSpan.FromSeconds(60));

        Assert.All(receipts.SelectMany(list => list), receipt => Assert.Equal(ReceiptStates.Sent, receipt.State));
        Assert.Equal(40, shop.Arrived.Distinct().Count());
        Assert.Equal(40, shop.Sandbox.Messages.Count);
    }

    private static async Task SendAllAsync(Rig rig, LaneWork work)
    {
        while (await work.ClaimAsync(Rig.Client) is { } claim)
        {
            foreach (var item in claim.Items)
            {
                await rig.Quota.BookAsync(Rig.Client);
                Assert.True((await work.IntendAsync(claim, item, $"m{item.Id}")).MaySend);
                Assert.True(await work.EndAsync(claim, item, Outcome.Sent($"m{item.Id}", null)));
            }

            await work.BeatAsync([claim], claim.Items.Count);
            Assert.True(await work.ReleaseAsync(claim, TimeSpan.Zero));
        }
    }
}
