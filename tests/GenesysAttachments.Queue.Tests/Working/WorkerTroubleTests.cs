using System.Diagnostics;
using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Http;
using GenesysAttachments.Engine.Sending;
using GenesysAttachments.Queue.Database;
using GenesysAttachments.Queue.Errors;
using GenesysAttachments.Queue.Tests.Postgres;
using GenesysAttachments.Queue.Working;
using GenesysAttachments.Sandbox;

namespace GenesysAttachments.Queue.Tests.Working;

[Collection(TroubledServerGroup.Name)]
public sealed class WorkerTroubleTests(PostgresServer server)
{
    [PostgresFact]
    public async Task A_database_that_is_away_is_waited_for_said_once_and_nothing_is_sent_meanwhile()
    {
        await using var shop = await Workshop.OpenAsync(server, requestsPerMinute: 1200);
        await shop.AddAsync(await shop.OpenConversationsAsync(4), 10);
        var run = shop.NewRun();
        var working = run.RunAsync();
        await UntilAsync(() => shop.Sandbox.Messages.Count >= 8);

        await server.StopAsync();
        await Task.Delay(1500);
        var before = shop.Sandbox.Messages.Count;
        await Task.Delay(1500);
        var meanwhile = shop.Sandbox.Messages.Count - before;
        await server.StartAsync();
        var receipts = await working.WaitAsync(TimeSpan.FromSeconds(60));

        Assert.Equal(0, meanwhile);
        Assert.Equal(40, receipts.Count(receipt => receipt.State == ReceiptStates.Sent));
        Assert.Equal(40, shop.Arrived.Distinct().Count());
        Assert.Equal(40, shop.Sandbox.Messages.Count);
        Assert.Collection(run.Said, away => Assert.EndsWith("Nothing is sent until it is back.", away, StringComparison.Ordinal), back => Assert.Contains("is back", back, StringComparison.Ordinal));
    }

    [PostgresFact]
    public async Task A_database_that_failed_over_ends_the_work_with_what_to_do_and_nothing_more_is_sent()
    {
        await using var shop = await Workshop.OpenAsync(server, requestsPerMinute: 1200);
        await shop.AddAsync(await shop.OpenConversationsAsync(4), 10);
        var run = shop.NewRun();
        var working = run.RunAsync();
        await UntilAsync(() => shop.Sandbox.Messages.Count >= 8);

        await server.RecoverAsync();
        var receipts = await working.WaitAsync(TimeSpan.FromSeconds(30));

        Assert.Equal(QueueErrorIds.DatabaseChanged, run.Worker.Failure!.ErrorId);
        Assert.Equal(receipts.Count(receipt => receipt.State == ReceiptStates.Sent), shop.Sandbox.Messages.Count);
        Assert.InRange(shop.Sandbox.Messages.Count, 8, 39);
        await shop.Rig.Database.AcceptAsync();
        await shop.NewRun().RunAsync().WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Equal(40, shop.Arrived.Distinct().Count());
        Assert.Equal(40, shop.Sandbox.Messages.Count);
    }

    [PostgresFact]
    public async Task Once_its_time_is_over_a_worker_is_done_within_5_s_holds_nothing_and_has_half_sent_nothing()
    {
        await using var shop = await Workshop.OpenAsync(server);
        await shop.AddAsync(await shop.OpenConversationsAsync(8), 25);
        shop.Sandbox.Faults.Add(new Fault { Path = "/api/*", Times = -1, DelayMs = 400 });
        var clock = Stopwatch.StartNew();

        var receipts = await shop.NewRun(new WorkOptions { Duration = TimeSpan.FromSeconds(5) }).RunAsync().WaitAsync(TimeSpan.FromSeconds(30));

        Assert.InRange(clock.Elapsed, TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(10));
        Assert.NotEmpty(receipts);
        Assert.Equal(receipts.Count, shop.Sandbox.Messages.Count);
        Assert.All(receipts, receipt => Assert.Equal(ReceiptStates.Sent, receipt.State));
        Assert.Equal(200L - receipts.Count, await shop.Rig.ReadAsync<long>("SELECT count(*) FROM s.gc_item WHERE state = 'Queued'"));
        Assert.Equal(0L, await shop.Rig.ReadAsync<long>("SELECT count(*) FROM s.gc_lane WHERE owner IS NOT NULL"));
    }

