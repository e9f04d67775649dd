using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Http;
using GenesysAttachments.Engine.Sessions;

namespace GenesysAttachments.Engine.Tests;

/// <summary>What completion asks a session.</summary>
public sealed class ConversationListTests
{
    [Fact]
    public async Task A_client_has_no_conversations_of_its_own_but_remembers_what_it_dealt_with()
    {
        await using var harness = await Harness.StartAsync();
        var id = harness.Sandbox.Identity.ConversationId;

        Assert.False(harness.Session.HasUser);
        var refused = await Assert.ThrowsAsync<GCException>(() => harness.Session.GetOwnLegsAsync(CallContext.Silent, default));
        Assert.Equal(ErrorIds.RequestInvalid, refused.ErrorId);
        Assert.Single(harness.Calls);
        Assert.Empty(harness.Session.RecentConversations);

        await Assert.ThrowsAsync<GCException>(() => harness.Session.GetStandingAsync("unknown", CallContext.Silent, default));
        Assert.Empty(harness.Session.RecentConversations);
        await harness.SendAsync(harness.Deliver(harness.Write("a.pdf")));
        Assert.Equal([id], harness.Session.RecentConversations);
    }

    [Fact]
    public async Task A_user_has_the_conversations_that_are_going_on()
    {
        await using var harness = await Harness.StartAsync();
        using var signIn = UserSignInTests.Begin(harness);
        var connecting = OrgSession.ConnectUserAsync(UserSignInTests.Settings(harness), signIn, TimeSpan.FromMinutes(5), CallContext.Silent, default, TimeProvider.System, () => 0.5);
        await harness.Http.GetStringAsync(signIn.Address);
        using var session = await connecting;
        await harness.Http.PostAsync(new Uri($"{harness.Sandbox.Identity.Url}/_sandbox/conversations"), new StringContent("""{"state":"disconnected"}"""));

        Assert.True(session.HasUser);
        var legs = await session.GetOwnLegsAsync(CallContext.Silent, default);

        Assert.Equal([harness.Sandbox.Identity.ConversationId], legs.Select(leg => leg.ConversationId).Distinct());
        Assert.Contains(legs, leg => leg.Purpose == "agent" && leg.CommunicationId == harness.Sandbox.Identity.CommunicationId);
    }

    [Fact]
    public async Task The_latest_conversation_comes_first_and_old_ones_are_let_go()
    {
        await using var harness = await Harness.StartAsync();
        for (var i = 0; i < 30; i++)
        {
            harness.Session.Sent($"c{i}");
        }

        harness.Session.Sent("c15");
        harness.Session.Sent(null);

        Assert.Equal(20, harness.Session.RecentConversations.Count);
        Assert.Equal(["c15", "c29"], harness.Session.RecentConversations.Take(2));
    }
}
