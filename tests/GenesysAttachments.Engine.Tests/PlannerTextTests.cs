using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Routes;
using GenesysAttachments.Engine.Sending;
using GenesysAttachments.Engine.Targets;

namespace GenesysAttachments.Engine.Tests;

/// <summary>Which text goes with which file: a row's with its row, the command line's once per conversation.</summary>
public sealed class PlannerTextTests
{
    private static readonly HashSet<string> Given = ["Text"];

    [Theory]
    [InlineData(RouteNames.Agent, "x", 2000, true)]
    [InlineData(RouteNames.Agent, "ż", 2000, true)]
    [InlineData(RouteNames.Agent, "x", 2001, false)]
    [InlineData(RouteNames.Guest, "x", 4096, true)]
    [InlineData(RouteNames.Guest, "ż", 2048, true)]
    [InlineData(RouteNames.Guest, "ż", 2049, false)]
    [InlineData(RouteNames.Media, "x", 100_000, true)]
    [InlineData(RouteNames.Multipart, "x", 100_000, true)]
    public async Task A_text_fits_its_route_or_its_file_is_refused(string route, string letter, int length, bool fits)
    {
        await using var harness = await Harness.StartAsync();
        var session = route == RouteNames.Guest ? await harness.ConnectGuestAsync() : harness.Session;
        using var desk = await PlanningDesk.StartAsync();
        var target = route == RouteNames.Guest ? new Target() : PlanningDesk.To().Target;
        var values = new PlanValues { Target = target, Route = route, Text = string.Concat(Enumerable.Repeat(letter, length)) };

        var plan = Assert.Single(desk.Planner(session).Plan(desk.Input("a.pdf"), values));
        var url = Assert.Single(desk.Planner(session).Plan(desk.Url("a.pdf", session.Key, route, target), values with { Route = null }));

        Assert.All([plan, url], each => Assert.Equal(fits ? null : ErrorIds.RequestInvalid, each.Refusal?.ErrorId));
    }

    [Fact]
    public async Task A_row_s_text_goes_once_for_all_its_files()
    {
        using var desk = await PlanningDesk.StartAsync();
        desk.Write("a.pdf");
        desk.Write("b.pdf");
        var planner = desk.Planner();
        var row = PlanningDesk.To() with { Text = "Hello" };

        var first = planner.Plan(new PlanInput.OfPath("*.pdf", false), row).ToList();
        var second = planner.Plan(new PlanInput.OfPath("*.pdf", false), row).ToList();

        // Two rows of the same words are two texts.
        Assert.Equal([true, false, true, false], first.Concat(second).Select(Goes));
    }

    [Fact]
    public async Task The_command_line_s_text_goes_once_per_conversation_with_whatever_uploads_first()
    {
        using var desk = await PlanningDesk.StartAsync();
        var planner = desk.Planner();
        string[] conversations = ["one", "two", "one", "two", "one"];

        var plans = conversations.SelectMany((conversation, i) => planner.Plan(desk.Input($"f{i}.pdf"), PlanningDesk.To(conversation) with { Text = "Hello", Given = Given })).ToList();

        Assert.Equal([true, true, false, false, false], plans.Select(Goes));
    }

    [Fact]
    public async Task A_text_that_could_not_go_goes_with_the_next()
    {
        using var desk = await PlanningDesk.StartAsync();
        var planner = desk.Planner();
        var plans = Enumerable.Range(0, 2).SelectMany(i => planner.Plan(desk.Input($"f{i}.pdf"), PlanningDesk.To() with { Text = "Hello", Given = Given })).ToList();

        Assert.NotNull(plans[0].Text!.TakeFor(plans[0].Lane));
        Assert.True(Goes(plans[1]));
    }

    [Fact]
    public async Task A_receipt_s_text_goes_again_only_if_it_has_not_gone()
    {
        using var desk = await PlanningDesk.StartAsync();
        var sent = Assert.Single(desk.Planner().Plan(desk.Input("a.pdf"), PlanningDesk.To() with { Text = "Hello" }));
        var open = desk.Receipt("a.pdf", desk.Session.Key, text: new PlannedText("Hello", new TextLedger()));

        Assert.True(Goes(sent));

        Assert.False(Goes(desk.One(open with { Text = sent.Text }, new PlanValues())));
        Assert.True(Goes(desk.One(open, new PlanValues())));
        Assert.Equal("Other", desk.One(open with { Text = sent.Text }, new PlanValues { Text = "Other", Given = Given }).Text!.Value);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public async Task An_empty_text_is_none(string? text)
    {
        using var desk = await PlanningDesk.StartAsync();

        Assert.Null(desk.One(desk.Input("a.pdf"), PlanningDesk.To() with { Text = text }).Text);
    }

    private static bool Goes(Plan plan)
    {
        var text = plan.Text!.TakeFor(plan.Lane);
        text?.MarkGone();
        return text is not null;
    }
}
