using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Http;
using GenesysAttachments.Engine.Sending;
using GenesysAttachments.Engine.Targets;
using GenesysAttachments.Sandbox;

namespace GenesysAttachments.Engine.Tests;

/// <summary>A message of the Agent route whose answer was lost: found in the conversation, or unknown; never sent again.</summary>
public sealed class MessageOutcomeTests
{
    [Theory]
    [InlineData(500)]
    [InlineData(503)]
    public async Task A_message_that_may_have_gone_and_does_not_show_is_unknown_and_not_sent_again(int status)
    {
        await using var harness = await Harness.StartAsync();
        harness.Sandbox.Faults.Add(new Fault { Method = "POST", Path = "*/messages", Status = status });

        var receipt = (await harness.SendAsync(harness.Deliver(harness.Write("a.pdf")))).Single();

        Assert.Equal((ReceiptStates.Unknown, ErrorIds.MessageOutcomeUnknown), (receipt.State, receipt.Error?.ErrorId));
        Assert.Contains("does not show it", receipt.Error!.Message, StringComparison.Ordinal);
        Assert.Single(harness.MessagePosts);
        Assert.Empty(harness.Sandbox.Messages);
    }

    [Fact]
    public async Task A_message_whose_answer_is_lost_is_found_in_the_conversation()
    {
        await using var harness = await Harness.StartAsync();
        await harness.SendAsync(harness.Deliver(harness.Write("before.pdf"), text: "The same words"));
        harness.Sandbox.Faults.Add(new Fault { Method = "POST", Path = "*/messages", Times = 2, AcceptThenDrop = true });

        var receipt = (await harness.SendAsync(harness.Deliver(harness.Write("a.pdf"), text: "Words"))).Single();

        Assert.Null(receipt.Error);
        Assert.Equal((ReceiptStates.Sent, false), (receipt.State, string.IsNullOrEmpty(receipt.Transfer.MessageId)));
        Assert.Equal(4, harness.Sandbox.Messages.Count);
        Assert.Equal(4, harness.MessagePosts.Count());
    }

    [Fact]
    public async Task The_same_words_sent_before_do_not_settle_a_lost_text()
    {
        await using var harness = await Harness.StartAsync();
        await harness.SendAsync(harness.Deliver(harness.Write("before.pdf"), text: "Words"));
        harness.Sandbox.Faults.Add(new Fault { Method = "POST", Path = "*/messages", Status = 502 });

        var receipt = (await harness.SendAsync(harness.Deliver(harness.Write("a.pdf"), text: "Words"))).Single();

        Assert.Equal(ReceiptStates.Unknown, receipt.State);
        Assert.Equal(2, harness.Sandbox.Messages.Count);
    }

    [Theory]
    [InlineData("GET", "/api/v2/conversations/{0}", 403)]
    [InlineData("POST", "*/conversations/messages/{0}/messages/bulk", 500)]
    public async Task Where_the_conversation_cannot_be_read_the_outcome_stays_unknown(string method, string path, int status)
    {
        await using var harness = await Harness.StartAsync();
        var delivery = harness.Deliver(harness.Write("a.pdf"), harness.AgentTarget with { CommunicationId = harness.Sandbox.Identity.CommunicationId });
        harness.Sandbox.Faults.Add(new Fault { Method = "POST", Path = "*/messages", AcceptThenDrop = true });
        harness.Sandbox.Faults.Add(new Fault { Method = method, Path = path.Replace("{0}", harness.Sandbox.Identity.ConversationId, StringComparison.Ordinal), Times = -1, Status = status });

        var receipt = (await harness.SendAsync(delivery)).Single();

        Assert.Equal(ReceiptStates.Unknown, receipt.State);
        Assert.Contains("could not be read", receipt.Error!.Message, StringComparison.Ordinal);
        Assert.Single(harness.Sandbox.Messages);
        Assert.Single(harness.MessagePosts);
    }

    [Fact]
    public async Task A_message_stopped_while_it_waits_for_its_answer_is_unknown()
    {
        await using var harness = await Harness.StartAsync();
        harness.Sandbox.Faults.Add(new Fault { Method = "POST", Path = "*/messages", Stall = true });
        using var stop = new CancellationTokenSource();

        var sending = Harness.SendAsync(harness.Runner(), stop.Token, harness.Deliver(harness.Write("a.pdf")));
        await Wait.Until(() => harness.Calls.Any(call => call.Target.Contains("/media/", StringComparison.Ordinal) && call.Method == "GET") && harness.Sandbox.Faults.All.Count == 0);
        await stop.CancelAsync();

        Assert.Equal(ReceiptStates.Unknown, (await sending).Single().State);
    }
}
