using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Guest;
using GenesysAttachments.Engine.Http;
using GenesysAttachments.Engine.Sending;
using GenesysAttachments.Engine.Sessions;
using GenesysAttachments.Engine.SignIn;
using GenesysAttachments.Sandbox;

namespace GenesysAttachments.Engine.Tests;

/// <summary>What a session keeps as long as it lives, and no longer.</summary>
public sealed class SessionLifeTests
{
    [Theory]
    [InlineData(170, true)]
    [InlineData(170, false)]
    [InlineData(600, true)]
    [InlineData(600, false)]
    public async Task Pauses_and_parks_are_forgotten_with_the_last_session_of_a_client(int retryAfter, bool isReplaced)
    {
        var time = new SkippingTime();
        await using var harness = await Harness.StartAsync(time: time);
        var old = await ConnectAsync(harness);
        await RefuseAsync(harness, old, retryAfter);

        var next = isReplaced ? await ConnectAsync(harness) : null;
        if (next is null)
        {
            old.Dispose();
            next = await ConnectAsync(harness);
        }
        else
        {
            next.Replace(old);
        }

        var receipt = (await harness.SendAsync(harness.Deliver(harness.Write("b.pdf"), session: next))).Single();

        Assert.Equal(ReceiptStates.Sent, receipt.State);
        Assert.DoesNotContain(time.Pauses, pause => pause > TimeSpan.FromSeconds(3));
    }

    [Theory]
    [InlineData(170, ReceiptStates.Sent)]
    [InlineData(600, ReceiptStates.Failed)]
    public async Task A_third_session_of_the_client_keeps_its_pace_and_its_pauses(int retryAfter, string state)
    {
        var time = new SkippingTime();
        await using var harness = await Harness.StartAsync(time: time);
        var old = await ConnectAsync(harness);
        var third = await ConnectAsync(harness, pace: 100);
        await RefuseAsync(harness, old, retryAfter);
        var requests = harness.Calls.Count();

        var next = await ConnectAsync(harness);
        next.Replace(old);
        Assert.Equal((100, third.Quota), (next.Quota.Limit, next.Quota));
        var receipt = (await harness.SendAsync(harness.Deliver(harness.Write("b.pdf"), session: next))).Single();

        Assert.Equal(state, receipt.State);
        if (state == ReceiptStates.Sent)
        {
            Assert.Contains(time.Pauses, pause => pause > TimeSpan.FromSeconds(150));
        }
        else
        {
            Assert.Equal((ErrorIds.RateLimited, requests), (receipt.Error?.ErrorId, harness.Calls.Count()));
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_guest_that_has_left_opens_no_socket_even_for_tidying_up(bool isOpening)
    {
        await using var harness = await Harness.StartAsync(time: TimeProvider.System);
        var others = harness.Sandbox.OpenConnections;
        var session = await harness.ConnectGuestAsync();
        var requests = harness.Sandbox.Requests.Count;
        if (isOpening)
        {
            harness.Sandbox.Faults.Add(new Fault { FrameClass = "echo", DropSocket = true });
            harness.Sandbox.Faults.Add(new Fault { Path = "/v1", DelayMs = 300 });
            var socket = await session.Guest!.ConnectAsync(CallContext.Silent, default);
            await Assert.ThrowsAsync<GuestConnectionLostException>(() => session.Guest.Exchange.AskAsync(socket, GuestRequests.Of("echo"), CallContext.Silent, default));
            requests = int.MaxValue;
        }

        var connecting = isOpening ? session.Guest!.ConnectAsync(CallContext.Silent, default) : null;
        await Wait.Until(() => harness.Sandbox.Faults.All.Count == 0);
        session.Dispose();
        var error = await Assert.ThrowsAsync<GCException>(() => connecting ?? session.Guest!.ConnectAsync(CallContext.Silent, default));

        Assert.Equal(ErrorIds.NotConnected, error.ErrorId);
        await Wait.Until(() => harness.Sandbox.OpenConnections <= others);
        Assert.InRange(harness.Sandbox.Requests.Count, 0, requests);
    }

    private static Task<OrgSession> ConnectAsync(Harness harness, int pace = 300) => harness.ConnectAsync(settings: new SessionSettings
    {
        Domain = "sandbox", Endpoint = new Uri(harness.Sandbox.Identity.Url), RequestsPerMinute = pace,
    });

    /// <summary>One file meets the rate limit, and the session is paused or parked for it.</summary>
    private static async Task RefuseAsync(Harness harness, OrgSession session, int retryAfter)
    {
        harness.Sandbox.Faults.Add(new Fault { Path = "*/uploads", Status = 429, Headers = new() { ["Retry-After"] = $"{retryAfter}" } });
        var receipt = (await Harness.SendAsync(harness.Runner(0), default, harness.Deliver(harness.Write("a.pdf"), session: session))).Single();
        Assert.Equal(ErrorIds.RateLimited, receipt.Error?.ErrorId);
    }
}
