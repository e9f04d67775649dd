using System.Net;
using System.Text;
using System.Text.Json.Serialization.Metadata;
using GenesysAttachments.Engine.Answers;
using GenesysAttachments.Engine.Display;
using GenesysAttachments.Engine.Files;
using GenesysAttachments.Engine.Guest;
using GenesysAttachments.Engine.Http;
using GenesysAttachments.Engine.Org;
using GenesysAttachments.Engine.Policies;
using GenesysAttachments.Engine.Routes;
using GenesysAttachments.Engine.Routes.Community;
using GenesysAttachments.Engine.SignIn;
using GenesysAttachments.Engine.Storage;
using GenesysAttachments.Engine.Targets;

namespace GenesysAttachments.Engine.Tests.Hostile;

/// <summary>Everything of the engine that reads what came from outside, by name, each with what it usually gets.</summary>
internal static class Readers
{
    private static readonly SecretMask Mask = new("0f8fad5b-d9cb-469f-a165-70867728950e", "client/SECRET+of=the&night-0123456789");

    private static readonly Attachment File = new() { Path = "/a.pdf", Name = "a.pdf", SentName = "a.pdf", Length = 7, ContentType = "application/pdf" };

    private static readonly OrgCall Call = new(HttpMethod.Get, "x", OrgCallKind.Repeatable, "The call", "conversation 1", "the permission p");

