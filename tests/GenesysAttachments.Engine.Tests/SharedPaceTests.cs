using GenesysAttachments.Engine.Http;
using GenesysAttachments.Engine.Quotas;
using GenesysAttachments.Engine.Routes;
using GenesysAttachments.Engine.Sending;
using GenesysAttachments.Engine.Telemetry;
using GenesysAttachments.Sandbox;

namespace GenesysAttachments.Engine.Tests;

/// <summary>A client's pace that others share, and what is written down elsewhere than in a journal: what the engine asks, and when.</summary>
public sealed class SharedPaceTests
{
    [Fact]
    public async Task Each_request_has_a_turn_of_its_own_and_one_whose_time_has_passed_is_not_used()
    {
        await using var harness = await Harness.StartAsync();
        var pace = new Pace { Late = 2 };
        using (harness.Session.Quota.ShareWith(pace))
        {
            Assert.Equal(ReceiptStates.Sent, Assert.Single(await harness.SendAsync(harness.Deliver(harness.Write("a.pdf")))).State);
        }

        var counted = harness.Calls.Count(request => request.Target.StartsWith("/api/", StringComparison.Ordinal));
        Assert.Equal(counted + 2, pace.Asked);
        await harness.SendAsync(harness.Deliver(harness.Write("b.pdf")));
        Assert.Equal(counted + 2, pace.Asked);
    }

    [Fact]
    public async Task A_refusal_for_the_rate_is_told_to_all_who_share_it_as_long_as_the_platform_said()
    {
        await using var harness = await Harness.StartAsync();
        harness.Sandbox.Faults.Add(new Fault { Path = "/api/*", Status = 429, Headers = new() { ["Retry-After"] = "7" } });
        var pace = new Pace();
        using var sharing = harness.Session.Quota.ShareWith(pace);

        await harness.SendAsync(harness.Deliver(harness.Write("a.pdf")));

        Assert.Equal([TimeSpan.FromSeconds(7)], pace.Pauses);
    }

    [Fact]
    public async Task A_worker_s_share_leaves_the_session_its_own()
    {
        await using var harness = await Harness.StartAsync();
        var (own, worker) = (new Pace(), new Pace());
        using var sharing = harness.Session.Quota.ShareWith(own);
        harness.Session.Quota.ShareWith(worker).Dispose();

        await harness.SendAsync(harness.Deliver(harness.Write("a.pdf")));

        Assert.Equal(0, worker.Asked);
        Assert.NotEqual(0, own.Asked);
    }

    [Fact]
    public async Task A_message_that_was_held_up_before_its_first_byte_does_not_leave_and_is_asked_for_again()
    {
        await using var harness = await Harness.StartAsync();
        var record = new Written { HeldUp = 1 };
        var sender = harness.Runner();

        var receipt = await sender.SendAsync(sender.Admit(harness.Deliver(harness.Write("a.pdf")), record, default), default);

        Assert.Equal(ReceiptStates.Sent, receipt.State);
        Assert.Equal(["posting", "withdrawn", "posting"], record.Said);
        Assert.Single(harness.MessagePosts);
        Assert.Single(harness.Sandbox.Messages);
    }

    [Fact]
    public async Task A_message_that_must_not_be_sent_is_not()
    {
        await using var harness = await Harness.StartAsync();
        var sender = harness.Runner();

        var receipt = await sender.SendAsync(sender.Admit(harness.Deliver(harness.Write("a.pdf")), new Written { Refuses = true }, default), default);

        Assert.Equal(ReceiptStates.Cancelled, receipt.State);
        Assert.Empty(harness.MessagePosts);
    }

    private sealed class Pace : ISharedPace
    {
        public int Late { get; init; }

        public int Asked { get; private set; }

        public List<TimeSpan> Pauses { get; } = [];

        public ValueTask<ISharedTurn> AcquireAsync(StepLog? log, CancellationToken cancellationToken) => ValueTask.FromResult<ISharedTurn>(new Turn(++Asked <= Late));

        public void Pause(TimeSpan wait, string why) => Pauses.Add(wait);

        private sealed record Turn(bool HasPassed) : ISharedTurn;
    }

    private sealed class Written : IRecord, IMessageMarks
    {
        private int _looks;

        public int HeldUp { get; init; }

        public bool Refuses { get; init; }

        public List<string> Said { get; } = [];

        public bool MayLeave => ++_looks > HeldUp;

        public Task<bool> SettleAsync(IRoute route, Plan plan, CallContext context, CancellationToken cancellationToken) => Task.FromResult(false);

        public Task<IMessageMarks> IntendAsync(IReadOnlyList<Outgoing> files, MessageText? text) => Task.FromResult<IMessageMarks>(this);

        public Task PostingAsync(CancellationToken cancellationToken)
        {
            Said.Add("posting");
            return Refuses ? throw new Errors.GCException(Errors.ErrorIds.Cancelled, "It is another's.") : Task.CompletedTask;
        }

        public void Withdrawn() => Said.Add("withdrawn");

        public void Gone() => Said.Add("gone");

        public void Withdraw() => Said.Add("withdraw");

        public Task NoteAsync(Receipt receipt) => Task.CompletedTask;
    }
}
