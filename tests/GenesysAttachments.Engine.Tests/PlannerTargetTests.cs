using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Routes;
using GenesysAttachments.Engine.Sending;
using GenesysAttachments.Engine.Targets;

namespace GenesysAttachments.Engine.Tests;

/// <summary>To whom and by which route, from ids, columns, and what an object brings along.</summary>
public sealed class PlannerTargetTests
{
    [Theory]
    // conversation, communication, channel, guest; route; template: route or error id.
    [InlineData("c", "", "", "", null, null, RouteNames.Agent)]
    [InlineData("c", "m", "", "", null, null, RouteNames.Agent)]
    [InlineData("", "", "h", "g", null, null, RouteNames.Messaging)]
    [InlineData("c", "", "", "", "Media", null, RouteNames.Media)]
    [InlineData("c", "", "", "", "multipart", null, RouteNames.Multipart)]
    [InlineData("c", "", "h", "g", "Multipart", null, RouteNames.Multipart)]
    [InlineData("", "", "", "g", "Multipart", "Guest", RouteNames.Multipart)]
    [InlineData("c", "", "", "", "Multipart", "Conversation", RouteNames.Multipart)]
    [InlineData("c", "", "h", "g", null, null, ErrorIds.TargetAmbiguous)]
    [InlineData("c", "", "", "g", null, null, ErrorIds.TargetAmbiguous)]
    [InlineData("c", "", "", "", null, "Conversation", ErrorIds.TargetAmbiguous)]
    [InlineData("", "", "h", "g", null, "Channel", ErrorIds.TargetAmbiguous)]
    [InlineData("", "", "", "", null, null, ErrorIds.TargetMissing)]
    [InlineData(" ", "", " ", "", null, null, ErrorIds.TargetMissing)]
    [InlineData("", "m", "", "", null, null, ErrorIds.TargetMissing)]
    [InlineData("", "", "h", "", null, null, ErrorIds.TargetMissing)]
    [InlineData("", "", "h", "g", "Agent", null, ErrorIds.TargetMissing)]
    [InlineData("c", "", "", "", "Guest", null, ErrorIds.TargetMissing)]
    [InlineData("c", "", "", "", "Pigeon", null, ErrorIds.RequestInvalid)]
    [InlineData("c", "", "", "", " ", null, RouteNames.Agent)]
    public async Task The_ids_decide_the_route_or_say_why_they_do_not(string conversation, string communication, string channel, string guest, string? route, string? template, string expected)
    {
        using var desk = await PlanningDesk.StartAsync();
        var values = new PlanValues { Target = new Target { ConversationId = conversation, CommunicationId = communication, ChannelId = channel, GuestId = guest }, Route = route };

        PlanInput[] inputs = [desk.Input("a.pdf"), new PlanInput.OfFile(desk.Check("a.pdf"))];
        var plans = inputs.Select(input => Assert.Single(desk.Planner(template: template).Plan(input, values))).ToList();

        Assert.All(plans, plan => Assert.Equal(expected, plan.Refusal?.ErrorId ?? plan.Route));
        Assert.All(plans, plan => Assert.Equal(plan.Refusal is null ? null : ReceiptStates.Rejected, Receipt.OfRefused(plan)?.State));
    }

    [Fact]
    public async Task What_is_wrong_with_a_file_is_said_even_when_its_target_is_wrong_as_well()
    {
        using var desk = await PlanningDesk.StartAsync();

        Assert.Equal(ErrorIds.FileNotFound, desk.One(new PlanInput.OfPath("gone.pdf", false), new PlanValues()).Refusal?.ErrorId);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("  ")]
    public async Task Empty_values_are_absent(string? empty)
    {
        using var desk = await PlanningDesk.StartAsync();
        var values = PlanningDesk.To() with { Name = empty, ContentType = empty, Route = empty };

        var plan = desk.One(desk.Input("a.pdf"), values);

        Assert.Null(plan.Refusal);
        Assert.Equal(("a.pdf", "application/pdf", RouteNames.Agent), (plan.File.Name, plan.File.ContentType, plan.Route));
    }

