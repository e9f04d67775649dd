using GenesysAttachments.Engine.Sending;
using GenesysAttachments.Engine.Targets;

namespace GenesysAttachments.Engine.Tests;

/// <summary>Under which name a file goes: repaired for its route, never one name for two files of a conversation, and the same when it is tried again.</summary>
public sealed class PlannerNameTests
{
    private static readonly Target Messaging = new() { ChannelId = "channel", GuestId = "guest" };

    [Theory]
    [InlineData("My report.pdf", RouteNames.Agent, "My_report.pdf")]
    [InlineData("a [1] {2}.pdf", RouteNames.Agent, "a_1_2_.pdf")]
    [InlineData("a [1] {2}.pdf", RouteNames.Media, "a [1] {2}.pdf")]
    [InlineData("My report.pdf", RouteNames.Media, "My report.pdf")]
    [InlineData("My report.pdf", RouteNames.Messaging, "My report.pdf")]
    [InlineData("My report.pdf", RouteNames.Multipart, "My report.pdf")]
    [InlineData("żółć.pdf", RouteNames.Agent, "żółć.pdf")]
    public async Task A_name_is_repaired_as_its_route_takes_it_and_shown_as_it_is(string name, string route, string sentName)
    {
        using var desk = await PlanningDesk.StartAsync();
        var values = route == RouteNames.Messaging ? new PlanValues { Target = Messaging } : PlanningDesk.To() with { Route = route };

        var file = desk.One(desk.Input(name), values).File;

        Assert.Equal((name, sentName), (file.Name, file.SentName));
    }

    [Theory]
    [InlineData("a b.pdf|a_b.pdf", "a_b.pdf|a_b-2.pdf")]
    [InlineData("a_b.pdf|a b.pdf", "a_b.pdf|a_b-2.pdf")]
    [InlineData("a b.pdf|a[b.pdf|a_b.pdf", "a_b.pdf|a_b-2.pdf|a_b-3.pdf")]
    [InlineData("a b.pdf|A_B.pdf", "a_b.pdf|A_B-2.pdf")]
    [InlineData("a b.pdf|sub/a b.pdf", "a_b.pdf|a_b.pdf")]
    [InlineData("a.pdf|sub/a.pdf", "a.pdf|a.pdf")]
    public async Task Two_files_of_a_conversation_never_get_one_name_by_repair(string files, string sentNames)
    {
        using var desk = await PlanningDesk.StartAsync();
        var planner = desk.Planner();

        var names = files.Split('|').SelectMany(name => planner.Plan(desk.Input(name), PlanningDesk.To())).Select(plan => plan.File.SentName).ToList();
        var elsewhere = files.Split('|').SelectMany(name => planner.Plan(desk.Input(name), PlanningDesk.To("another"))).Select(plan => plan.File.SentName).ToList();

        Assert.Equal(sentNames.Split('|'), names);
        Assert.Equal(names, elsewhere);
    }

    [Fact]
    public async Task A_conversation_written_in_capitals_is_the_same_conversation()
    {
        using var desk = await PlanningDesk.StartAsync();
        var planner = desk.Planner();
        var text = new PlanValues { Text = "Hello", Given = new HashSet<string> { "Text" } };

        var first = Assert.Single(planner.Plan(desk.Input("a b.pdf"), text with { Target = PlanningDesk.To().Target }));
        var second = Assert.Single(planner.Plan(desk.Input("a_b.pdf"), text with { Target = PlanningDesk.To(PlanningDesk.Conversation.ToUpperInvariant()).Target }));

        Assert.Equal(("a_b.pdf", "a_b-2.pdf", first.Lane), (first.File.SentName, second.File.SentName, second.Lane));
        first.Text!.TakeFor(first.Lane)!.MarkGone();
        Assert.Null(second.Text!.TakeFor(second.Lane));
    }

    [Fact]
    public async Task A_try_again_goes_under_the_name_of_the_first()
    {
        using var desk = await PlanningDesk.StartAsync();
        var receipt = desk.Receipt("a b.pdf", desk.Session.Key) with { SentName = "a_b-2.pdf" };

        Assert.Equal("a_b-2.pdf", desk.One(receipt, new PlanValues()).File.SentName);
        // Under another name, or by another route, there is nothing to keep.
        Assert.Equal("c_d.pdf", desk.One(receipt, new PlanValues { Name = "c d.pdf", Given = new HashSet<string> { "Name" } }).File.SentName);
        Assert.Equal("a b.pdf", desk.One(receipt, new PlanValues { Route = RouteNames.Media, Given = new HashSet<string> { "Route" } }).File.SentName);
        Assert.Equal("a_b.pdf", desk.One(receipt with { SentName = "" }, new PlanValues()).File.SentName);
    }

    [Fact]
    public async Task A_try_again_that_cannot_go_keeps_what_the_next_one_needs()
    {
        using var desk = await PlanningDesk.StartAsync();
        var receipt = desk.Receipt("a b.log", "mypurecloud.ie|gone") with { SentName = "a_b-2.log", ContentType = "text/plain" };

        var file = desk.One(receipt, new PlanValues()).File;

        Assert.Equal(("a b.log", "a_b-2.log", "text/plain"), (file.Name, file.SentName, file.ContentType));
    }

    [Fact]
    public async Task A_file_that_was_checked_for_no_route_is_named_for_the_one_it_takes()
    {
        using var desk = await PlanningDesk.StartAsync();
        var file = desk.Check("a b.pdf", route: null);

        Assert.Equal("a b.pdf", file.SentName);
        Assert.Equal("a_b.pdf", desk.One(new PlanInput.OfFile(file)).File.SentName);
    }

    [Fact]
    public async Task An_upload_url_keeps_the_name_it_was_announced_under()
    {
        using var desk = await PlanningDesk.StartAsync();
        var planner = desk.Planner();
        Assert.Single(planner.Plan(desk.Input("a_b.pdf"), PlanningDesk.To()));

        var plan = Assert.Single(planner.Plan(desk.Url("a b.pdf", desk.Session.Key), new PlanValues()));

        Assert.Equal("a_b.pdf", plan.File.SentName);
    }
}
