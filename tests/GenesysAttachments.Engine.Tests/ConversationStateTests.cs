using System.Text.Json;
using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Http;
using GenesysAttachments.Engine.Org;
using GenesysAttachments.Engine.Sending;
using GenesysAttachments.Engine.Targets;

namespace GenesysAttachments.Engine.Tests;

/// <summary>What a conversation is in, and what becomes of files for one that has ended.</summary>
public sealed class ConversationStateTests
{
    [Theory]
    [InlineData("connected", ConversationStates.Connected)]
    [InlineData("ACTIVE", ConversationStates.Connected)]
    [InlineData("disconnected", ConversationStates.Disconnected)]
    [InlineData("closed", ConversationStates.Closed)]
    [InlineData("Resolved", ConversationStates.Closed)]
    public async Task The_state_of_a_conversation_is_named(string given, string state)
    {
        await using var harness = await Harness.StartAsync();
        await SetStateAsync(harness, given);

        var standing = await harness.Session.GetStandingAsync(harness.Sandbox.Identity.ConversationId, CallContext.Silent, default);

        Assert.Equal((state, "webmessaging"), (standing.State, standing.Channel));
        Assert.Equal(state == ConversationStates.Connected, standing.Legs.Any(leg => leg.Purpose == "agent"));
    }

    [Theory]
    [InlineData("""{"participants":[{"purpose":"agent","messages":[{"id":"a","state":"ACTIVE"}]}]}""", "connected", 1)]
    [InlineData("""{"participants":[{"purpose":"customer","messages":[{"id":"a","state":"connected"}]},{"purpose":"agent","messages":[{"id":"b","state":"alerting"}]}]}""", "waiting", 1)]
    [InlineData("""{"participants":[{"purpose":"customer","messages":[{"id":"a","state":"Disconnected"}]}]}""", "disconnected", 0)]
    [InlineData("""{"participants":[]}""", "disconnected", 0)]
    [InlineData("""{"endTime":"2026-11-01T00:00:00Z","participants":[{"purpose":"agent","messages":[{"id":"a","state":"disconnected"}]}]}""", "closed", 0)]
    [InlineData("""{"state":"resolved","participants":[{"purpose":"agent","messages":[{"id":"a","state":"disconnected"}]}]}""", "closed", 0)]
    [InlineData("""{"state":"active","participants":[{"purpose":"agent","messages":[{"id":"a","state":"connected"}]}]}""", "connected", 1)]
    public async Task The_state_is_read_from_the_legs_the_end_and_the_guides_words(string body, string state, int legs)
    {
        await using var harness = await Harness.StartAsync();
        harness.Sandbox.Faults.Add(new() { Method = "GET", Path = "*/conversations/*", Status = 200, Body = body });

        var standing = await harness.Session.GetStandingAsync("c", CallContext.Silent, default);

        Assert.Equal((state, legs), (standing.State, standing.Legs.Count));
    }

    [Fact]
    public async Task A_conversation_that_waits_for_an_agent_says_so()
    {
        await using var harness = await Harness.StartAsync();
        harness.Sandbox.Faults.Add(new() { Method = "GET", Path = "*/conversations/*", Status = 200, Body = """{"participants":[{"purpose":"customer","messages":[{"id":"a","state":"connected"}]}]}""" });

        var receipts = await harness.SendAsync(harness.Deliver(harness.Write("a.pdf")), harness.Deliver(harness.Write("b.pdf"), index: 1));

        Assert.Single(harness.Calls);
        Assert.All(receipts, receipt => Assert.True(receipt.Error!.CanRetry));
        var error = receipts[0].Error!;
        Assert.Contains("when an agent has taken", error.Advice, StringComparison.Ordinal);
        Assert.Equal((ErrorIds.ConversationClosed, $"Conversation {harness.Sandbox.Identity.ConversationId} has no connected agent leg to send from: it is waiting."), (error.ErrorId, error.Message));
    }

    public static TheoryData<string, string?, string> Ended()
    {
        var rows = new TheoryData<string, string?, string>();
        foreach (var state in new[] { "disconnected", "RESOLVED" })
        {
            rows.Add(RouteNames.Agent, null, state);
            rows.Add(RouteNames.Messaging, null, state);
            rows.Add(RouteNames.Media, null, state);
            rows.Add(RouteNames.Multipart, "Conversation", state);
            rows.Add(RouteNames.Multipart, "Channel", state);
            rows.Add(RouteNames.Multipart, "Guest", state);
        }

        return rows;
    }

    [Theory]
    [MemberData(nameof(Ended))]
    public async Task Nothing_goes_into_a_conversation_that_has_ended_whatever_the_route(string route, string? template, string state)
    {
        await using var harness = await Harness.StartAsync();
        await SetStateAsync(harness, state);
        var identity = harness.Sandbox.Identity;
        var target = route == RouteNames.Messaging ? harness.MessagingTarget : new Target { ConversationId = identity.ConversationId, ChannelId = template == "Channel" ? identity.ChannelId : null, GuestId = template is null ? null : identity.GuestId };
        var file = harness.Check(harness.Write("a.pdf"), route);

        var receipt = (await harness.SendAsync(new Routes.Plan { Index = 0, File = file, Target = target, Route = route, Session = harness.Session, Template = template })).Single();

        Assert.Equal((ReceiptStates.Failed, ErrorIds.ConversationClosed), (receipt.State, receipt.Error?.ErrorId));
        Assert.Empty(harness.Sandbox.Messages);
    }

    private static async Task SetStateAsync(Harness harness, string state)
    {
        using var body = new StringContent(JsonSerializer.Serialize(new { conversationId = harness.Sandbox.Identity.ConversationId, state }));
        using var reply = await harness.Http.PostAsync(new Uri($"{harness.Sandbox.Identity.Url}/_sandbox/conversations"), body);
        reply.EnsureSuccessStatusCode();
    }
}
