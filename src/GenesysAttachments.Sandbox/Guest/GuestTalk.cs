using System.Text.Json.Nodes;
using GenesysAttachments.Sandbox.Bodies;
using GenesysAttachments.Sandbox.Org;

namespace GenesysAttachments.Sandbox.Guest;

/// <summary>Answers the frames of one socket.</summary>
internal sealed class GuestTalk(GuestConnection connection, Organization org, GuestDesk desk, GuestUploads uploads, GuestMessages messages)
{
    private GuestState? _guest;

    /// <summary>Does what a frame asks.</summary>
    /// <param name="frame">The frame, or null when it was no JSON object.</param>
    /// <param name="logged">The frame as it was written down.</param>
    /// <param name="muted">Does it and says nothing.</param>
    public Task AnswerAsync(JsonObject? frame, LoggedRequest logged, bool muted)
    {
        var voice = new GuestVoice(connection, frame?.Text("tracingId"), logged, muted);
        if (frame is null || string.IsNullOrEmpty(frame.Text("token")) || frame.Text("action") is not { } action)
        {
            return voice.RefuseAsync(400, "Request is not valid: token and action are required.");
        }

        if (_guest?.Rates.Count(action) is { } wait)
        {
            return voice.RespondAsync("TooManyRequestsErrorMessage", 429, new JsonObject { ["retryAfter"] = wait, ["errorCode"] = 4029, ["errorMessage"] = "Message rate too high for this session" });
        }

        return action switch
        {
            "configureSession" => ConfigureAsync(voice, frame),
            "getConfiguration" => GetConfigurationAsync(voice, frame),
            _ when _guest is null => voice.RefuseAsync(401, "Session is not configured."),
            "onAttachment" or "onMessage" when !_guest.Conversation.IsConnected => voice.RefuseAsync(409, "Conversation has ended."),
            "onAttachment" => uploads.PresignAsync(voice, frame, _guest),
            "getAttachment" => uploads.DownloadAsync(voice, frame, _guest),
            "deleteAttachment" => GuestUploads.DeleteAsync(voice, frame, _guest),
            "onMessage" => messages.TakeAsync(voice, frame["message"] as JsonObject ?? [], _guest),
            "echo" => voice.RespondAsync("StructuredMessage", 200, new JsonObject { ["type"] = "Text", ["text"] = (frame["message"] as JsonObject)?.Text("text") }),
            "getJwt" => voice.RespondAsync("JwtResponse", 200, new JsonObject { ["jwt"] = desk.IssueJwt(_guest), ["exp"] = org.Time.GetUtcNow().AddMinutes(1).ToUnixTimeSeconds() }),
            "closeSession" => CloseAsync(voice),
            _ => voice.RefuseAsync(400, $"Unknown action {action}."),
        };
    }

    /// <summary>The socket has ended.</summary>
    public void End() => _guest?.Leave(connection);

    private async Task ConfigureAsync(GuestVoice voice, JsonObject frame)
    {
        if (desk.Find(frame.Text("deploymentId")) is not { } deployment)
        {
            await voice.RefuseAsync(404, "Deployment not found.");
            return;
        }

        var startNew = frame["startNew"] is JsonValue value && value.TryGetValue<bool>(out var asked) && asked;
        (_guest, var isNew) = desk.Enter(frame.Text("token")!, deployment, startNew);
        _guest.Rates.Count("configureSession");
        if (_guest.Join(connection) is { } oldest)
        {
            await oldest.SendAsync("message", "ConnectionClosedEvent", 200, new JsonObject { ["reason"] = "tooManyConnections" }, null);
            await oldest.CloseAsync();
        }

        var body = GuestRules.Of(deployment, org.Policy);
        body["connected"] = true;
        body["newSession"] = isNew;
        body["readOnly"] = !_guest.Conversation.IsConnected;
        body["clearedExistingSession"] = false;
        body["durationSeconds"] = GuestRules.SessionSeconds;
        body["expirationDate"] = org.Time.GetUtcNow().AddSeconds(GuestRules.SessionSeconds).ToUnixTimeSeconds();
        body["autoStarted"] = false;
        await voice.RespondAsync("SessionResponse", 200, body);
    }

    private Task GetConfigurationAsync(GuestVoice voice, JsonObject frame)
    {
        if (desk.Find(frame.Text("deploymentId")) is not { } deployment)
        {
            return voice.RefuseAsync(404, "Deployment not found.");
        }

        var body = GuestRules.Of(deployment, org.Policy);
        (body["messageRoutingEnabled"], body["sessionDurationSeconds"]) = (true, GuestRules.SessionSeconds);
        return voice.RespondAsync("GetConfigurationResponse", 200, body);
    }

    private async Task CloseAsync(GuestVoice voice)
    {
        await voice.MessageAsync("ConnectionClosedEvent", new JsonObject());
        await connection.CloseAsync();
    }
}
