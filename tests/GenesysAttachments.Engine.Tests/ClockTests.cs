using GenesysAttachments.Engine.Guest;
using GenesysAttachments.Engine.Http;
using GenesysAttachments.Engine.Quotas;
using GenesysAttachments.Engine.Routes;
using GenesysAttachments.Engine.Sending;
using GenesysAttachments.Engine.Sessions;
using GenesysAttachments.Engine.SignIn;
using GenesysAttachments.Sandbox;

namespace GenesysAttachments.Engine.Tests;

/// <summary>A clock on the wall that is set back or forward in the middle of a batch: the service's own goes on, and nothing changes.</summary>
public sealed class ClockTests
{
    public static TheoryData<TimeSpan> Shifts => [TimeSpan.FromHours(-5), TimeSpan.FromDays(-400), TimeSpan.FromHours(5), TimeSpan.FromDays(400)];

    [Theory]
    [MemberData(nameof(Shifts))]
    public async Task A_batch_makes_the_same_requests_whatever_the_clock_is_set_to(TimeSpan shift)
    {
        await using var harness = await Harness.StartAsync();
        var clock = new SettableTime(harness.Time);
        using var session = await ConnectAsync(harness, clock);
        var sender = new Sender(new SendOptions(), new ProgressBoard(), clock);
        var files = Files(harness, session, 6);
        var opened = await sender.OpenAsync(sender.AdmitUrl(files[5], default), default);
        await Harness.SendAsync(sender, default, files[..2]);
        harness.Sandbox.Faults.Add(new Fault { Method = "PUT", DelayMs = 150 });

        var sending = Harness.SendAsync(sender, default, files[2..5].Append(files[5] with { Url = opened.Url }));
        await Wait.Until(() => harness.Sandbox.Faults.All.Count == 0);
        clock.Shift = shift;
        var receipts = await sending;

        Assert.All(receipts, receipt => Assert.Equal(ReceiptStates.Sent, receipt.State));
        Assert.All(receipts, receipt => Assert.InRange(receipt.Elapsed, TimeSpan.Zero, TimeSpan.FromMinutes(1)));
        Assert.Equal(6, harness.Sandbox.Messages.Count);
        // One URL and one upload a file; the token of this session and that of the harness; no second look at anything.
        Assert.Equal((6, 6, 2), (Count("POST", "/uploads"), harness.Puts.Count(), harness.Sandbox.Requests.Count(request => request.Target == "/oauth/token")));

        int Count(string method, string end) => harness.Calls.Count(call => call.Method == method && call.Target.EndsWith(end, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Shifts))]
    public async Task A_token_is_renewed_when_it_is_old_and_not_when_the_clock_is_set(TimeSpan shift)
    {
        var time = new SkippingTime();
        await using var harness = await Harness.StartAsync(time: time);
        var clock = new SettableTime(time);
        using var session = await ConnectAsync(harness, clock);
        clock.Shift = shift;

        var first = await session.GetAccessTokenAsync(CallContext.Silent, default);
        time.Advance(TimeSpan.FromSeconds(86_400 - 200));
        var second = await session.GetAccessTokenAsync(CallContext.Silent, default);

        Assert.NotEqual(first, second);
        Assert.Equal(3, harness.Sandbox.Requests.Count);
    }

    [Theory]
    [MemberData(nameof(Shifts))]
    public async Task A_guest_s_socket_is_tried_after_30_quiet_seconds_and_not_when_the_clock_is_set(TimeSpan shift)
    {
        var time = new SkippingTime();
        await using var harness = await Harness.StartAsync(time: time);
        var clock = new SettableTime(time);
        using var session = await OrgSession.ConnectGuestAsync(Settings(harness), new GuestSettings(harness.Sandbox.Identity.DeploymentId), CallContext.Silent, default, clock, () => 0.5);

        clock.Shift = shift;
        var soon = (await harness.SendAsync(harness.DeliverAsGuest(session, harness.Write("a.pdf")))).Single();
        var echoesSoon = Echoes();
        time.Advance(TimeSpan.FromSeconds(31));
        var late = (await harness.SendAsync(harness.DeliverAsGuest(session, harness.Write("b.pdf")))).Single();

        Assert.Equal((ReceiptStates.Sent, ReceiptStates.Sent), (soon.State, late.State));
        Assert.Equal((0, 1), (echoesSoon, Echoes()));

        int Echoes() => harness.Sandbox.Requests.Count(request => request.Method == "WS" && request.Target == "echo");
    }

