using System.Text.Json.Nodes;
using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Sending;
using GenesysAttachments.Engine.Sessions;
using GenesysAttachments.Engine.Targets;
using GenesysAttachments.Engine.Telemetry;
using GenesysAttachments.Sandbox;

namespace GenesysAttachments.Engine.Tests;

/// <summary>One look at a leg's list serves all uploads that wait; what the list says, or does not, loses and doubles nothing.</summary>
public sealed class UploadLookTests
{
    private const int Files = 24;
    private const string ListPath = "*/messages/media";

    [Fact]
    public async Task One_look_serves_all_that_wait()
    {
        await using var harness = await Harness.StartAsync(time: TimeProvider.System);

        var receipts = await SendAsync(harness, harness.Session);

        AssertAllSent(harness, receipts);
        Assert.All(receipts, receipt => Assert.True(receipt.Transfer.Verified));
        var looks = Lists(harness).Concat(Singles(harness)).ToList();
        Assert.All(Lists(harness), look => Assert.EndsWith("/messages/media?pageSize=25", look.Target, StringComparison.Ordinal));
        // Ten are under way at a time.
        Assert.InRange(looks.Count, 2, Files / 3);
    }

    [Fact]
    public async Task A_file_alone_is_looked_at_by_itself()
    {
        await using var harness = await Harness.StartAsync();

        await harness.SendAsync(harness.Deliver(harness.Write("a.pdf")));

        Assert.Equal((0, 1), (Lists(harness).Count(), Singles(harness).Count()));
    }

