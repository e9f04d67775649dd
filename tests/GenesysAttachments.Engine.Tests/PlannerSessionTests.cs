using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Sending;
using GenesysAttachments.Engine.Targets;

namespace GenesysAttachments.Engine.Tests;

/// <summary>Through which session: the one asked for, else the object's own by its key, else the current one. Never another on the quiet.</summary>
public sealed class PlannerSessionTests
{
    private const string Gone = "mypurecloud.ie|client-of-yesterday";

    [Fact]
    public async Task Paths_and_checked_files_go_through_the_session_asked_for_or_the_current_one()
    {
        using var desk = await PlanningDesk.StartAsync();
        var other = await desk.ConnectAsync("other");

        foreach (var input in new[] { desk.Input("a.pdf"), new PlanInput.OfFile(desk.Check("a.pdf")) })
        {
            Assert.Same(desk.Session, desk.One(input).Session);
            Assert.Same(other, Assert.Single(desk.Planner(other).Plan(input, PlanningDesk.To())).Session);
        }
    }

    [Theory]
    [InlineData("url")]
    [InlineData("receipt")]
    public async Task What_has_a_key_goes_through_its_live_session_and_through_no_other(string kind)
    {
        using var desk = await PlanningDesk.StartAsync();
        var other = await desk.ConnectAsync("other");
        PlanInput Of(string key) => kind == "url" ? desk.Url("a.pdf", key) : desk.Receipt("a.pdf", key);

        var own = desk.One(Of(other.Key), new PlanValues());
        var lost = desk.One(Of(Gone), new PlanValues());
        var asked = Assert.Single(desk.Planner(other).Plan(Of(Gone), new PlanValues()));

        Assert.Null(own.Refusal);
        Assert.Same(other, own.Session);
        Assert.Equal((ErrorIds.NotConnected, Gone), (lost.Refusal?.ErrorId, lost.SessionKey));
        Assert.Contains(Gone, lost.Refusal!.Message, StringComparison.Ordinal);
        Assert.Equal(ReceiptStates.Rejected, Receipt.OfRefused(lost)!.State);
        Assert.Null(asked.Refusal);
        Assert.Same(other, asked.Session);
    }

    [Fact]
    public async Task What_has_a_key_needs_no_current_session()
    {
        using var desk = await PlanningDesk.StartAsync();
        var planner = desk.Planner(current: () => throw new GCException(ErrorIds.NotConnected, "There is no session."));

        Assert.Null(Assert.Single(planner.Plan(desk.Url("a.pdf", desk.Session.Key), new PlanValues())).Refusal);
        Assert.Null(Assert.Single(planner.Plan(desk.Receipt("a.pdf", desk.Session.Key), new PlanValues())).Refusal);
        Assert.Throws<GCException>(() => planner.Plan(desk.Receipt("a.pdf", null), new PlanValues()).ToList());
    }

    [Fact]
    public async Task A_receipt_without_a_key_goes_through_the_current_session()
    {
        using var desk = await PlanningDesk.StartAsync();

        Assert.Same(desk.Session, desk.One(desk.Receipt("a.pdf", null), new PlanValues()).Session);
    }

    [Fact]
    public async Task An_upload_url_goes_to_its_target_and_to_no_other()
    {
        using var desk = await PlanningDesk.StartAsync();
        var url = desk.Url("a.pdf", desk.Session.Key);
        var same = new PlanValues { Target = new Target { ConversationId = PlanningDesk.Conversation.ToUpperInvariant() }, Given = new HashSet<string> { "ConversationId" } };
        var other = same with { Target = new Target { ConversationId = "other" } };
        // From a row's column or the object's own property: it says nothing.
        var bound = other with { Given = new HashSet<string>() };

        Assert.Null(desk.One(url, same).Refusal);
        Assert.Null(desk.One(url, bound).Refusal);
        Assert.Equal(ErrorIds.TargetAmbiguous, desk.One(url, other).Refusal?.ErrorId);
        Assert.Contains("-ConversationId other", desk.One(url, other).Refusal!.Message, StringComparison.Ordinal);
        Assert.Equal(PlanningDesk.Conversation, desk.One(url, bound).Target.ConversationId);
    }

    [Theory]
    [InlineData(RouteNames.Agent, true, ErrorIds.TargetMissing)]
    [InlineData(RouteNames.Messaging, true, ErrorIds.TargetMissing)]
    [InlineData(RouteNames.Guest, false, ErrorIds.TargetMissing)]
    [InlineData(RouteNames.Guest, true, null)]
    [InlineData(RouteNames.Agent, false, null)]
    public async Task An_upload_url_in_a_session_that_cannot_carry_it_is_refused_before_anything_leaves(string route, bool isGuest, string? errorId)
    {
        await using var harness = await Harness.StartAsync();
        var guest = await harness.ConnectGuestAsync();
        using var desk = await PlanningDesk.StartAsync();
        var requests = harness.Sandbox.Requests.Count;
        var session = isGuest ? guest : harness.Session;

        var url = Assert.Single(desk.Planner(session).Plan(desk.Url("a.pdf", session.Key, route), new PlanValues()));
        var receipt = Assert.Single(desk.Planner(session).Plan(desk.Receipt("a.pdf", session.Key, route: route, target: route == RouteNames.Guest ? new Target() : null), new PlanValues()));

        Assert.Equal(errorId, url.Refusal?.ErrorId);
        Assert.Equal(errorId, receipt.Refusal?.ErrorId);
        Assert.Equal(requests, harness.Sandbox.Requests.Count);
    }

    [Theory]
    [InlineData("Sent", false, ReceiptStates.Skipped, null)]
    [InlineData("Unknown", false, ReceiptStates.Unknown, ErrorIds.MessageOutcomeUnknown)]
    [InlineData("Sent", true, null, null)]
    [InlineData("Unknown", true, null, null)]
    [InlineData("Failed", false, null, null)]
    [InlineData("Cancelled", false, null, null)]
    [InlineData("Rejected", false, null, null)]
    [InlineData("Skipped", false, null, null)]
    public async Task What_has_gone_or_may_have_is_sent_again_only_by_force(string before, bool force, string? state, string? errorId)
    {
        using var desk = await PlanningDesk.StartAsync();

        var plan = Assert.Single(desk.Planner(force: force).Plan(desk.Receipt("a.pdf", desk.Session.Key, before), new PlanValues()));

        Assert.Null(plan.Refusal);
        Assert.Equal((state, errorId), (Receipt.OfRefused(plan)?.State, Receipt.OfRefused(plan)?.Error?.ErrorId));
    }

    [Theory]
    [InlineData("Sent", ReceiptStates.Skipped)]
    [InlineData("Unknown", ReceiptStates.Unknown)]
    [InlineData("Failed", ReceiptStates.Rejected)]
    public async Task What_has_gone_or_may_have_stays_so_though_it_could_not_go_again(string before, string state)
    {
        using var desk = await PlanningDesk.StartAsync();
        var deleted = desk.Receipt("a.pdf", desk.Session.Key, before) with { Path = Path.Combine(desk.Folder, "deleted.pdf") };
        var disconnected = desk.Receipt("a.pdf", Gone, before);

        Assert.All([deleted, disconnected], receipt => Assert.Equal(state, Receipt.OfRefused(desk.One(receipt, new PlanValues()))!.State));
    }
}
