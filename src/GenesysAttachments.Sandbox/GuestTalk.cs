using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace GenesysAttachments.Sandbox;

/// <summary>Answers the frames of one socket.</summary>
internal sealed class GuestTalk(GuestConnection connection, SandboxState state)
{
    private const int LongestText = 4096;
    private const int LongestName = 1024;
    private const int LongestAttributes = 2048;
    private GuestState? _guest;
    private bool _muted;

    /// <summary>Does what a frame asks.</summary>
    /// <param name="frame">The frame, or null when it was no JSON object.</param>
    /// <param name="muted">Does it and says nothing.</param>
    public async Task AnswerAsync(JsonObject? frame, bool muted)
    {
        _muted = muted;
        var tracingId = frame?.Text("tracingId");
        var action = frame?.Text("action");
        if (frame is null || string.IsNullOrEmpty(frame.Text("token")) || action is null)
        {
            await StringAsync(400, "Request is not valid: token and action are required.", tracingId);
            return;
        }

        if (_guest?.Count(action) is { } wait)
        {
            await SendAsync("response", "TooManyRequestsErrorMessage", 429, new JsonObject { ["retryAfter"] = wait, ["errorCode"] = 4029, ["errorMessage"] = "Message rate too high for this session" }, tracingId);
            return;
        }

        switch (action)
        {
            case "configureSession":
                await ConfigureAsync(frame, tracingId);
                break;
            case "getConfiguration":
                await GetConfigurationAsync(frame, tracingId);
                break;
            case var _ when _guest is null:
                await StringAsync(401, "Session is not configured.", tracingId);
                break;
            case "onAttachment":
                await PresignAsync(frame, _guest, tracingId);
                break;
            case "getAttachment":
                await DownloadAsync(frame, _guest, tracingId);
                break;
            case "deleteAttachment":
                _guest.Uploads.TryRemove(frame.Text("attachmentId") ?? "", out _);
                await SendAsync("message", "AttachmentDeletedResponse", 200, new JsonObject { ["attachmentId"] = frame.Text("attachmentId") }, tracingId);
                break;
            case "onMessage" when frame["message"] is JsonObject { } said && said["events"] is JsonArray events:
                await EventAsync(events, tracingId);
                break;
            case "onMessage":
                await MessageAsync(frame, _guest, tracingId);
                break;
            case "echo":
                await SendAsync("response", "StructuredMessage", 200, new JsonObject { ["type"] = "Text", ["text"] = (frame["message"] as JsonObject)?.Text("text") }, tracingId);
                break;
            case "getJwt":
                await SendAsync("response", "JwtResponse", 200, new JsonObject { ["jwt"] = state.Guests.IssueJwt(_guest), ["exp"] = state.Time.GetUtcNow().AddMinutes(1).ToUnixTimeSeconds() }, tracingId);
                break;
            case "closeSession":
                await SendAsync("message", "ConnectionClosedEvent", 200, new JsonObject(), tracingId);
                await connection.CloseAsync();
                break;
            default:
                await StringAsync(400, $"Unknown action {action}.", tracingId);
                break;
        }
    }

    private async Task ConfigureAsync(JsonObject frame, string? tracingId)
    {
        if (state.Guests.Find(frame.Text("deploymentId")) is not { } deployment)
        {
            await StringAsync(404, "Deployment not found.", tracingId);
            return;
        }

        var startNew = frame["startNew"] is JsonValue value && value.TryGetValue<bool>(out var asked) && asked;
        (_guest, var isNew) = state.Guests.Enter(frame.Text("token")!, deployment, startNew);
        _guest.Count("configureSession");
        if (_guest.Join(connection) is { } oldest)
        {
            await oldest.SendAsync("message", "ConnectionClosedEvent", 200, new JsonObject { ["reason"] = "tooManyConnections" }, null);
            await oldest.CloseAsync();
        }

        var body = Rules(deployment);
        body["connected"] = true;
        body["newSession"] = isNew;
        body["readOnly"] = _guest.Conversation.State != "connected";
        body["clearedExistingSession"] = false;
        body["durationSeconds"] = 259_200;
        body["expirationDate"] = state.Time.GetUtcNow().AddDays(3).ToUnixTimeSeconds();
        body["autoStarted"] = false;
        await SendAsync("response", "SessionResponse", 200, body, tracingId);
    }

