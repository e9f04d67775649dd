using System.Net.Http.Json;
using System.Text.Json;
using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Http;
using GenesysAttachments.Engine.Org.Finding;
using GenesysAttachments.Engine.Sessions;
using GenesysAttachments.Engine.SignIn;
using GenesysAttachments.Sandbox;

namespace GenesysAttachments.Engine.Tests;

/// <summary>Conversations in a sandbox, and a session that looks for them.</summary>
public abstract class FindingDesk : IAsyncLifetime
{
    private protected const string Path = "/api/v2/analytics/conversations/details/query";
    private protected static readonly DateTimeOffset Begin = new(DateTime.UtcNow.Date.AddDays(-300), TimeSpan.Zero);
    private protected static readonly ConversationSearch Week = new(Begin, Begin.AddDays(7));
    private protected SkippingTime Time { get; } = new();

    private protected Harness Harness { get; private set; } = null!;

    public async Task InitializeAsync() => Harness = await Engine.Tests.Harness.StartAsync(time: Time);

    public async Task DisposeAsync() => await Harness.DisposeAsync();

    private protected static IEnumerable<string> Ids(IEnumerable<FoundConversation> found) => found.Select(conversation => conversation.ConversationId);

    private protected void Answer(string body) => Harness.Sandbox.Faults.Add(new Fault { Path = Path, Times = -1, Status = 200, Body = body });

    private protected Task<List<FoundConversation>> FindAsync(ConversationSearch search) => RestAsync(Harness.Session.Find(search));

    private protected static async Task<List<FoundConversation>> RestAsync(ConversationFinder finder)
    {
        var found = new List<FoundConversation>();
        while (!finder.IsDone)
        {
            found.AddRange((await finder.NextAsync(CallContext.Silent, default)).Conversations);
        }

        return found;
    }

    private protected Uri Control(string path) => new($"{Harness.Sandbox.Identity.Url}/_sandbox/{path}");

    private protected async Task<List<string>> OpenAsync(int count, TimeSpan? apart = null)
    {
        var ids = new List<string>();
        for (var i = 0; i < count; i++)
        {
            ids.Add(await OpenAsync(Begin + ((apart ?? TimeSpan.FromMinutes(1)) * i)));
        }

        return ids;
    }

    private protected async Task<string> OpenAsync(DateTimeOffset startedAt, string? guestId = null, DateTimeOffset? endedAt = null)
    {
        using var reply = await Harness.Http.PostAsJsonAsync(Control("conversations"), new { startedAt, endedAt, guestId, state = endedAt is null ? "connected" : "closed" });
        return (await reply.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("conversationId").GetString()!;
    }

    private protected async Task AddFileAsync(string id, DateTimeOffset at)
    {
        using var reply = await Harness.Http.PostAsJsonAsync(Control($"conversations/{id}/messages"), new { at, attachments = new[] { new { length = 5 } } });
        Assert.True(reply.IsSuccessStatusCode);
    }
}