    [Theory]
    [InlineData(403, null)]
    [InlineData(404, null)]
    [InlineData(403, "<html>Forbidden by policy</html>")]
    public async Task A_list_that_is_refused_is_asked_for_once_a_session_and_that_is_said_once(int status, string? body)
    {
        await using var harness = await Harness.StartAsync();
        harness.Sandbox.Faults.Add(new Fault { Method = "GET", Path = ListPath, Status = status, Body = body, Times = -1 });
        var log = new StepLog(isVerbose: true, isDebug: false);

        AssertAllSent(harness, await SendAsync(harness, harness.Session, log: log));
        AssertAllSent(harness, await SendAsync(harness, harness.Session, log: log, prefix: "g"), 2 * Files);

        Assert.Single(Lists(harness));
        Assert.Equal(2 * Files, Singles(harness).Count());
        Assert.Single(Said(log), line => line.Contains("each upload of this session is looked at by itself", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(429, null)]
    [InlineData(500, null)]
    [InlineData(502, "<html>Bad gateway</html>")]
    [InlineData(503, null)]
    [InlineData(400, """{"message":"pageSize","code":"invalid.value","status":400}""")]
    [InlineData(200, "<html>Sign in to the network</html>")]
    [InlineData(200, "{}")]
    [InlineData(200, """{"entities":null}""")]
    [InlineData(200, """{"entities":[null,{"id":null},{"id":7,"status":"valid"},{"status":"valid"}]}""")]
    [InlineData(200, "{\"entities\":[{\"id\":")]
    public async Task A_list_that_is_not_to_be_had_costs_requests_and_nothing_else(int status, string? body)
    {
        foreach (var times in new[] { 1, -1 })
        {
            await using var harness = await Harness.StartAsync();
            harness.Sandbox.Faults.Add(new Fault { Method = "GET", Path = ListPath, Status = status, Body = body, Times = times });
            var log = new StepLog(isVerbose: true, isDebug: false);

            AssertAllSent(harness, await SendAsync(harness, harness.Session, log: log));

            if (times < 0)
            {
                Assert.InRange(Lists(harness).Count(), 1, 5);
                Assert.Single(Said(log), line => line.Contains("each upload of this command is looked at by itself", StringComparison.Ordinal));
            }
        }
    }

    [Fact]
    public async Task A_list_that_hangs_is_given_up_like_any_read()
    {
        var time = new SkippingTime();
        await using var harness = await Harness.StartAsync(time: time);
        harness.Sandbox.Faults.Add(new Fault { Method = "GET", Path = ListPath, Stall = true });

        var sending = SendAsync(harness, harness.Session);
        await Wait.Until(() => harness.Sandbox.Faults.All.Count == 0);
        await Task.Delay(100);
        time.Advance(TimeSpan.FromSeconds(31));

        AssertAllSent(harness, await sending);
    }

    public static TheoryData<string> Odd => ["empty", "oldest first and cut", "shuffled", "half", "twice", "of others", "other letters"];

    [Theory]
    [MemberData(nameof(Odd))]
    public async Task Whatever_the_list_shows_each_file_goes_once_and_in_order(string how)
    {
        await using var harness = await Harness.StartAsync();
        await using var org = await RewritingOrg.StartAsync(harness, (uploads, before) => Change(uploads, how, before));
        var session = await harness.ConnectAsync(settings: org.Settings);

        AssertAllSent(harness, await SendAsync(harness, session));

        if (how == "empty")
        {
            Assert.Equal((2, Files), (Lists(harness).Count(), Singles(harness).Count()));
        }
    }

    [Fact]
    public async Task One_that_the_list_finds_invalid_fails_alone()
    {
        await using var harness = await Harness.StartAsync();
        await using var org = await RewritingOrg.StartAsync(harness, upload: upload => upload["status"] = (string)upload["name"]! == "f7.pdf" ? "invalid" : "valid");
        var session = await harness.ConnectAsync(settings: org.Settings);

        var receipts = await SendAsync(harness, session);

        var failed = Assert.Single(receipts, receipt => receipt.State != ReceiptStates.Sent);
        Assert.Equal(("f7.pdf", ErrorIds.UploadInvalid), (failed.Plan.File.Name, failed.Error?.ErrorId));
        Assert.Equal(Enumerable.Range(0, Files).Except([7]).Select(i => $"f{i}.pdf"), harness.Sandbox.Messages.Select(message => message.Attachments.Single().Name));
    }

    [Fact]
    public async Task Looks_are_planned_by_what_was_learned_and_few_where_uploads_take_long()
    {
        var time = new SkippingTime();
        await using var harness = await Harness.StartAsync(time: time);
        await using var org = await RewritingOrg.StartAsync(harness, upload: ValidAfter(time, TimeSpan.FromSeconds(3)));
        var session = await harness.ConnectAsync(settings: org.Settings);

        AssertAllSent(harness, await SendAsync(harness, session));

        Assert.InRange(Lists(harness).Concat(Singles(harness)).Count(), 4, Files);
        Assert.InRange(session.Readiness.FirstLook.TotalSeconds, 1, 10);
        time.Pauses.Clear();
        Assert.Equal(ReceiptStates.Sent, (await harness.SendAsync(harness.Deliver(harness.Write("one.pdf"), session: session))).Single().State);
        Assert.InRange(time.Pauses[0].TotalSeconds, 1, 10);
    }

    [Fact]
    public async Task A_look_that_came_late_because_its_turn_did_teaches_nothing()
    {
        await using var harness = await Harness.StartAsync(time: TimeProvider.System);
        harness.Sandbox.Faults.Add(new Fault { Method = "POST", Path = "*/messages", DelayMs = 400, Times = 2 });

        AssertAllSent(harness, await SendAsync(harness, harness.Session));

        Assert.Equal(TimeSpan.Zero, harness.Session.Readiness.FirstLook);
    }

    [Fact]
    public async Task Many_conversations_each_keep_their_order_and_share_no_look()
    {
        await using var harness = await Harness.StartAsync();
        var targets = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => Conversation.OpenAsync(harness)));
        var plans = Enumerable.Range(0, 48).Select(i => harness.Deliver(harness.Write($"f{i}.pdf", 200, i), targets[i % 12], index: i)).ToList();

        var receipts = await harness.PumpAsync(plans, workers: 16);

        Assert.All(receipts, receipt => Assert.Equal(ReceiptStates.Sent, receipt.State));
        Assert.Equal(48, harness.Sandbox.Messages.Count);
        Assert.All(targets.Select((target, i) => (target, i)), lane => Assert.Equal(
            [.. Enumerable.Range(0, 4).Select(k => $"f{lane.i + (12 * k)}.pdf")],
            harness.Sandbox.Messages.Where(message => message.ConversationId == lane.target.ConversationId).Select(message => message.Attachments.Single().Name)));
    }

