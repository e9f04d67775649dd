using GenesysAttachments.Engine.Routes;
using GenesysAttachments.Engine.Sessions;
using GenesysAttachments.Engine.Targets;

namespace GenesysAttachments.Engine.Tests;

/// <summary>What a batch costs, for its pace and for <c>-WhatIf</c>.</summary>
public sealed class RouteCostTests
{
    [Theory]
    // One conversation: a look-up, then for each ten files a look and twice each upload URL and message.
    [InlineData(1, 1, 10, 4)]
    [InlineData(10, 1, 10, 22)]
    [InlineData(140, 1, 10, 295)]
    // A conversation each.
    [InlineData(75, 75, 10, 300)]
    // So many that no two files of one are under way together.
    [InlineData(40, 20, 10, 140)]
    [InlineData(40, 5, 10, 105)]
    // More than a list would show.
    [InlineData(40, 1, 1024, 121)]
    public async Task A_look_is_shared_by_what_is_under_way_of_a_conversation(int files, int conversations, int underWay, int requests)
    {
        await using var harness = await Harness.StartAsync();

        Assert.Equal(requests, Cost(harness, harness.Session, files, conversations, underWay));
    }

    [Fact]
    public async Task What_the_session_has_learned_is_reckoned_with()
    {
        await using var harness = await Harness.StartAsync();
        harness.Session.KnownLegs.Learn(new("c0", "connected", "webmessaging", [new("c0", "leg", "agent", "", "", "", null)]));
        Assert.Equal(42, Cost(harness, harness.Session, 20, 1, 10));

        harness.Session.UploadLists.Refuse();
        Assert.Equal(60, Cost(harness, harness.Session, 20, 1, 10));
    }

    [Fact]
    public async Task After_the_first_minute_fewer_share_a_look()
    {
        await using var harness = await Harness.StartAsync();
        var session = await harness.ConnectAsync(settings: new() { Domain = "sandbox", Endpoint = new Uri(harness.Sandbox.Identity.Url), RequestsPerMinute = 300 });

        // Five minutes of a batch that was measured: 661 files by 1,500 requests.
        Assert.InRange(Cost(harness, session, 661, 1, 10), 1500 * 0.98, 1500 * 1.02);
    }

    private static int Cost(Harness harness, OrgSession session, int files, int conversations, int underWay)
    {
        var costs = new RouteCosts(underWay);
        var path = harness.Write("a.pdf");
        return Enumerable.Range(0, files).Sum(i => costs.Add(harness.Deliver(path, new Target { ConversationId = $"c{i % conversations}" }, index: i, session: session)));
    }
}
