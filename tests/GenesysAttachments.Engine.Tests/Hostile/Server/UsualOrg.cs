using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;

namespace GenesysAttachments.Engine.Tests.Hostile;

/// <summary>What a decent org, storage and guest service answer (docs/protocol.md), and which place of the protocol a call is.</summary>
public sealed class UsualOrg(HostileServer server)
{
    public const string AccessToken = "token.SECRET-of-the-org/with+signs=0123456789";
    public const string GuestJwt = "jwt.SECRET-of-the-guest-0123456789";
    public const string Signature = "5ec2e7516a70cafe5ec2e7516a70cafe5ec2e7516a70cafe5ec2e7516a70cafe";
    public const string Leg = "11111111-2222-4333-8444-555555555555";

    private const string Json = "Content-Type: application/json";

    // The guest's attachments by their id, which the guest invents.
    private readonly ConcurrentDictionary<string, string> _names = new();
    private HostileSocket? _socket;

    /// <summary>Answers a request: as usual, or not.</summary>
    public async Task AnswerAsync(HostileCall call)
    {
        var (place, usual) = Find(call);
        call.Usual = usual;
        server.Calls.Enqueue(place);
        var isMiddle = IsMiddle(place, call);
        if (server.DoesStrike(place, isMiddle))
        {
            await server.StrikeAsync(call);
        }
        else if (place == Place.Handshake)
        {
            await call.WriteAsync(HostileSocket.Accept(call.Head));
        }
        else if (IsLost(place, isMiddle))
        {
            call.IsOpen = false; // The answer to read the conversation for.
        }
        else if (place == Place.None)
        {
            await call.SayAsync("""{"message":"No such path","code":"not.found","status":404}""", 404);
        }
        else
        {
            await call.SayAsync(usual, 200, place == Place.Put ? "x-amz-request-id: storage-1" : Json);
        }

        if (place == Place.Handshake && call.IsOpen)
        {
            await (_socket = new HostileSocket(server, call.Wire)).ServeAsync();
            call.IsOpen = false;
        }

        if (place == Place.Put && _names.FirstOrDefault(name => call.Target.Contains(name.Key, StringComparison.Ordinal) || call.Target.Contains(name.Value, StringComparison.Ordinal)) is { Key: { } id } && _socket is { } socket)
        {
            await AnswerFrameAsync(Place.UploadEvent, new HostileCall(server, socket.Wire, socket, id)
            {
                Usual = Frame("UploadSuccessEvent", $$"""{"attachmentId":"{{id}}","downloadUrl":"{{server.Url}}/storage/{{id}}","timestamp":"2026-08-22T19:24:26.704Z"}"""),
            });
        }
    }

    /// <summary>Answers a frame of the guest.</summary>
    public Task AnswerFrameAsync(HostileCall call)
    {
        var frame = JsonNode.Parse(call.Body)!;
        var (action, trace) = ((string?)frame["action"], (string?)frame["tracingId"]);
        switch (action)
        {
            case "configureSession":
                call.Usual = Frame("SessionResponse", """{"connected":true,"newSession":true,"readOnly":false,"allowedMedia":{"inbound":{"fileTypes":[{"type":"*/*"}],"maxFileSizeKB":10240}},"blockedExtensions":[".exe"]}""", trace);
                return AnswerFrameAsync(Place.Configure, call);
            case "onAttachment":
                var id = (string)frame["attachmentId"]!;
                _names[id] = (string)frame["fileName"]!;
                call.Usual = Frame("PresignedUrlResponse", $$$"""{"attachmentId":"{{{id}}}","headers":{"x-amz-tagging":"o=1"},"url":"{{{StorageUrl(id)}}}"}""", trace);
                return AnswerFrameAsync(Place.Presign, call);
            case "onMessage":
                var sent = (string)frame["message"]!["content"]![0]!["attachment"]!["id"]!;
                call.Usual = Frame("StructuredMessage", $$$"""{"direction":"Inbound","id":"msg-{{{sent}}}","type":"Text","content":[{"contentType":"Attachment","attachment":{"id":"{{{sent}}}","filename":"a.pdf"}}]}""", trace);
                return AnswerFrameAsync(Place.Echo, call);
            case "getJwt":
                call.Usual = Frame("JwtResponse", $$"""{"jwt":"{{GuestJwt}}","exp":1893456000}""", trace);
                return AnswerFrameAsync(Place.Jwt, call);
            case "echo":
                return call.SayAsync(Frame("StructuredMessage", """{"type":"Text","text":"ping"}""", trace));
            default:
                return Task.CompletedTask;
        }
    }

    private async Task AnswerFrameAsync(Place place, HostileCall call)
    {
        server.Calls.Enqueue(place);
        var isMiddle = IsMiddle(place, call);
        if (server.DoesStrike(place, isMiddle))
        {
            await server.StrikeAsync(call);
        }
        else if (IsLost(place, isMiddle))
        {
            call.IsOpen = false;
        }
        else
        {
            await call.SayAsync(call.Usual);
        }
    }

    // Whether the answer is lost on purpose, so that the place under attack is asked at all.
    private bool IsLost(Place place, bool isMiddle) =>
        isMiddle && (place, server.Place) is (Place.Message, Place.Bulk) or (Place.Echo, Place.Jwt or Place.History);