    [PostgresFact]
    public async Task What_cannot_be_sent_for_now_is_tried_again_later_and_given_up_at_last_and_keeps_no_other_conversation()
    {
        await using var shop = await Workshop.OpenAsync(server, new QueueTimes { RestAfterFailure = TimeSpan.FromMilliseconds(20) });
        var conversations = await shop.OpenConversationsAsync(2);
        var items = await shop.AddAsync(conversations, 1);
        shop.Sandbox.Faults.Add(new Fault { Method = "POST", Path = $"*{conversations[0]}*/uploads", Times = ItemRecord.MostTries, Status = 500 });

        var session = await shop.ConnectAsync(retry: new RetryPolicy { MaximumRetryCount = 0 });
        var receipts = await shop.NewRun(session: session).RunAsync().WaitAsync(TimeSpan.FromSeconds(60));

        Assert.Equal(["00001.txt"], shop.Arrived.Select(message => message.What));
        Assert.Equal([ReceiptStates.Failed, ReceiptStates.Sent], receipts.Select(receipt => receipt.State).Order());
        Assert.Equal("Failed RetriesExhausted", await shop.Rig.ReadAsync<string>($"SELECT state || ' ' || error_id FROM s.gc_item WHERE key = '{items[0].Key}'"));
        Assert.Equal((long)ItemRecord.MostTries - 1, await shop.Rig.ReadAsync<long>("SELECT sum(returns)::bigint FROM s.gc_item"));
    }

    [PostgresFact]
    public async Task A_client_that_is_refused_rests_is_told_of_once_and_its_files_stay_queued()
    {
        await using var shop = await Workshop.OpenAsync(server);
        await shop.AddAsync(await shop.OpenConversationsAsync(3), 5);
        shop.Sandbox.Faults.Add(new Fault { Path = "/api/*", Times = -1, Status = 429, Headers = new() { ["Retry-After"] = "600" } });

        var run = shop.NewRun();
        Assert.Empty(await run.RunAsync().WaitAsync(TimeSpan.FromSeconds(60)));

        Assert.Single(run.Said);
        Assert.Equal(15L, await shop.Rig.ReadAsync<long>("SELECT count(*) FROM s.gc_item WHERE state = 'Queued' AND returns = 0"));
        Assert.True(await shop.Rig.ReadAsync<bool>("SELECT parked_until > clock_timestamp() + interval '500 s' FROM s.gc_quota"));
    }

    [PostgresFact]
    public async Task Workers_whose_clocks_are_an_hour_off_send_each_file_once()
    {
        await using var shop = await Workshop.OpenAsync(server);
        await shop.AddAsync(await shop.OpenConversationsAsync(10), 10);

        using var ahead = WorkerProcess.Start(shop, server.ConnectionString, 30_000, hoursOff: 1);
        using var behind = WorkerProcess.Start(shop, server.ConnectionString, 30_000, hoursOff: -1);
        var ends = await Task.WhenAll(ahead.EndAsync(), behind.EndAsync()).WaitAsync(TimeSpan.FromSeconds(60));

        Assert.All(ends, end => Assert.True(end.ExitCode == 0, end.Said));
        Assert.Equal(100, shop.Arrived.Distinct().Count());
        Assert.Equal(100, shop.Sandbox.Messages.Count);
        Assert.Equal(100L, await shop.Rig.ReadAsync<long>("SELECT count(*) FROM s.gc_item WHERE state = 'Sent'"));
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        for (var clock = Stopwatch.StartNew(); !condition(); await Task.Delay(20))
        {
            Assert.True(clock.Elapsed < TimeSpan.FromSeconds(30));
        }
    }
}
