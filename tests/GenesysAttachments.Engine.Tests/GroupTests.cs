using System.Net.Http.Json;
using System.Text.Json;
using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Routes;
using GenesysAttachments.Engine.Sending;
using GenesysAttachments.Engine.Targets;
using GenesysAttachments.Sandbox;

namespace GenesysAttachments.Engine.Tests;

/// <summary>Several files in one message: together, in order, each with a receipt, and no worse off than alone.</summary>
public sealed class GroupTests
{
    [Theory]
    [InlineData(RouteNames.Agent, 10, "10 10 3")]
    [InlineData(RouteNames.Messaging, 10, "10 10 3")]
    [InlineData(RouteNames.Media, 4, "4 4 4 4 4 3")]
    [InlineData(RouteNames.Agent, 1, "1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1")]
    public async Task Consecutive_files_of_a_conversation_leave_together_in_order(string route, int most, string sizes)
    {
        await using var harness = await StartAsync();
        var plans = Enumerable.Range(0, 23).Select(i => On(harness, route, i)).ToList();

        var receipts = await harness.PumpAsync(plans, 5, most);

        Assert.All(receipts, receipt => Assert.Equal(ReceiptStates.Sent, receipt.State));
        Assert.Equal(sizes, string.Join(' ', harness.Sandbox.Messages.Select(message => message.Attachments.Count)));
        Assert.Equal(Enumerable.Range(0, 23).Select(i => $"f{i}.pdf"), harness.Sandbox.Messages.SelectMany(message => message.Attachments).Select(attachment => attachment.Name));
        var ids = receipts.OrderBy(receipt => receipt.Plan.Index).Select(receipt => receipt.Transfer.MessageId!).ToList();
        Assert.Equal(sizes.Split(' ').Length, ids.Distinct().Count());
        Assert.Equal(ids.Distinct().Count(), ids.Zip(ids.Skip(1)).Count(pair => pair.First != pair.Second) + 1);
    }

