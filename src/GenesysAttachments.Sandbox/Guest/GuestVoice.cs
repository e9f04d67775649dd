using System.Text.Json.Nodes;
using GenesysAttachments.Sandbox.Bodies;

namespace GenesysAttachments.Sandbox.Guest;

/// <summary>The answers to one frame.</summary>
/// <param name="connection">The socket that it came on.</param>
/// <param name="tracingId">What its answers echo.</param>
/// <param name="logged">The frame as it was written down; its first answer is noted there.</param>
/// <param name="muted">Whether it is left without any.</param>
internal sealed class GuestVoice(GuestConnection connection, string? tracingId, LoggedRequest logged, bool muted)
{
    public Task RespondAsync(string @class, int code, JsonNode? body) => SendAsync("response", @class, code, body);

    public Task MessageAsync(string @class, JsonNode? body) => SendAsync("message", @class, 200, body);

    /// <summary>A refusal in plain words.</summary>
    public Task RefuseAsync(int code, string text) => RespondAsync("string", code, text);

    /// <summary>An event of the service's own, to the guest's newest socket.</summary>
    public Task TellAsync(GuestState guest, string @class, JsonNode? body) => (guest.Connection ?? connection).SendAsync("message", @class, 200, body, null);

    private Task SendAsync(string type, string @class, int code, JsonNode? body)
    {
        if (muted)
        {
            return Task.CompletedTask;
        }

        if (logged.Status == 0)
        {
            logged.Status = code;
            logged.Problem ??= code < 400 ? null : (body as JsonObject)?.Text("errorMessage") ?? body?.ToString();
        }

        return connection.SendAsync(type, @class, code, body, tracingId);
    }
}
