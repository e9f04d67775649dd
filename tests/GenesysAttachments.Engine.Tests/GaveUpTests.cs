using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Routes;
using GenesysAttachments.Engine.Sending;
using GenesysAttachments.Engine.Targets;
using GenesysAttachments.Sandbox;

namespace GenesysAttachments.Engine.Tests;

/// <summary>What the last error says of everything that was tried until nobody tried any more.</summary>
public sealed class GaveUpTests
{
    [Theory]
    [InlineData(RouteNames.Agent, "*/conversations/*", 503, 5, "")]
    [InlineData(RouteNames.Agent, "*/uploads", 504, 5, "busy (latency)")]
    [InlineData(RouteNames.Agent, "*/uploads", 429, 5, "-ThrottleLimit")]
    [InlineData(RouteNames.Agent, "*.pdf", 500, 4, "")]
    [InlineData(RouteNames.Agent, "*.pdf", 502, 4, "busy or the upload URL expired")]
    [InlineData(RouteNames.Agent, "*.pdf", 504, 4, "busy or the upload URL expired")]
    [InlineData(RouteNames.Agent, "*.pdf", 429, 4, "-ThrottleLimit")]
    [InlineData(RouteNames.Agent, "*/media/*-*", 502, 5, "busy (latency)")]
    [InlineData(RouteNames.Agent, "*/messages", 429, 5, "-ThrottleLimit")]
    [InlineData(RouteNames.Messaging, "*/upload-url", 502, 5, "busy (latency)")]
    [InlineData(RouteNames.Messaging, "*/messages", 429, 5, "-ThrottleLimit")]
    [InlineData(RouteNames.Media, "*/media/upload", 504, 4, "busy (latency)")]
    [InlineData(RouteNames.Media, "*/messages", 429, 5, "-ThrottleLimit")]
    public async Task The_last_error_says_how_often_and_how_long_it_was_tried_and_what_may_be_wrong(string route, string path, int status, int attempts, string words)
    {
        await using var harness = await Harness.StartAsync();
        harness.Sandbox.Faults.Add(new Fault { Path = path, Status = status, Times = -1 });

        var receipt = (await harness.SendAsync(PlanOf(harness, route))).Single();

        Assert.Equal(ReceiptStates.Failed, receipt.State);
        Assert.Matches($@" Gave up after {attempts} attempts over (1\d|2\d)\.\d seconds\.$", receipt.Error!.Message);
        Assert.Contains(words, $"{receipt.Error.Message} {receipt.Error.Advice}", StringComparison.Ordinal);
        Assert.Equal(attempts, harness.Calls.Count(call => call.Status == status));
    }

    [Fact]
    public async Task What_was_tried_once_was_not_given_up()
    {
        await using var harness = await Harness.StartAsync();
        harness.Sandbox.Faults.Add(new Fault { Path = "*/uploads", Status = 504, Times = -1 });

        var receipt = (await Harness.SendAsync(harness.Runner(maximumRetryCount: 0), default, PlanOf(harness, RouteNames.Agent))).Single();

        Assert.StartsWith("The upload URL for 'a.pdf' is failing: the server answered 504, busy (latency)", receipt.Error!.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("Gave up", receipt.Error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sign_in_says_it_too()
    {
        await using var harness = await Harness.StartAsync();
        harness.Sandbox.Faults.Add(new Fault { Path = "/oauth/token", Status = 503, Times = -1 });

        var error = await Assert.ThrowsAsync<GCException>(() => harness.ConnectAsync());

        Assert.Matches(@" Gave up after 3 attempts over 4\.\d seconds\.$", error.Message);
    }

    [Theory]
    [InlineData("onAttachment")]
    [InlineData("onMessage")]
    public async Task A_guest_who_is_always_too_fast_says_it_too(string action)
    {
        await using var harness = await Harness.StartAsync();
        var session = await harness.ConnectGuestAsync();
        harness.Sandbox.Faults.Add(new Fault
        {
            FrameClass = action, Times = -1, Body = """{"type":"response","class":"TooManyRequestsErrorMessage","code":429,"tracingId":"{tracingId}","body":{"retryAfter":1,"errorCode":4029,"errorMessage":"Too fast"}}""",
        });

        var receipt = (await harness.SendAsync(harness.DeliverAsGuest(session, harness.Write("a.txt")))).Single();

        Assert.Equal((ReceiptStates.Failed, ErrorIds.RateLimited), (receipt.State, receipt.Error?.ErrorId));
        Assert.Matches(@" Gave up after 6 attempts over \d+\.\d seconds\.$", receipt.Error!.Message);
        Assert.Contains("-ThrottleLimit", receipt.Error.Advice, StringComparison.Ordinal);
    }

    private static Plan PlanOf(Harness harness, string route) => new()
    {
        Index = 0, File = harness.Check(harness.Write("a.pdf"), route), Target = route == RouteNames.Messaging ? harness.MessagingTarget : harness.AgentTarget, Route = route, Session = harness.Session,
    };
}