    /// <summary>Name, usual inputs, reader.</summary>
    public static IReadOnlyList<(string Name, string[] Usual, Action<byte[]> Read)> All { get; } =
    [
        Reply("upload URL", RouteJson.Default.AgentUploadReply, """{"id":"5edd27cf","uploadUrl":"https://h/p?X-Amz-Expires=60","uploadHeaders":{"x-amz-meta":"1","Content-Type":null}}""", reply => AssertId(reply.Id)),
        Reply("media", RouteJson.Default.AgentMedia, """{"status":"valid","contentLengthBytes":"17"}"""),
        Reply("message", RouteJson.Default.AgentMessageReply, """{"id":"1","status":"failed","timestamp":"2026-01-01T00:00:00Z","normalizedMessage":{"text":"a\ud83d\ude00","content":[{"attachment":{"id":"1"}}]},"normalizedReceipts":[null,{"reasons":[{"code":"a","message":"b"}]}]}""", reply => AssertShown(reply.Refusal(Mask))),
        Reply("messages", RouteJson.Default.AgentMessageListing, """{"entities":[{"id":"1"},null,{"id":"2","status":"queued"}]}""", reply => Assert.DoesNotContain(null, reply.Entities ?? [])),
        Reply("media upload", RouteJson.Default.MediaUploadReply, """{"mediaUri":"media://1","fileSize":7,"mimeType":"application/pdf"}"""),
        Reply("messaging URL", RouteJson.Default.MessagingUploadReply, """{"url":"https://h/p","method":"PUT","attachment_id":"1","headers":{"a":"b"}}"""),
        Reply("messaging message", RouteJson.Default.MessagingMessageReply, """{"id":"1","status":"sent","created_time":"2026-01-01T00:00:00+01:00"}"""),
        Reply("conversation", OrgJson.Default.ConversationBody, """{"id":"1","participants":[null,{"purpose":"agent","name":"Jürgen","userId":"1","messages":[{"id":"1","state":"connected","connectedTime":"2026-01-01T00:00:00Z","messages":[{"messageId":"1","messageTime":"9999-12-31T23:59:59Z"}]}]}]}""", CheckLegs),
        Reply("conversations", OrgJson.Default.ConversationListBody, """{"entities":[{"id":"1","participants":[]}]}""", reply => Assert.All(reply.Entities ?? [], CheckLegs)),
        ("refusal", ["""{"message":"no","code":"no.way","entityName":"conversation","errorCode":"4001","contextId":"1","messageParams":{"permissions":"a:b"},"details":[{"errorCode":"4001","fieldName":"name"},null]}""", "<html><body>Rejected, see https://h/p?a=b</body></html>"], ReadRefusal),
        Reply("token", SignInJson.Default.TokenReply, """{"access_token":"abc","refresh_token":"def","expires_in":"3600"}"""),
        Reply("refused token", SignInJson.Default.TokenError, """{"error":"invalid_client","description":"no","error_description":"no"}"""),
        Reply("profile of types", PolicyJson.Default.SupportedContentBody, """{"mediaTypes":{"allow":{"inbound":[{"type":"image/*"},null,17],"outbound":[{"type":"a/b"}]}}}""", reply => CheckPolicy(PolicyReader.FromSupportedContent(reply, PolicyDirections.Outbound, "x", Mask))),
        ("frame", ["""{"type":"response","class":"SessionResponse","code":200,"tracingId":"1","body":{"connected":true,"allowedMedia":{"inbound":{"fileTypes":[{"type":"image/png"}],"maxFileSizeKB":10240}},"blockedExtensions":[".exe"],"headers":{"a":"b"}}}""", """{"class":"StructuredMessage","body":{"content":[{"attachment":{"id":"1","sha256":"a","fileSize":7}}]}}"""], ReadFrame),
        ("storage's refusal", ["<?xml version=\"1.0\"?><Error><Code>AccessDenied</Code><Message>Denied &amp; gone</Message><RequestId>1</RequestId></Error>"], input => StorageError.Read(input)),
        ("upload address", ["https://host.example.com:443/p%7E/a..b/%2f+?X-Amz-Signature=0123456789abcdef0123&X-Amz-Expires=60", "http://127.0.0.1:80/a"], ReadUrl),
        ("upload headers", ["x-amz-meta-name: value", "Content-Length: 7"], ReadHeader),
        ("waits", ["120", "Wed, 21 Oct 2026 07:28:00 GMT"], input => ReplyOf(503, [], ("Retry-After", Encoding.Latin1.GetString(input))).RetryAfter(TimeProvider.System)),
        ("words", ["see https://h/p?X-Amz-Signature=1 and Bearer abc for 0f8fad5b-d9cb-469f-a165-70867728950e %2f &amp; \\u0041 \ud83d\ude00"], ReadWords),
        ("saved policy", ["""{"allowedTypes":["image/*"],"blockedExtensions":[".exe"],"direction":"Inbound","maxBytes":1}"""], input => CheckPolicy(PolicyReader.Parse(Encoding.UTF8.GetString(input), "policy.json"))),
        ("profiles", ["[DEFAULT]\nenvironment = \"mypurecloud.ie\" # x\n[other]\nb = 'c'\nd.e = \"\"\"f\ng\"\"\"\n", "[a]\nb = [1, {c = 2}]\n[[d]]\ne = \"\\u00e9\"\n"], ReadProfiles),
    ];

    private static (string, string[], Action<byte[]>) Reply<T>(string name, JsonTypeInfo<T> type, string usual, Action<T>? check = null)
        where T : class => (name, [usual], input =>
    {
        var reply = ReplyOf(200, input, ("ININ-Correlation-Id", "1"));
        if (reply.ReadJson(type, out var problem) is { } read)
        {
            check?.Invoke(read);
        }

        AssertShown(problem + reply.Text);
        _ = reply.IsPage;
    });

    private static HttpReply ReplyOf(int status, byte[] body, (string Name, string Value) header)
    {
        var response = new HttpResponseMessage();
        response.Headers.TryAddWithoutValidation(header.Name, header.Value);
        return new HttpReply((HttpStatusCode)status, response.Headers, new AnswerBytes(body, body.Length, isPooled: false), Mask);
    }

    private static void ReadFrame(byte[] input)
    {
        if (GuestFrame.Read(input, Mask) is not { } frame)
        {
            return;
        }

        _ = (frame.KnownClass, frame.AttachmentId, frame.Show(frame.Said), frame.Texts("headers"), GuestErrors.From(frame, "It"), frame.FieldNumber("retryAfter"), frame.FieldFlag("connected"));
        if (frame.Body is { } body)
        {
            _ = GuestMessages.AttachmentOf(body);
            CheckPolicy(PolicyReader.FromAllowedMedia(body, "Session", Mask));
        }
    }

