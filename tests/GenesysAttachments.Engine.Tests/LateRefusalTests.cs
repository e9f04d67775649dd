using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Http;
using GenesysAttachments.Engine.Sending;
using GenesysAttachments.Sandbox;

namespace GenesysAttachments.Engine.Tests;

/// <summary>What the channel refuses after the platform took it.</summary>
public sealed class LateRefusalTests
{
    [Theory]
    [InlineData("delivery-failed", "MediaTypeNotAllowed")]
    [InlineData("failed", "InvalidMediaContentLength")]
    public async Task A_message_that_the_channel_refuses_later_reaches_its_receipt(string status, string reason)
    {
        await using var harness = await Harness.StartAsync();
        harness.Sandbox.Faults.Add(new Fault { Method = "POST", Path = "*/messages", ThenStatus = status, Reason = reason, Times = 1 });
        var receipts = await harness.SendAsync(harness.Deliver(harness.Write("a.pdf")), harness.Deliver(harness.Write("b.pdf"), index: 1));
        var (late, updated) = (new LateRefusals(null), new List<int>());
        receipts.ForEach(receipt => late.Note(receipt, refused => updated.Add(refused.Plan.Index)));

        var refused = Assert.Single(await late.LookAsync(CallContext.Silent, default));

        Assert.Equal((ReceiptStates.Failed, ErrorIds.MessageRejected, status), (refused.State, refused.Error!.ErrorId, refused.Transfer.MessageStatus));
        Assert.Contains(reason, refused.Error.Message, StringComparison.Ordinal);
        Assert.Equal([refused.Plan.Index], updated);
        Assert.Single(harness.Calls, call => call.Target.EndsWith("/messages/bulk", StringComparison.Ordinal));
    }

    [Fact]
    public async Task One_call_serves_a_conversation_and_what_cannot_be_read_stays_as_it_is()
    {
        await using var harness = await Harness.StartAsync();
        var receipts = await harness.SendAsync(Enumerable.Range(0, 5).Select(i => harness.Deliver(harness.Write($"f{i}.pdf", 10, i), index: i)));
        var late = new LateRefusals(null);
        receipts.ForEach(receipt => late.Note(receipt, _ => Assert.Fail("Nothing was refused.")));

        Assert.Empty(await late.LookAsync(CallContext.Silent, default));
        Assert.Single(harness.Calls, call => call.Target.EndsWith("/messages/bulk", StringComparison.Ordinal));

        harness.Sandbox.Faults.Add(new Fault { Path = "*/bulk", Status = 403, Times = -1 });
        Assert.Empty(await late.LookAsync(CallContext.Silent, default));
    }

    [Fact]
    public async Task A_message_that_was_passed_on_is_not_looked_at()
    {
        await using var harness = await Harness.StartAsync();
        harness.Sandbox.Faults.Add(new Fault { Method = "POST", Path = "*/communications/*/messages", Status = 200, Body = """{"id":"m1","status":"sent"}""" });
        var receipt = (await harness.SendAsync(harness.Deliver(harness.Write("a.pdf")))).Single();
        var late = new LateRefusals(null);

        late.Note(receipt, _ => { });

        Assert.False(late.Any);
    }
}
