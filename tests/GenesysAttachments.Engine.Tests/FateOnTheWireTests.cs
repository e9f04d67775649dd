using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Guest;
using GenesysAttachments.Engine.Http;
using GenesysAttachments.Engine.Policies;
using GenesysAttachments.Engine.Routes;
using GenesysAttachments.Engine.Sending;
using GenesysAttachments.Engine.Sessions;
using GenesysAttachments.Engine.SignIn;
using GenesysAttachments.Engine.Targets;
using GenesysAttachments.Engine.Telemetry;

namespace GenesysAttachments.Engine.Tests;

/// <summary>The same against the sandbox: what a receipt says of a file that something befell is what arrived there.</summary>
public sealed class FateOnTheWireTests
{
    private const string Victim = "f1.pdf";

    public static TheoryData<string> Steps => [.. FatefulRoute.Steps];

    [Theory]
    [MemberData(nameof(Steps))]
    public async Task A_receipt_says_failed_only_of_what_did_not_arrive(string step)
    {
        await using var harness = await Harness.StartAsync();
        var sender = new Sender(new SendOptions(), new ProgressBoard(), harness.Time)
        {
            RoutesOf = session => RouteSet.Of(session).ToDictionary(pair => pair.Key, pair => (IRoute)new FatefulRoute(Victim, step, () => new InvalidOperationException("Sequence contains no elements"), pair.Value)),
        };

        var receipts = await Harness.PumpAsync(sender, 8, [.. Enumerable.Range(0, 20).Select(i => harness.Deliver(harness.Write($"f{i}.pdf", 1000, i), index: i))]);

        Assert.Equal((20, 19), (receipts.Count, receipts.Count(receipt => receipt.State == ReceiptStates.Sent)));
        Assert.Equal(step == FatefulRoute.Sent ? ReceiptStates.Unknown : ReceiptStates.Failed, Assert.Single(receipts, receipt => receipt.Plan.File.Name == Victim).State);
        Assert.Equal(step == FatefulRoute.Sent ? 20 : 19, harness.Sandbox.Messages.Count);
    }

    /// <summary>A clock that throws at each look at it in turn stands for a bug in every place that looks at the clock.</summary>
    [Theory]
    [InlineData(RouteNames.Agent, 10)]
    [InlineData(RouteNames.Guest, 8)]
    [InlineData(RouteNames.Messaging, 6)]
    [InlineData(RouteNames.Media, 5)]
    [InlineData(RouteNames.Multipart, 3)]
    public async Task Wherever_a_file_s_work_breaks_off_its_receipt_is_true_and_the_others_arrive(string route, int fewest)
    {
        await using var harness = await Harness.StartAsync();
        var clock = new HostileTime(harness.Time);
        using var session = await ConnectAsync(harness, route, clock);
        var looks = 0;
        for (var isOver = false; !isOver; looks++)
        {
            Assert.True(looks < 200, "It never ends.");
            var log = new StepLog(isVerbose: true, isDebug: true);
            var sender = new Sender(new SendOptions(), new ProgressBoard(), harness.Time, log);
            var plans = Enumerable.Range(0, 3).Select(i => Deliver(harness, session, route, $"look{looks}-{i}.pdf", i)).ToList();
            var admitted = plans.Select(plan => sender.Admit(plan, default)).ToList();

            var receipts = await Task.WhenAll(admitted.Select(item => Task.Run(() =>
            {
                clock.ThrowAt(item.Plan.Index == 1 ? looks : null);
                return sender.SendAsync(item, default);
            })));

            isOver = !clock.HasThrown;
            Assert.Equal((ReceiptStates.Sent, ReceiptStates.Sent), (receipts[0].State, receipts[2].State));
            AssertTrue(harness, receipts[1], isOver, $"look {looks}: {receipts[1].State} {receipts[1].Error?.Message}");
            var told = new List<string>();
            while (log.TryTake(out var line))
            {
                told.Add(line.Text);
            }

            Assert.True(isOver || told.Any(line => line.Contains($"{nameof(HostileTime)}.", StringComparison.Ordinal)), $"look {looks}: nothing told where it broke off.");
        }

        Assert.True(looks > fewest, $"It looked at the clock {looks} times.");
    }

    private static void AssertTrue(Harness harness, Receipt receipt, bool isWhole, string what)
    {
        var arrived = harness.Sandbox.Messages.Count(message => message.Attachments.Any(file => file.Name == receipt.Plan.File.Name));
        Assert.True(receipt.State switch
        {
            ReceiptStates.Sent => arrived == 1,
            ReceiptStates.Failed => !isWhole && arrived == 0 && receipt.Error!.ErrorId == ErrorIds.InternalError,
            _ => !isWhole && arrived <= 1 && receipt.State == ReceiptStates.Unknown,
        }, $"{what} ({arrived} arrived)");
        var texts = harness.Sandbox.Messages.Count(message => message.Text == TextOf(receipt.Plan.File.Name));
        Assert.True(texts <= 1 && (receipt.State != ReceiptStates.Sent || texts == 1), $"{what} ({texts} texts)");
    }

    private static string TextOf(string name) => $"Words for {name}";

    private static Plan Deliver(Harness harness, OrgSession session, string route, string name, int index)
    {
        var path = harness.Write(name, 1000, name.GetHashCode(StringComparison.Ordinal));
        var target = route switch { RouteNames.Guest => new Target(), RouteNames.Messaging => harness.MessagingTarget, _ => harness.AgentTarget };
        return new Plan
        {
            Index = index, File = harness.Check(path, route, session.Policies.Own(PolicyDirections.Inbound)), Target = target, Route = route, Session = session,
            Text = new PlannedText(TextOf(name), new TextLedger()),
        };
    }

    private static Task<OrgSession> ConnectAsync(Harness harness, string route, TimeProvider clock)
    {
        var identity = harness.Sandbox.Identity;
        var settings = new SessionSettings { Domain = "sandbox", Endpoint = new Uri(identity.Url), RequestsPerMinute = 0 };
        return route == RouteNames.Guest
            ? OrgSession.ConnectGuestAsync(settings, new GuestSettings(identity.DeploymentId), CallContext.Silent, default, clock, () => 0.5)
            : OrgSession.ConnectAsync(settings, ClientCredential.FromSecret(identity.ClientId, identity.ClientSecret), CallContext.Silent, default, clock, () => 0.5);
    }

    /// <summary>Throws once, at so many looks of the work that asked for it.</summary>
    private sealed class HostileTime(TimeProvider inner) : TimeProvider
    {
        private readonly AsyncLocal<int[]?> _left = new();
        private volatile bool _hasThrown;

        public bool HasThrown => _hasThrown;

        public override long TimestampFrequency => inner.TimestampFrequency;

        public void ThrowAt(int? look)
        {
            _left.Value = look is { } some ? [some] : null;
            if (look is not null)
            {
                _hasThrown = false;
            }
        }

        public override long GetTimestamp() => Look(inner.GetTimestamp());

        public override DateTimeOffset GetUtcNow() => Look(inner.GetUtcNow());

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => Look(inner).CreateTimer(callback, state, dueTime, period);

        private T Look<T>(T seen)
        {
            if (_left.Value is { } left && Interlocked.Decrement(ref left[0]) == -1)
            {
                _hasThrown = true;
                throw new InvalidTimeZoneException("Nobody foresaw this.");
            }

            return seen;
        }
    }
}
