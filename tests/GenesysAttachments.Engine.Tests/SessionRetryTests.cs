using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Guest;
using GenesysAttachments.Engine.Http;
using GenesysAttachments.Engine.Sending;
using GenesysAttachments.Engine.Sessions;
using GenesysAttachments.Engine.SignIn;
using GenesysAttachments.Sandbox;

namespace GenesysAttachments.Engine.Tests;

/// <summary>How a session bears failures that pass: how often, how long, and whose word counts.</summary>
public sealed class SessionRetryTests
{
    [Theory]
    // The session's own number, the command's, attempts in all; null takes the table in docs/routes.md.
    [InlineData(null, null, 5)]
    [InlineData(0, null, 1)]
    [InlineData(1, null, 2)]
    [InlineData(7, null, 8)]
    [InlineData(1, 3, 4)]
    [InlineData(3, 0, 1)]
    [InlineData(null, 2, 3)]
    public async Task A_call_is_tried_as_often_as_the_command_says_else_the_session_else_the_table(int? session, int? command, int attempts)
    {
        var time = new SkippingTime();
        await using var harness = await Harness.StartAsync(time: time);
        using var own = await ConnectAsync(harness, new RetryPolicy { MaximumRetryCount = session, FirstWait = TimeSpan.FromSeconds(7) });
        harness.Sandbox.Faults.Add(new Fault { Path = "*/uploads", Status = 503, Times = -1 });

        var receipt = (await Harness.SendAsync(harness.Runner(command), default, harness.Deliver(harness.Write("a.pdf"), session: own))).Single();

        Assert.Equal((ErrorIds.RetriesExhausted, attempts), (receipt.Error?.ErrorId, harness.Calls.Count(call => call.Status == 503)));
        // Twice as long each time, from the session's first wait to fifteen times it; the jitter of the harness takes a quarter off.
        double[] waits = [5.25, 10.5, 21, 42, 78.75, 78.75, 78.75];
        Assert.Equal(waits[..(attempts - 1)], time.Pauses.Select(pause => pause.TotalSeconds));
    }

    [Theory]
    [InlineData(null, null, 6)]
    [InlineData(1, null, 2)]
    [InlineData(1, 0, 1)]
    [InlineData(0, 3, 4)]
    public async Task A_guest_s_socket_is_opened_again_as_often(int? session, int? command, int attempts)
    {
        await using var harness = await Harness.StartAsync();
        var settings = new SessionSettings { Domain = "sandbox", Endpoint = new Uri(harness.Sandbox.Identity.Url), Retry = new RetryPolicy { MaximumRetryCount = session } };
        using var guest = await OrgSession.ConnectGuestAsync(settings, new GuestSettings(harness.Sandbox.Identity.DeploymentId), CallContext.Silent, default, harness.Time, () => 0.5);
        harness.Sandbox.Faults.Add(new Fault { FrameClass = "onAttachment", DropSocket = true });
        harness.Sandbox.Faults.Add(new Fault { Path = "/v1", Status = 503, Times = -1 });

        var receipt = (await Harness.SendAsync(harness.Runner(command), default, harness.DeliverAsGuest(guest, harness.Write("a.pdf")))).Single();

        Assert.Equal((ErrorIds.RetriesExhausted, attempts), (receipt.Error?.ErrorId, harness.Calls.Count(call => call.Status == 503)));
    }

    [Theory]
    [InlineData(429, 20, ReceiptStates.Sent)]
    [InlineData(503, 20, ReceiptStates.Sent)]
    [InlineData(429, 21, ReceiptStates.Failed)]
    [InlineData(503, 21, ReceiptStates.Failed)]
    public async Task A_wait_is_sat_out_up_to_the_longest_that_the_session_takes(int status, int retryAfter, string state)
    {
        var time = new SkippingTime();
        await using var harness = await Harness.StartAsync(time: time);
        using var own = await ConnectAsync(harness, new RetryPolicy { LongestRetryAfter = TimeSpan.FromSeconds(20) });
        harness.Sandbox.Faults.Add(new Fault { Path = "*/uploads", Status = status, Headers = new() { ["Retry-After"] = $"{retryAfter}" } });

        var receipt = (await harness.SendAsync(harness.Deliver(harness.Write("a.pdf"), session: own))).Single();

        Assert.Equal(state, receipt.State);
        Assert.Equal(state == ReceiptStates.Sent ? 2 : 1, harness.Calls.Count(call => call.Target.EndsWith("/uploads", StringComparison.Ordinal)));
        Assert.Equal(state == ReceiptStates.Sent, time.Pauses.Contains(TimeSpan.FromSeconds(20)));
    }

    [Theory]
    [InlineData(null, 3)]
    [InlineData(0, 1)]
    [InlineData(4, 5)]
    public async Task A_sign_in_is_tried_as_often_as_the_session_says(int? count, int attempts)
    {
        await using var harness = await Harness.StartAsync();
        harness.Sandbox.Faults.Add(new Fault { Path = "/oauth/token", Status = 503, Times = -1 });

        var error = await Assert.ThrowsAsync<GCException>(() => ConnectAsync(harness, new RetryPolicy { MaximumRetryCount = count }));

        Assert.Equal((ErrorIds.RetriesExhausted, attempts), (error.ErrorId, harness.Sandbox.Requests.Count(request => request.Status == 503)));
    }

    private static Task<OrgSession> ConnectAsync(Harness harness, RetryPolicy retry) =>
        harness.ConnectAsync(settings: new SessionSettings { Domain = "sandbox", Endpoint = new Uri(harness.Sandbox.Identity.Url), Retry = retry });
}