    private async Task GetConfigurationAsync(JsonObject frame, string? tracingId)
    {
        if (state.Guests.Find(frame.Text("deploymentId")) is not { } deployment)
        {
            await StringAsync(404, "Deployment not found.", tracingId);
            return;
        }

        var body = Rules(deployment);
        (body["messageRoutingEnabled"], body["sessionDurationSeconds"]) = (true, 259_200);
        await SendAsync("response", "GetConfigurationResponse", 200, body, tracingId);
    }

    private JsonObject Rules(Deployment deployment)
    {
        var inbound = state.Policy.Inbound;
        var rules = new JsonObject { ["maxCustomDataBytes"] = 2048, ["blockedExtensions"] = new JsonArray([.. state.Policy.BlockedExtensions.Select(extension => (JsonNode)extension)]) };
        rules["allowedMedia"] = !deployment.Attachments ? new JsonObject() : new JsonObject
        {
            ["inbound"] = new JsonObject
            {
                ["fileTypes"] = new JsonArray([.. inbound.FileTypes.Select(type => new JsonObject { ["type"] = type.Type })]),
                ["maxFileSizeKB"] = inbound.MaxFileSizeKB,
            },
        };
        return rules;
    }

    private async Task PresignAsync(JsonObject frame, GuestState guest, string? tracingId)
    {
        var (name, type, size) = (frame.Text("fileName") ?? "", frame.Text("fileType") ?? "", frame.Number("fileSize") ?? 0);
        var id = frame.Text("attachmentId") ?? Guid.NewGuid().ToString();
        var rules = state.Policy.Inbound;
        (int Code, string Message)? problem =
            Path.GetExtension(name).Length < 2 || name.Any(char.IsControl) ? (4004, "File name is invalid")
            : name.Length >= LongestName ? (4005, "File name is too long")
            : state.Policy.Blocks(name) || type.Contains(';', StringComparison.Ordinal) || !rules.Allows(type) ? (4001, $"File type {type} not supported")
            : size <= 0 ? (4102, "File size is zero")
            : size > rules.MaxBytes ? (4002, "File size is too large")
            : null;
        if (problem is { } found)
        {
            var error = new JsonObject
            {
                ["attachmentId"] = id, ["errorCode"] = found.Code, ["errorMessage"] = found.Message, ["name"] = "PresignedUrlError", ["message"] = found.Message, ["timestamp"] = Now(),
            };
            await SendAsync("response", "GenerateUrlError", 400, error, tracingId);
            return;
        }

        var upload = state.Uploads.Announce(guest.Conversation, name, type, size, allowed: true, id);
        upload.OnStored = () => SendAsync("message", "UploadSuccessEvent", 200, new JsonObject { ["attachmentId"] = id, ["downloadUrl"] = $"https://sandbox.invalid/{id}", ["timestamp"] = Now() }, null, guest);
        guest.Uploads[id] = upload;
        var tags = new Dictionary<string, string> { ["x-amz-tagging"] = $"organizationId={state.OrganizationId}&originPlatform=PureCloud&role=customer&owner={guest.Conversation.GuestId}" };
        var url = state.Store.Presign(state.OwnUrl, upload.Key, [.. tags, new("Content-Type", type), new("Content-Length", size.ToString(CultureInfo.InvariantCulture))]);
        await SendAsync("response", "PresignedUrlResponse", 200, new JsonObject
        {
            ["attachmentId"] = id, ["headers"] = new JsonObject { ["x-amz-tagging"] = tags["x-amz-tagging"] }, ["url"] = url, ["fileName"] = name, ["fileSize"] = size, ["fileType"] = type,
        }, tracingId);
    }