    [Theory]
    [MemberData(nameof(Shifts))]
    public async Task A_pause_and_a_park_last_as_long_as_they_were_to(TimeSpan shift)
    {
        var time = new TurningTime();
        var clock = new SettableTime(time);
        var (paused, parked) = (new QuotaGovernor(10, clock), new QuotaGovernor(10, clock));
        paused.PauseFor(TimeSpan.FromSeconds(90));
        parked.Park(TimeSpan.FromSeconds(60), clock.GetUtcNow().AddSeconds(60), "Too busy.");

        clock.Shift = shift;
        var waiting = paused.AcquireAsync(null, null, default).AsTask();
        await Assert.ThrowsAsync<Errors.GCException>(() => parked.AcquireAsync(null, null, default).AsTask());
        Assert.True(time.Turn());

        await waiting.WaitAsync(TimeSpan.FromSeconds(10));
        Assert.Equal(TimeSpan.FromSeconds(90), time.Elapsed);
        await parked.AcquireAsync(null, null, default);
    }

    [Fact]
    public async Task A_clock_that_jumps_ahead_costs_a_new_token_and_nothing_else()
    {
        var time = new SkippingTime();
        await using var harness = await Harness.StartAsync(time: time);
        await harness.SendAsync(harness.Deliver(harness.Write("a.pdf")));
        time.Advance(TimeSpan.FromDays(3));

        var receipt = (await harness.SendAsync(harness.Deliver(harness.Write("b.pdf")))).Single();

        Assert.Null(receipt.Error);
        Assert.Equal(2, harness.Sandbox.Requests.Count(request => request.Target == "/oauth/token"));
    }

    [Fact]
    public async Task A_clock_that_is_set_back_keeps_nobody_waiting_for_it()
    {
        var time = new SkippingTime();
        await using var harness = await Harness.StartAsync(new SandboxOptions(), time);
        using var session = await harness.ConnectAsync(settings: new SessionSettings { Domain = "sandbox", Endpoint = new Uri(harness.Sandbox.Identity.Url), RequestsPerMinute = 8 });
        Task<List<Receipt>> Send(string name) => harness.SendAsync(harness.Deliver(harness.Write(name), session: session));
        await Send("a.pdf");
        await Send("b.pdf");
        time.WallShift = TimeSpan.FromHours(-5);

        var receipt = (await Send("c.pdf")).Single();

        Assert.Null(receipt.Error);
        Assert.DoesNotContain(time.Pauses, pause => pause > TimeSpan.FromSeconds(61));
        Assert.Equal(3, harness.Sandbox.Messages.Count);
    }

    private static SessionSettings Settings(Harness harness) => new() { Domain = "sandbox", Endpoint = new Uri(harness.Sandbox.Identity.Url), RequestsPerMinute = 0 };

    private static Task<OrgSession> ConnectAsync(Harness harness, TimeProvider clock) => OrgSession.ConnectAsync(
        Settings(harness), ClientCredential.FromSecret(harness.Sandbox.Identity.ClientId, harness.Sandbox.Identity.ClientSecret), CallContext.Silent, default, clock, () => 0.5);

    private static List<Plan> Files(Harness harness, OrgSession session, int count) =>
        [.. Enumerable.Range(0, count).Select(i => harness.Deliver(harness.Write($"f{i}.pdf", 1000, i), session: session, index: i))];
}