    [Fact]
    public async Task A_row_s_values_hold_for_its_row_alone()
    {
        using var desk = await PlanningDesk.StartAsync();
        var planner = desk.Planner();

        var named = Assert.Single(planner.Plan(desk.Input("a.log"), PlanningDesk.To("one") with { Name = "b.log", ContentType = "text/plain; charset=utf-8", Route = "Media" }));
        var plain = Assert.Single(planner.Plan(desk.Input("c.pdf"), PlanningDesk.To("two")));

        Assert.Equal(("b.log", "text/plain", RouteNames.Media, "one"), (named.File.Name, named.File.ContentType, named.Route, named.Target.ConversationId));
        Assert.Equal(("c.pdf", "application/pdf", RouteNames.Agent, "two"), (plain.File.Name, plain.File.ContentType, plain.Route, plain.Target.ConversationId));
    }

    [Fact]
    public async Task The_command_line_wins_over_what_an_object_brings_along()
    {
        using var desk = await PlanningDesk.StartAsync();
        var file = desk.Check("a.pdf");
        var receipt = desk.Receipt("a.pdf", desk.Session.Key, target: new Target { ConversationId = "own", CommunicationId = "leg" });
        // What the shell binds from the object's own properties stands beside it, and is not given.
        var bound = new PlanValues { Target = new Target { ConversationId = "bound", CommunicationId = "bound" }, Name = "bound.pdf", ContentType = "bound", Route = "Media" };
        var given = bound with { Name = "given.pdf", ContentType = "application/pdf", Given = new HashSet<string> { "Name", "ContentType", "ConversationId", "CommunicationId", "Route" } };

        Assert.Equal("a.pdf given.pdf", $"{Name(new PlanInput.OfFile(file), bound)} {Name(new PlanInput.OfFile(file), given)}");
        Assert.Equal("a.pdf given.pdf", $"{Name(receipt, bound)} {Name(receipt, given)}");
        Assert.Equal(("own", RouteNames.Agent), Where(desk.One(receipt, bound)));
        Assert.Equal(("bound", RouteNames.Media), Where(desk.One(receipt, given)));
        // A leg may have ended since: it is looked up anew, unless it is asked for.
        Assert.Equal((null, "bound"), (desk.One(receipt, bound).Target.CommunicationId, desk.One(receipt, given).Target.CommunicationId));

        string Name(PlanInput input, PlanValues values) => desk.One(input, values).File.Name;

        static (string?, string) Where(Plan plan) => (plan.Target.ConversationId, plan.Route);
    }

    [Fact]
    public async Task A_receipt_sent_elsewhere_takes_the_route_of_its_new_ids()
    {
        using var desk = await PlanningDesk.StartAsync();
        var receipt = desk.Receipt("a.pdf", desk.Session.Key, route: RouteNames.Media);
        var elsewhere = new PlanValues { Target = new Target { ConversationId = "other" }, Given = new HashSet<string> { "ConversationId" } };

        Assert.Equal((RouteNames.Media, RouteNames.Agent), (desk.One(receipt, new PlanValues()).Route, desk.One(receipt, elsewhere).Route));
    }

    [Fact]
    public async Task Every_input_is_counted_whatever_it_is()
    {
        using var desk = await PlanningDesk.StartAsync();
        var planner = desk.Planner();
        PlanInput[] inputs =
        [
            desk.Input("a.pdf"), new PlanInput.OfPath(null, false, "Not understood."), new PlanInput.OfFile(desk.Check("b.pdf")), desk.Url("c.pdf", "gone"),
            desk.Receipt("d.pdf", "gone"), desk.Receipt("e.pdf", desk.Session.Key, "Sent"), new PlanInput.OfPath("*.pdf", false), new PlanInput.OfPath("x*", false),
        ];

        var plans = inputs.SelectMany(input => planner.Plan(input, PlanningDesk.To())).ToList();

        Assert.Equal(12, plans.Count);
        Assert.Equal(Enumerable.Range(0, 12), plans.Select(plan => plan.Index));
    }
}