    private bool IsMiddle(Place place, HostileCall call)
    {
        var text = call.Target + call.Body;
        return place is Place.SignIn or Place.Conversation or Place.Bulk or Place.Policy or Place.Handshake or Place.Configure or Place.Jwt or Place.History
            || text.Contains("middle", StringComparison.Ordinal)
            || _names.Any(name => name.Value.Contains("middle", StringComparison.Ordinal) && text.Contains(name.Key, StringComparison.Ordinal));
    }

    private (Place Place, string Usual) Find(HostileCall call)
    {
        var path = call.Target.Split('?')[0];
        var name = NameIn(call);
        return (call.Method, path) switch
        {
            ("POST", "/oauth/token") => (Place.SignIn, $$"""{"access_token":"{{AccessToken}}","token_type":"bearer","expires_in":86400}"""),
            ("GET", "/v1") => (Place.Handshake, ""),
            ("GET", "/api/v2/webmessaging/messages") => (Place.History, $$"""{"entities":[{{string.Join(',', _names.Keys.Select(id => $$$"""{"id":"m","content":[{"contentType":"Attachment","attachment":{"id":"{{{id}}}","fileSize":1000}}]}"""))}}]}"""),
            ("GET", _) when path.StartsWith("/api/v2/conversations/messaging/supportedcontent/", StringComparison.Ordinal) =>
                (Place.Policy, """{"id":"p","name":"Default","mediaTypes":{"allow":{"inbound":[{"type":"*/*"}],"outbound":[{"type":"*/*"}]}}}"""),
            ("POST", "/api/v2/messaging/attachments/guest/upload-url") => (Place.MessagingUrl, $$$"""{"url":"{{{StorageUrl(name)}}}","method":"PUT","attachment_id":"id-{{{name}}}","headers":{"x-amz-tagging":"o=1"}}"""),
            ("POST", "/api/v2/messaging/messages") => (Place.MessagingMessage, $$"""{"id":"msg-{{name}}","status":"sent","created_time":"2026-08-22T19:24:26.704Z"}"""),
            ("POST", "/api/v2/media/upload") => (Place.MediaUpload, $$"""{"mediaUri":"media/{{name}}","fileName":"{{name}}","fileSize":1000,"mimeType":"application/pdf"}"""),
            ("POST", "/api/v2/conversations/messages") => (Place.MediaMessage, $$"""{"id":"msg-{{name}}","status":"sent"}"""),
            ("POST", _) when path.StartsWith("/api/v2/conversations/webmessaging/", StringComparison.Ordinal) => (Place.FormMessage, $$"""{"id":"msg-{{name}}","status":"sent"}"""),
            ("POST", _) when path.EndsWith("/messages/media/uploads", StringComparison.Ordinal) =>
                (Place.UploadUrl, $$$"""{"id":"id-{{{name}}}","uploadUrl":"{{{StorageUrl(name)}}}","uploadHeaders":{"x-amz-tagging":"o=1"}}"""),
            ("GET", _) when path.Contains("/messages/media/", StringComparison.Ordinal) => (Place.MediaStatus, $$"""{"id":"id-{{name}}","status":"valid","contentLengthBytes":1000}"""),
            ("POST", _) when path.EndsWith("/messages/bulk", StringComparison.Ordinal) =>
                (Place.Bulk, """{"entities":[{"id":"msg-middle","status":"sent","normalizedMessage":{"content":[{"attachment":{"id":"id-middle.pdf"}}]}}]}"""),
            ("POST", _) when path.EndsWith("/messages", StringComparison.Ordinal) => (Place.Message, $$"""{"id":"msg-{{name}}","status":"sent","timestamp":"2026-08-22T19:24:26.704Z"}"""),
            ("GET", _) when path.StartsWith("/api/v2/conversations/", StringComparison.Ordinal) => (Place.Conversation, Conversation),
            ("PUT", _) when path.StartsWith("/storage/", StringComparison.Ordinal) => (Place.Put, ""),
            _ => (Place.None, ""),
        };
    }

    // A leg that sent a message which nobody has read yet, should somebody ask for it.
    private static string Conversation =>
        $$"""{"id":"c","participants":[{"purpose":"customer","name":"Ada","messages":[{"id":"leg-c","state":"connected","type":"webmessaging"}]},{"purpose":"agent","name":"Bob","userId":"u","messages":[{"id":"{{Leg}}","state":"connected","type":"webmessaging","connectedTime":"2026-08-22T19:24:26.704Z","messages":[{"messageId":"msg-middle","messageTime":"2099-01-01T00:00:00.000Z"}]}]}]}""";

    private static string NameIn(HostileCall call) =>
        new[] { "first.pdf", "middle.pdf", "last.pdf" }.FirstOrDefault(name => (call.Target + call.Body).Contains(name, StringComparison.Ordinal)) ?? "none";

    private string StorageUrl(string name) => $"{server.Url}/storage/{name}?X-Amz-Signature={Signature}&X-Amz-Expires=600";

    private static string Frame(string name, string body, string? trace = null) =>
        $$"""{"type":"response","class":"{{name}}","code":200,{{(trace is null ? "" : $"\"tracingId\":\"{trace}\",")}}"body":{{body}}}""";
}