    [Fact]
    public async Task A_group_ends_with_its_conversation_and_does_not_wait_for_more()
    {
        await using var harness = await StartAsync();
        var other = await OpenAsync(harness);
        var plans = new[] { 0, 0, 0, 1, 1, 0 }.Select((which, i) => harness.Deliver(harness.Write($"f{i}.pdf"), which == 0 ? null : other, index: i)).ToList();
        var begun = TimeProvider.System.GetTimestamp();

        await harness.PumpAsync(plans, 5, 10);

        Assert.Equal(["3", "2", "1"], harness.Sandbox.Messages.Select(message => $"{message.Attachments.Count}").OrderDescending());
        Assert.Equal(["f0.pdf", "f1.pdf", "f2.pdf", "f5.pdf"], Names(harness, harness.Sandbox.Identity.ConversationId));
        Assert.True(TimeProvider.System.GetElapsedTime(begun) < TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task A_text_of_the_line_goes_once_before_all_and_one_of_a_row_begins_a_message()
    {
        await using var harness = await StartAsync();
        var ledger = new TextLedger();
        var plans = Enumerable.Range(0, 3).Select(i => harness.Deliver(harness.Write($"f{i}.pdf"), index: i) with { Text = new PlannedText("Hello", ledger) { IsShared = true } })
            .Append(harness.Deliver(harness.Write("f3.pdf"), text: "of f3", index: 3)).Append(harness.Deliver(harness.Write("f4.pdf"), index: 4)).ToList();

        await harness.PumpAsync(plans, 5, 10);

        Assert.Equal(["Hello", "f0.pdf f1.pdf f2.pdf", "of f3", "f3.pdf f4.pdf"], harness.Sandbox.Messages.Select(message => message.Text ?? string.Join(' ', message.Attachments.Select(one => one.Name))));
    }

    [Theory]
    [InlineData(RouteNames.Agent, "refused")]
    [InlineData(RouteNames.Messaging, "refused")]
    [InlineData(RouteNames.Media, "refused")]
    [InlineData(RouteNames.Agent, "failed by its channel")]
    public async Task A_message_of_several_that_is_refused_goes_one_by_one_and_the_session_remembers(string route, string how)
    {
        await using var harness = await StartAsync();
        if (route == RouteNames.Agent)
        {
            // Of the text, which goes before its files.
            harness.Sandbox.Faults.Add(new Fault { Method = "POST", Path = "*/messages", DelayMs = 1 });
        }

        harness.Sandbox.Faults.Add(how == "refused"
            ? new Fault { Method = "POST", Path = "*/messages", Status = 400, Body = """{"message":"Only one attachment.","code":"bad.request","status":400}""" }
            : new Fault { Method = "POST", Path = "*/messages", Status = 200, Body = """{"id":"m1","status":"failed"}""" });

        var receipts = await harness.PumpAsync([.. Enumerable.Range(0, 7).Select(i => On(harness, route, i, $"text of {i}"))], 5, 5);
        receipts.AddRange(await harness.PumpAsync([.. Enumerable.Range(7, 3).Select(i => On(harness, route, i))], 5, 5));

        Assert.All(receipts, receipt => Assert.Equal((ReceiptStates.Sent, null), (receipt.State, receipt.Error?.Message)));
        var files = harness.Sandbox.Messages.Where(message => message.Attachments.Count > 0).ToList();
        Assert.Equal(Enumerable.Range(0, 10).Select(i => $"f{i}.pdf"), files.Select(message => Assert.Single(message.Attachments).Name));
    }

    [Theory]
    [InlineData("taken, then dropped", true, ReceiptStates.Sent)]
    [InlineData("taken, then dropped", false, ReceiptStates.Unknown)]
    [InlineData("taken, then 500", true, ReceiptStates.Sent)]
    [InlineData("taken, then 503", false, ReceiptStates.Unknown)]
    [InlineData("taken, then 200 without sense", true, ReceiptStates.Sent)]
    [InlineData("taken, then 200 without sense", false, ReceiptStates.Unknown)]
    [InlineData("502", true, ReceiptStates.Unknown)]
    [InlineData("504", false, ReceiptStates.Unknown)]
    public async Task All_files_of_a_message_whose_answer_is_lost_have_one_fate_on_an_agents_leg(string how, bool tells, string state)
    {
        await using var harness = await StartAsync();
        harness.Sandbox.Faults.Add(Loss(how));
        if (!tells)
        {
            harness.Sandbox.Faults.Add(new Fault { Method = "GET", Path = $"*/conversations/{harness.Sandbox.Identity.ConversationId}", Status = 403, Times = -1 });
        }

        await HoldToOneFateAsync(harness, RouteNames.Agent, state, how.StartsWith("taken", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(RouteNames.Messaging, "taken, then dropped")]
    [InlineData(RouteNames.Messaging, "taken, then 503")]
    [InlineData(RouteNames.Messaging, "504")]
    [InlineData(RouteNames.Media, "taken, then dropped")]
    [InlineData(RouteNames.Media, "taken, then 500")]
    [InlineData(RouteNames.Media, "502")]
    public async Task All_files_of_a_message_whose_answer_is_lost_have_one_fate_where_nobody_can_look(string route, string how)
    {
        await using var harness = await StartAsync();
        harness.Sandbox.Faults.Add(Loss(how));

        await HoldToOneFateAsync(harness, route, ReceiptStates.Unknown, how.StartsWith("taken", StringComparison.Ordinal));
    }

    private static Fault Loss(string how) => new()
    {
        Method = "POST",
        Path = "*/messages",
        AcceptThenDrop = how.StartsWith("taken", StringComparison.Ordinal),
        Status = how.Split(' ').Select(word => int.TryParse(word, out var status) ? status : (int?)null).FirstOrDefault(status => status is not null),
        Body = how.EndsWith("sense", StringComparison.Ordinal) ? "{" : null,
    };

    private static async Task HoldToOneFateAsync(Harness harness, string route, string state, bool arrives)
    {
        var plans = Enumerable.Range(0, 8).Select(i => On(harness, route, i)).Select(plan => route != RouteNames.Agent ? plan : plan with
        {
            Target = plan.Target with { CommunicationId = harness.Sandbox.Identity.CommunicationId },
        }).ToList();

        var receipts = (await harness.PumpAsync(plans, 4, 4)).OrderBy(receipt => receipt.Plan.Index).ToList();

        Assert.All(receipts.Take(4), receipt => Assert.Equal(state, receipt.State));
        Assert.All(receipts.Skip(4), receipt => Assert.Equal(ReceiptStates.Sent, receipt.State));
        Assert.Equal(Enumerable.Range(arrives ? 0 : 4, arrives ? 8 : 4).Select(i => $"f{i}.pdf"), harness.Sandbox.Messages.SelectMany(message => message.Attachments).Select(attachment => attachment.Name));
    }

    [Theory]
    [InlineData(400)]
    [InlineData(503)]
    [InlineData(0)]
    public async Task What_its_text_meets_is_the_fate_of_the_first_file_alone(int status)
    {
        await using var harness = await StartAsync();
        harness.Sandbox.Faults.Add(status == 0 ? new Fault { Method = "POST", Path = "*/messages", AcceptThenDrop = true } : new Fault { Method = "POST", Path = "*/messages", Status = status });
        harness.Sandbox.Faults.Add(new Fault { Method = "GET", Path = $"*/conversations/{harness.Sandbox.Identity.ConversationId}", Status = 403, Times = -1 });
        var target = harness.AgentTarget with { CommunicationId = harness.Sandbox.Identity.CommunicationId };

        var receipts = (await harness.PumpAsync([.. Enumerable.Range(0, 5).Select(i => harness.Deliver(harness.Write($"f{i}.pdf"), target, i == 0 ? "of f0" : null, i))], 5, 5)).OrderBy(receipt => receipt.Plan.Index).ToList();

        Assert.Equal(status == 400 ? ReceiptStates.Failed : ReceiptStates.Unknown, receipts[0].State);
        Assert.All(receipts.Skip(1), receipt => Assert.Equal(ReceiptStates.Sent, receipt.State));
        Assert.Equal("f1.pdf f2.pdf f3.pdf f4.pdf", string.Join(' ', harness.Sandbox.Messages.Last().Attachments.Select(one => one.Name)));
    }

    [Fact]
    public async Task What_fails_on_its_way_does_not_take_the_others_along()
    {
        await using var harness = await StartAsync();
        harness.Sandbox.Faults.Add(new Fault { Method = "PUT", Path = "*f1.pdf", Status = 400, Body = "<Error><Code>BadDigest</Code></Error>", Times = -1 });

        var receipts = (await harness.PumpAsync([.. Enumerable.Range(0, 6).Select(i => On(harness, RouteNames.Agent, i))], 6, 6)).OrderBy(receipt => receipt.Plan.Index).ToList();

        Assert.Equal([ReceiptStates.Sent, ReceiptStates.Failed, ReceiptStates.Sent, ReceiptStates.Sent, ReceiptStates.Sent, ReceiptStates.Sent], receipts.Select(receipt => receipt.State));
        Assert.Equal(["f0.pdf", "f2.pdf", "f3.pdf", "f4.pdf", "f5.pdf"], Names(harness, harness.Sandbox.Identity.ConversationId));
    }

    [Fact]
    public async Task A_file_that_takes_its_time_does_not_hold_up_those_before_it()
    {
        await using var harness = await StartAsync();
        harness.Sandbox.Faults.Add(new Fault { Method = "PUT", Path = "*f2.pdf", DelayMs = 3500 });

        await harness.PumpAsync([.. Enumerable.Range(0, 4).Select(i => On(harness, RouteNames.Agent, i))], 5, 10);

        Assert.Equal(["f0.pdf f1.pdf", "f2.pdf f3.pdf"], harness.Sandbox.Messages.Select(message => string.Join(' ', message.Attachments.Select(one => one.Name))));
    }

    [Theory]
    [InlineData("sending", ReceiptStates.Unknown)]
    [InlineData("gathering", ReceiptStates.Cancelled)]
    public async Task A_stop_ends_all_of_a_message_alike(string when, string state)
    {
        await using var harness = await StartAsync();
        harness.Sandbox.Faults.Add(when == "sending" ? new Fault { Method = "POST", Path = "*/messages", Stall = true } : new Fault { Method = "PUT", Path = "*f3.pdf", Stall = true });
        using var stop = new CancellationTokenSource();
        using var runner = new Sender(new SendOptions(FilesPerMessage: 4), new ProgressBoard(), harness.Time);

        var sending = Harness.SendAsync(runner, stop.Token, [.. Enumerable.Range(0, 4).Select(i => On(harness, RouteNames.Agent, i))]);
        await Wait.Until(() => harness.Sandbox.Faults.All.Count == 0);
        await Task.Delay(100);
        await stop.CancelAsync();

        Assert.All(await sending.WaitAsync(TimeSpan.FromSeconds(10)), receipt => Assert.Equal(state, receipt.State));
    }

    /// <summary>Whatever the input and whatever fails, each file once and in the order of its conversation, and no message with more than asked for.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Any_input_arrives_once_and_in_order(int seed)
    {
        await using var harness = await StartAsync();
        var random = new Random(seed);
        Target[] targets = [await OpenAsync(harness), await OpenAsync(harness), await OpenAsync(harness)];
        for (var i = 0; i < 12; i++)
        {
            harness.Sandbox.Faults.Add(random.Next(5) switch
            {
                0 => new Fault { Method = "PUT", DelayMs = random.Next(900) },
                1 => new Fault { Method = "POST", Path = "*/messages", AcceptThenDrop = true },
                2 => new Fault { Method = "POST", Path = "*/uploads", Status = 503 },
                3 => new Fault { Method = "POST", Path = "*/messages", AcceptThenDrop = true, Status = 502 },
                _ => new Fault { Method = "POST", Path = "*/messages", Status = random.Next(2) == 0 ? 400 : 503 },
            });
        }

        var which = 0;
        var plans = Enumerable.Range(0, 60).Select(i =>
        {
            which = random.Next(3) == 0 ? random.Next(3) : which;
            return harness.Deliver(harness.Write($"f{i:00}.pdf"), targets[which], random.Next(8) == 0 ? $"text {i}" : null, i);
        }).ToList();

        var receipts = await harness.PumpAsync(plans, 4, 5);

        var sent = receipts.Where(receipt => receipt.State == ReceiptStates.Sent).Select(receipt => receipt.Plan.File.Name).Order().ToList();
        var arrived = harness.Sandbox.Messages.SelectMany(message => message.Attachments).Select(one => one.Name).ToList();
        Assert.Equal(arrived.Distinct().Order(), arrived.Order());
        Assert.Empty(sent.Except(arrived));
        Assert.Empty(receipts.Where(receipt => receipt.State == ReceiptStates.Failed).Select(receipt => receipt.Plan.File.Name).Intersect(arrived));
        Assert.All(harness.Sandbox.Messages, message => Assert.True(message.Attachments.Count <= 5));
        Assert.All(targets, target => Assert.Equal(Names(harness, target.ConversationId!).Order(), Names(harness, target.ConversationId!)));
    }

    private static Task<Harness> StartAsync() => Harness.StartAsync(time: TimeProvider.System);

    private static async Task<Target> OpenAsync(Harness harness)
    {
        using var made = await harness.Http.PostAsJsonAsync(new Uri($"{harness.Sandbox.Identity.Url}/_sandbox/conversations"), new { state = "connected" });
        return new Target { ConversationId = (await made.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("conversationId").GetString() };
    }

    private static Plan On(Harness harness, string route, int index, string? text = null)
    {
        var path = harness.Write($"f{index}.pdf");
        var plan = harness.Deliver(path, route == RouteNames.Messaging ? harness.MessagingTarget : harness.AgentTarget, index == 0 ? text : null, index);
        return plan with { Route = route, File = harness.Check(path, route) };
    }

    private static IEnumerable<string> Names(Harness harness, string conversation) =>
        harness.Sandbox.Messages.Where(message => message.ConversationId == conversation).SelectMany(message => message.Attachments).Select(attachment => attachment.Name);
}