    private static void Change(JsonArray uploads, string how, int before)
    {
        var all = uploads.Select(upload => upload!.DeepClone().AsObject()).ToList();
        uploads.Clear();
        IEnumerable<JsonNode> shown = how switch
        {
            "empty" => [],
            "oldest first and cut" => Enumerable.Reverse(all).Take(4),
            "shuffled" => all.OrderBy(upload => ((string)upload["id"]!).GetHashCode(StringComparison.Ordinal)),
            "half" => all.Where((_, i) => i % 2 == before % 2),
            "twice" => all.Concat(all.Select(upload => upload.DeepClone())),
            "of others" => all.Select(_ => new JsonObject { ["id"] = Guid.NewGuid().ToString(), ["status"] = "invalid" }),
            _ => all.Select(upload => new JsonObject { ["id"] = (string?)upload["id"], ["status"] = "VALID" }),
        };
        foreach (var upload in shown)
        {
            uploads.Add(upload);
        }
    }

    private static Action<JsonObject> ValidAfter(TimeProvider time, TimeSpan wait)
    {
        var seen = new System.Collections.Concurrent.ConcurrentDictionary<string, long>();
        return upload =>
        {
            if ((string?)upload["status"] == "valid" && time.GetElapsedTime(seen.GetOrAdd((string)upload["id"]!, _ => time.GetTimestamp())) < wait)
            {
                upload["status"] = "uploading";
            }
        };
    }

    private static Task<List<Receipt>> SendAsync(Harness harness, OrgSession session, StepLog? log = null, string prefix = "f")
    {
        var options = new SendOptions();
        var plans = Enumerable.Range(0, Files).Select(i => harness.Deliver(harness.Write($"{prefix}{i}.pdf", 300, i), index: i, session: session)).ToList();
        return Harness.PumpAsync(new Sender(options, new ProgressBoard(), harness.Time, log), options.Workers, plans);
    }

    private static void AssertAllSent(Harness harness, List<Receipt> receipts, int inAll = Files)
    {
        Assert.All(receipts, receipt => Assert.True(receipt.State == ReceiptStates.Sent, receipt.Error?.Message));
        Assert.Equal(Enumerable.Range(0, Files).Select(i => i), receipts.Select(receipt => receipt.Plan.Index).Order());
        Assert.Equal(inAll, harness.Sandbox.Messages.Count);
        Assert.Equal(
            receipts.OrderBy(receipt => receipt.Plan.Index).Select(receipt => receipt.Plan.File.SentName),
            harness.Sandbox.Messages.TakeLast(Files).Select(message => message.Attachments.Single().Name));
    }

    private static IEnumerable<LoggedRequest> Lists(Harness harness) =>
        harness.Calls.Where(call => call.Method == "GET" && call.Target.Contains("/messages/media?", StringComparison.Ordinal));

    private static IEnumerable<LoggedRequest> Singles(Harness harness) =>
        harness.Calls.Where(call => call.Method == "GET" && call.Target.Contains("/messages/media/", StringComparison.Ordinal));

    private static List<string> Said(StepLog log)
    {
        var lines = new List<string>();
        while (log.TryTake(out var line))
        {
            lines.Add(line.Text);
        }

        return lines;
    }
}