    private async Task MessageAsync(JsonObject frame, GuestState guest, string? tracingId)
    {
        var message = frame["message"] as JsonObject ?? [];
        var text = message.Text("text");
        var content = (message["content"] as JsonArray ?? []).OfType<JsonObject>().ToList();
        var ids = content.Where(item => item.Text("contentType") == "Attachment").Select(item => (item["attachment"] as JsonObject)?.Text("id") ?? "").ToList();
        var upload = ids.Count == 1 ? guest.Uploads.GetValueOrDefault(ids[0]) : null;
        (int Code, string Message)? problem =
            guest.Conversation.State != "connected" ? (409, "Conversation has ended.")
            : Encoding.UTF8.GetByteCount(text ?? "") > LongestText ? (4011, "Message too long")
            : Attributes(frame) > LongestAttributes || Attributes(message) > LongestAttributes ? (4013, "Custom Attributes too large")
            : ids.Count > 1 ? (400, "Only one attachment is allowed.")
            : ids.Count == 1 && upload is null ? (4009, "Attachment not found")
            : upload is { Used: true } ? (4009, "Attachment was sent before")
            : upload is not null && upload.Status != "valid" ? (4010, "Attachment has not been successfully uploaded")
            : ids.Count == 0 && string.IsNullOrEmpty(text) ? (400, "A message needs a text or an attachment.")
            : null;
        if (problem is { } found)
        {
            await StringAsync(found.Code, found.Message, tracingId);
            return;
        }

        if (upload is not null)
        {
            upload.Used = true;
        }

        state.Messages.Add(new SentMessage(state.Time.GetUtcNow(), "Guest", guest.Conversation.ConversationId, text, upload is null ? [] : [upload.Sent]));
        var echo = new JsonObject
        {
            ["direction"] = "Inbound",
            ["id"] = Guid.NewGuid().ToString(),
            ["channel"] = new JsonObject { ["time"] = Now(), ["messageId"] = Guid.NewGuid().ToString(), ["type"] = "Private" },
            ["type"] = "Text",
            ["originatingEntity"] = "Human",
            ["content"] = new JsonArray(upload is null ? [] : [new JsonObject
            {
                ["contentType"] = "Attachment",
                ["attachment"] = new JsonObject
                {
                    ["id"] = upload.Id, ["filename"] = upload.FileName, ["mediaType"] = "File", ["fileSize"] = upload.Length, ["mime"] = upload.ContentType, ["url"] = $"https://sandbox.invalid/{upload.Id}", ["sha256"] = upload.Sha256,
                },
            }]),
        };
        if (text is not null)
        {
            echo["text"] = text;
        }

        guest.History.Enqueue((JsonObject)echo.DeepClone());
        await SendAsync("message", "StructuredMessage", 200, echo, tracingId);
    }

    // The official clients put custom attributes at either place.
    private static int Attributes(JsonObject parent) =>
        (parent["channel"] as JsonObject)?["metadata"] is JsonObject metadata && metadata["customAttributes"] is JsonObject attributes ? Encoding.UTF8.GetByteCount(attributes.ToJsonString()) : 0;

    private async Task DownloadAsync(JsonObject frame, GuestState guest, string? tracingId)
    {
        if (guest.Uploads.GetValueOrDefault(frame.Text("attachmentId") ?? "") is not { Status: "valid" } upload)
        {
            await StringAsync(4009, "Attachment not found", tracingId);
            return;
        }

        // Empty headers and a size tell it from an upload URL.
        await SendAsync("response", "PresignedUrlResponse", 200, new JsonObject
        {
            ["attachmentId"] = upload.Id, ["headers"] = new JsonObject(), ["url"] = $"https://sandbox.invalid/{upload.Id}", ["fileName"] = upload.FileName, ["fileSize"] = upload.Length, ["fileType"] = upload.ContentType,
        }, tracingId);
    }

    private Task EventAsync(JsonArray events, string? tracingId)
    {
        var kind = ((events.FirstOrDefault() as JsonObject)?["presence"] as JsonObject)?.Text("type");
        return kind == "Join"
            ? SendAsync("message", "StructuredMessage", 200, new JsonObject { ["direction"] = "Inbound", ["type"] = "Event", ["events"] = events.DeepClone() }, tracingId)
            : StringAsync(403, $"Presence events Conversation {kind} are not supported", tracingId);
    }

    /// <summary>The socket has ended.</summary>
    public void End() => _guest?.Leave(connection);

    private string Now() => state.Time.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private Task StringAsync(int code, string text, string? tracingId) => SendAsync("response", "string", code, text, tracingId);

    private Task SendAsync(string type, string @class, int code, JsonNode? body, string? tracingId, GuestState? to = null) =>
        _muted && to is null ? Task.CompletedTask : (to?.Connection ?? connection).SendAsync(type, @class, code, body, tracingId);
}
