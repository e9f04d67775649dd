using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Http;
using GenesysAttachments.Engine.Routes;
using GenesysAttachments.Engine.Sending;
using GenesysAttachments.Engine.Targets;
using GenesysAttachments.Sandbox;

namespace GenesysAttachments.Engine.Tests;

/// <summary>The agent's leg of a conversation: read once, ahead, kept while it is true, and read again once where it is gone.</summary>
public sealed class LegTests
{
    [Fact]
    public async Task A_leg_is_read_once_a_session()
    {
        await using var harness = await Harness.StartAsync();

        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(ReceiptStates.Sent, (await harness.SendAsync(harness.Deliver(harness.Write($"f{i}.pdf")))).Single().State);
        }

        Assert.Single(Reads(harness));
    }

    [Fact]
    public async Task What_somebody_has_read_of_the_conversation_is_not_read_again()
    {
        await using var harness = await Harness.StartAsync();
        await harness.Session.GetStandingAsync(harness.Sandbox.Identity.ConversationId, CallContext.Silent, default);

        await harness.SendAsync(harness.Deliver(harness.Write("a.pdf")));

        Assert.Single(Reads(harness));
    }

    [Fact]
    public async Task A_leg_that_is_gone_is_read_again_once_for_all_and_the_files_go_on_the_new_one()
    {
        await using var harness = await Harness.StartAsync();
        var id = harness.Sandbox.Identity.ConversationId;
        await harness.SendAsync(harness.Deliver(harness.Write("before.pdf")));
        for (var round = 1; round <= 10; round++)
        {
            await Conversation.SetAsync(harness, id, "disconnected");
            var now = await Conversation.SetAsync(harness, id, "connected");

            var receipts = await harness.PumpAsync([.. Enumerable.Range(0, 12).Select(i => harness.Deliver(harness.Write($"f{i}.pdf"), index: i))], workers: 5);

            Assert.All(receipts, receipt => Assert.Equal((ReceiptStates.Sent, now.CommunicationId), (receipt.State, receipt.Transfer.CommunicationId)));
            Assert.Equal(1 + round, Reads(harness).Count());
            Assert.Equal(1 + (12 * round), harness.Sandbox.Messages.Count);
        }
    }

    [Theory]
    [InlineData("disconnected", 403)]
    [InlineData("closed", 409)]
    public async Task A_conversation_that_has_ended_meanwhile_is_read_again_once_and_gets_nothing(string state, int status)
    {
        await using var harness = await Harness.StartAsync();
        await harness.SendAsync(harness.Deliver(harness.Write("before.pdf")));
        await Conversation.SetAsync(harness, harness.Sandbox.Identity.ConversationId, state);

        var receipts = await harness.PumpAsync([.. Enumerable.Range(0, 12).Select(i => harness.Deliver(harness.Write($"f{i}.pdf"), index: i))], workers: 1);

        Assert.All(receipts, receipt => Assert.Equal((ReceiptStates.Failed, ErrorIds.ConversationClosed), (receipt.State, receipt.Error?.ErrorId)));
        Assert.Equal(2, Reads(harness).Count());
        Assert.Single(harness.Calls, call => call.Status == status);
        Assert.Single(harness.Sandbox.Messages);
    }

    [Fact]
    public async Task What_is_refused_for_another_reason_stands_and_the_leg_is_read_again_only_once()
    {
        await using var harness = await Harness.StartAsync();
        harness.Sandbox.Faults.Add(new Fault { Path = "*/uploads", Status = 403, Body = """{"message":"You are not allowed to.","code":"not.authorized","status":403}""", Times = -1 });

        var receipts = await harness.PumpAsync([.. Enumerable.Range(0, 8).Select(i => harness.Deliver(harness.Write($"f{i}.pdf"), index: i))], workers: 2);

        Assert.All(receipts, receipt => Assert.Equal(ErrorIds.PermissionMissing, receipt.Error?.ErrorId));
        Assert.Equal((2, 8), (Reads(harness).Count(), harness.Calls.Count(call => call.Method == "POST")));
    }

    [Fact]
    public async Task A_leg_that_was_given_is_nobody_s_to_replace()
    {
        await using var harness = await Harness.StartAsync();
        var id = harness.Sandbox.Identity.ConversationId;
        await Conversation.SetAsync(harness, id, "disconnected");
        await Conversation.SetAsync(harness, id, "connected");

        var receipt = (await harness.SendAsync(harness.Deliver(harness.Write("a.pdf"), harness.AgentTarget with { CommunicationId = harness.Sandbox.Identity.CommunicationId }))).Single();

        Assert.Equal((ReceiptStates.Failed, ErrorIds.ConversationNotFound), (receipt.State, receipt.Error?.ErrorId));
        Assert.Empty(Reads(harness));
    }

    [Fact]
    public async Task A_leg_that_ends_before_its_message_fails_that_file_whose_retry_finds_the_new_one()
    {
        await using var harness = await Harness.StartAsync();
        harness.Sandbox.Faults.Add(new Fault { Method = "POST", Path = "*/messages", Status = 403, Body = """{"message":"The communication is disconnected.","code":"not.authorized","status":403}""" });

        var failed = (await harness.SendAsync(harness.Deliver(harness.Write("a.pdf")))).Single();
        var id = harness.Sandbox.Identity.ConversationId;
        await Conversation.SetAsync(harness, id, "disconnected");
        var now = await Conversation.SetAsync(harness, id, "connected");
        var again = (await harness.SendAsync(harness.Deliver(failed.Plan.File.Path))).Single();

        Assert.Equal((ReceiptStates.Failed, ErrorIds.ConversationClosed, (string?)null), (failed.State, failed.Error?.ErrorId, failed.Transfer.CommunicationId));
        Assert.Equal((ReceiptStates.Sent, now.CommunicationId), (again.State, again.Transfer.CommunicationId));
        Assert.Equal(2, Reads(harness).Count());
    }

    [Theory]
    [InlineData("b.pdf", "a.pdf")]
    [InlineData("a.pdf", "b.pdf")]
    public async Task A_conversation_is_read_while_others_send_and_holds_nobody_up(params string[] order)
    {
        await using var harness = await Harness.StartAsync(time: TimeProvider.System);
        var slow = await Conversation.OpenAsync(harness);
        harness.Sandbox.Faults.Add(new Fault { Method = "GET", Path = $"/api/v2/conversations/{slow.ConversationId}", DelayMs = 5000 });
        harness.Sandbox.Faults.Add(new Fault { Method = "PUT", Path = "*a.pdf", DelayMs = 300 });

        var receipts = await harness.PumpAsync(
            [.. order.Select((name, index) => harness.Deliver(harness.Write(name), name == "b.pdf" ? slow : harness.AgentTarget, index: index))], workers: 1);

        Assert.Equal(["a.pdf", "b.pdf"], receipts.Select(receipt => receipt.Plan.File.Name));
        Assert.All(receipts, receipt => Assert.Equal(ReceiptStates.Sent, receipt.State));
        Assert.True(receipts[0].Elapsed < TimeSpan.FromSeconds(4.5), $"The other was held up for {receipts[0].Elapsed}.");
        var told = harness.Calls.OrderBy(call => call.At).ToList();
        Assert.True(told.FindIndex(IsRead) < told.FindIndex(call => call.Method == "POST" && call.Target.EndsWith("/messages", StringComparison.Ordinal)), "It was read when its turn came, not ahead.");

        bool IsRead(LoggedRequest call) => call.Target.EndsWith(slow.ConversationId!, StringComparison.Ordinal);
    }

    private static IEnumerable<LoggedRequest> Reads(Harness harness) =>
        harness.Calls.Where(call => call.Method == "GET" && call.Target.StartsWith("/api/v2/conversations/", StringComparison.Ordinal) && !call.Target.Contains("/messages", StringComparison.Ordinal));
}