    private static void ReadRefusal(byte[] input)
    {
        foreach (var status in new[] { 400, 403, 404 })
        {
            Assert.All(Showing.Of(OrgErrors.From(Call, ReplyOf(status, input, ("WWW-Authenticate", Encoding.Latin1.GetString(input))), true)), said => AssertShown(said.Text));
        }
    }

    private static void ReadProfiles(byte[] input)
    {
        var path = Path.Combine(Path.GetTempPath(), $"gca-fuzz-{Environment.ProcessId}-{Environment.CurrentManagedThreadId}.toml");
        System.IO.File.WriteAllBytes(path, input);
        try
        {
            var profiles = ProfileFile.Read(path);
            Assert.All(profiles.Names, name => profiles.Value(name, "environment"));
        }
        finally
        {
            System.IO.File.Delete(path);
        }
    }

    private static void CheckLegs(ConversationBody conversation)
    {
        Assert.DoesNotContain(null, conversation.Participants ?? []);
        Assert.All((conversation.Participants ?? []).SelectMany(participant => participant.Messages ?? []), leg => AssertId(leg.Id));
    }

    // What an org says it takes can be saved, read again, and shown.
    private static void CheckPolicy(AttachmentPolicy policy)
    {
        Assert.True(policy.MaxBytes >= 0);
        Assert.All(policy.AllowedTypes.Concat(policy.BlockedExtensions), AssertShown);
        Assert.Equal(policy.ToJson(), PolicyReader.Parse(policy.ToJson(), "x").ToJson());
    }

    private static void AssertId(string? id) => Assert.True(id is null || (id is not ("." or "..") && id.All(c => c is > ' ' and <= '~')), $"'{id}' is no id.");

    private static void AssertShown(string? text) => Assert.Empty(Odd.In(text ?? ""));

    private static void ReadUrl(byte[] input)
    {
        var text = Encoding.UTF8.GetString(input);
        var url = Upload(text, "x: y");
        _ = (url.Url, url.Life, url.ExpiresAt, Mask.AndUrl(text).Show(text));
        var address = StorageRules.Address(url, isOnLoopback: true);
        Assert.True(address.Scheme == "https" || address.IsLoopback);
        Assert.Equal(-1, address.PathAndQuery.AsSpan().IndexOfAnyExceptInRange('!', '~'));
    }

    private static void ReadHeader(byte[] input)
    {
        var url = Upload("http://127.0.0.1/a", Encoding.UTF8.GetString(input));
        StorageRules.CheckHeaders(url);
        using var content = new ByteArrayContent([]);
        using var request = StorageRules.Request(StorageRules.Address(url, isOnLoopback: true), url, content);
        Assert.All(request.Headers.NonValidated.Concat(content.Headers.NonValidated).SelectMany(one => one.Value), value => Assert.Equal(-1, value.AsSpan().IndexOfAny('\r', '\n', '\0')));
    }

    private static void ReadWords(byte[] input)
    {
        foreach (var text in new[] { Encoding.UTF8.GetString(input), new string([.. input.Chunk(2).Where(pair => pair.Length == 2).Select(pair => (char)((pair[0] << 8) | pair[1]))]) })
        {
            var shown = Mask.Show(text) + Mask.ShowWord(text) + ShownText.Of(text);
            Assert.DoesNotContain(shown.EnumerateRunes(), rune => !ShownText.IsShown(rune));
            Assert.DoesNotContain("0f8fad5b-d9cb-469f-a165-70867728950e", Mask.Show(text), StringComparison.OrdinalIgnoreCase);
        }
    }

    private static UploadUrl Upload(string url, string header) => new(url)
    {
        File = File, Target = new Target(), Route = RouteNames.Agent, AttachmentId = "1", MadeAt = DateTimeOffset.UnixEpoch, Life = UploadUrl.LifeOf(url),
        Headers = [new(header.Split(':')[0], header.Split(':', 2)[^1])],
    };
}
