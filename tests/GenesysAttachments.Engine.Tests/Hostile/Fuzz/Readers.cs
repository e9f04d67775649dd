using System.Collections.Immutable;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using GenesysAttachments.Engine.Answers;
using GenesysAttachments.Engine.Display;
using GenesysAttachments.Engine.Files;
using GenesysAttachments.Engine.Guest;
using GenesysAttachments.Engine.Http;
using GenesysAttachments.Engine.Org;
using GenesysAttachments.Engine.Policies;
using GenesysAttachments.Engine.Routes;
using GenesysAttachments.Engine.SignIn;
using GenesysAttachments.Engine.Storage;
using GenesysAttachments.Engine.Targets;

namespace GenesysAttachments.Engine.Tests.Hostile;

/// <summary>Whatever reads bytes that came from outside: good samples of each, and what it must hold of any bytes.</summary>
internal static class Readers
{
    private const string Id = "5edd27cf-27a4-4f62-8ea5-0de7dcf38611";
    private const string Url = $"https://storage.example.com/b/a%7Eb/../c.pdf?X-Amz-Signature={UsualOrg.Signature}&X-Amz-Expires=600";

    private static readonly SecretMask Mask = new(Secrets.All);
    private static readonly OrgCall Call = new(HttpMethod.Get, "x", OrgCallKind.Repeatable, "The call", $"conversation {Id}", "the permission p");
    private static readonly Attachment File = new Inspector(TimeProvider.System).Inspect(typeof(Readers).Assembly.Location, new InspectionOptions { Route = RouteNames.Agent, Policy = AttachmentPolicy.Default });

    public static IReadOnlyDictionary<string, (string[] Samples, Action<byte[]> Read)> All { get; } = new Dictionary<string, (string[], Action<byte[]>)>
    {
        ["an upload URL"] = ([Url, "http://127.0.0.1:8080/storage/a.pdf", "https://[::1]/a?b=c"], bytes => CheckAddress(StorageRules.Address(Upload(Text(bytes)), isOnLoopback: true))),
        ["the headers of an upload"] = (["x-amz-tagging: o=1\nContent-Type: application/pdf", "x-amz-meta-a: b\nx-amz-meta-c: d e"], CheckHeaders),
        ["an error of the storage"] = (["<?xml version=\"1.0\"?><Error><Code>AccessDenied</Code><Message>Request has expired</Message><RequestId>1</RequestId></Error>", "<Error xmlns='x'><Code>A</Code><a><b>c</b></a></Error>"], bytes => StorageError.Read(bytes)),
        ["an upload URL's answer"] = Json($$$"""{"id":"{{{Id}}}","uploadUrl":"{{{Url}}}","uploadHeaders":{"x-amz-tagging":"a"}}""", RouteJson.Default.AgentUploadReply, reply => AssertId(reply.Id)),
        ["a media's status"] = Json("""{"id":"m","status":"valid","contentLengthBytes":1000}""", RouteJson.Default.AgentMedia),
        ["a message's answer"] = Json("""{"id":"m","status":"failed","timestamp":"2026-08-22T19:24:26.704Z","normalizedMessage":{"text":"a","content":[{"attachment":{"id":"b"}}]},"normalizedReceipts":[{"reasons":[{"code":"c","message":"d"}]}]}""", RouteJson.Default.AgentMessageReply, reply => AssertShown(reply.Refusal(Mask))),
        ["messages read"] = Json("""{"entities":[{"id":"m","status":"sent"},null,{"id":"n"}]}""", RouteJson.Default.AgentMessageListing, reply => Assert.DoesNotContain(null, reply.Entities ?? [])),
        ["a conversation"] = Json($$"""{"id":"{{Id}}","participants":[{"purpose":"agent","name":"Bob","userId":"u","messages":[{"id":"{{Id}}","state":"connected","type":"webmessaging","connectedTime":"2026-08-22T19:24:26Z","messages":[{"messageId":"m","messageTime":"2026-08-22T19:24:26Z"}]}]}]}""", OrgJson.Default.ConversationBody, CheckLegs),
        ["the user's conversations"] = Json($$"""{"entities":[{"id":"{{Id}}","participants":[{"purpose":"agent"}]}]}""", OrgJson.Default.ConversationListBody, reply => Assert.DoesNotContain(null, reply.Entities ?? [])),
        ["a profile of content"] = Json("""{"id":"p","mediaTypes":{"allow":{"inbound":[{"type":"image/*"}],"outbound":[{"type":"*/*"},{"type":"application/pdf"}]}}}""", PolicyJson.Default.SupportedContentBody, reply => CheckPolicy(PolicyReader.FromSupportedContent(reply, PolicyDirections.Outbound, "x", Mask))),
        ["a messaging URL's answer"] = Json($$$"""{"url":"{{{Url}}}","method":"PUT","attachment_id":"a","attachmentId":"b","headers":{"a":"b"}}""", RouteJson.Default.MessagingUploadReply),
        ["a messaging answer"] = Json("""{"id":"m","status":"sent","created_time":"2026-08-22T19:24:26.704Z"}""", RouteJson.Default.MessagingMessageReply),
        ["a media upload's answer"] = Json("""{"mediaUri":"media/1","fileName":"a.pdf","fileSize":1000,"mimeType":"application/pdf"}""", RouteJson.Default.MediaUploadReply),
        ["a community answer"] = Json("""{"id":"m","status":"sent"}""", RouteJson.Default.CommunityMessageReply),
        ["a token"] = Json("""{"access_token":"abc","refresh_token":"def","expires_in":86400}""", SignInJson.Default.TokenReply),
        ["a refused sign-in"] = Json("""{"error":"invalid_client","description":"authentication failed","error_description":"x"}""", SignInJson.Default.TokenError),
        ["a refusal"] = (["""{"message":"No such thing","code":"not.found","status":404,"contextId":"c","messageParams":{"permissions":"a, b"},"details":[{"errorCode":"4001","fieldName":"f"}],"errorCode":4002}""", "<html><body>Rejected</body></html>", "Bad gateway at https://h/p?q=1"], CheckRefusal),
        ["a guest's frame"] = ([Frame("SessionResponse", """{"connected":true,"allowedMedia":{"inbound":{"fileTypes":[{"type":"*/*"}],"maxFileSizeKB":10240}},"blockedExtensions":[".exe"]}"""), Frame("PresignedUrlResponse", $$$"""{"attachmentId":"a","headers":{"x":"y"},"url":"{{{Url}}}"}"""), Frame("StructuredMessage", """{"id":"m","content":[{"attachment":{"id":"a","fileSize":1,"sha256":"b"}}]}"""), Frame("GenerateUrlError", """{"errorCode":4001,"errorMessage":"no"}"""), Frame("TooManyRequestsErrorMessage", """{"retryAfter":3}""")], CheckFrame),
        ["a wait"] = (["5", "Fri, 31 Dec 2027 23:59:59 GMT"], bytes => Assert.InRange(Reply(429, [], Text(bytes)).RetryAfter(TimeProvider.System) ?? default, TimeSpan.Zero, TimeSpan.FromDays(1))),
        ["words to show"] = ([$"See {Url} and bearer abc.def", "Caf\u00e9 \u65e5\u672c\u8a9e \ud83d\ude00", $"it is {UsualOrg.AccessToken}", Secrets.Client, "X-Amz-Credential=a/b&x"], CheckWords),
        ["a saved policy"] = ([AttachmentPolicy.Default.ToJson()], bytes => CheckPolicy(PolicyReader.Parse(Text(bytes), "x"))),
        ["a file of profiles"] = (["[DEFAULT]\nenvironment = \"mypurecloud.ie\"\nclient_credentials = \"a\" # x\n[other]\nb = 'c'\nd.e = \"\"\"f\ng\"\"\"\n", "[a]\nb = [1, {c = 2}]\n"], CheckProfiles),
    };

    private static (string[] Samples, Action<byte[]> Read) Json<T>(string sample, JsonTypeInfo<T> type, Action<T>? check = null)
        where T : class => ([sample], bytes =>
        {
            if (Reply(200, bytes).ReadJson(type, out var problem) is { } read)
            {
                check?.Invoke(read);
            }

            AssertShown(problem);
        });

    private static string Text(byte[] bytes) => Encoding.UTF8.GetString(bytes);

    private static string Frame(string name, string body) => $$"""{"type":"response","class":"{{name}}","code":200,"tracingId":"t","body":{{body}}}""";

    private static HttpReply Reply(int status, byte[] body, string? wait = null)
    {
        var headers = new HttpResponseMessage().Headers;
        if (wait is not null)
        {
            headers.TryAddWithoutValidation("Retry-After", wait);
        }

        return new HttpReply((HttpStatusCode)status, headers, body, Mask);
    }

    private static UploadUrl Upload(string url, params ImmutableArray<KeyValuePair<string, string>> headers) => new(url)
    {
        File = File, Target = new Target(), Route = RouteNames.Agent, AttachmentId = "a", Headers = headers, MadeAt = default, Life = null,
    };

    private static void CheckAddress(Uri address)
    {
        Assert.True(address.Scheme == "https" || address is { Scheme: "http", IsLoopback: true });
        Assert.All(address.PathAndQuery, c => Assert.InRange(c, '!', '~'));
        Assert.Empty(address.UserInfo);
    }

    private static void CheckHeaders(byte[] bytes)
    {
        var lines = Text(bytes).Split('\n').Select(line => line.Split(": ", 2)).Select(pair => new KeyValuePair<string, string>(pair[0], pair[^1]));
        var url = Upload(Url, [.. lines]);
        StorageRules.CheckHeaders(url);
        using var request = StorageRules.Request(StorageRules.Address(url, isOnLoopback: false), url, new ByteArrayContent([]));
        Assert.All(request.Headers.NonValidated.Concat(request.Content!.Headers.NonValidated).SelectMany(header => header.Value), value => Assert.Equal(-1, value.AsSpan().IndexOfAny('\r', '\n', '\0')));
    }

    private static void CheckLegs(ConversationBody conversation)
    {
        Assert.DoesNotContain(null, conversation.Participants ?? []);
        foreach (var leg in (conversation.Participants ?? []).SelectMany(participant => participant.Messages ?? []))
        {
            AssertId(leg.Id);
        }
    }

    private static void CheckPolicy(AttachmentPolicy policy)
    {
        Assert.True(policy.MaxBytes >= 0);
        Assert.All(policy.AllowedTypes.Concat(policy.BlockedExtensions), AssertShown);
        Assert.Equal(policy.ToJson(), PolicyReader.Parse(policy.ToJson(), "x").ToJson());
    }

    private static void CheckRefusal(byte[] bytes)
    {
        foreach (var status in new[] { 400, 403, 404 })
        {
            Assert.All(Showing.Of(OrgErrors.From(Call, Reply(status, bytes))), said => AssertShown(said.Text));
        }
    }

    private static void CheckFrame(byte[] bytes)
    {
        if (GuestFrame.Read(bytes, Mask) is not { } frame)
        {
            return;
        }

        AssertShown(frame.Class);
        _ = (frame.AttachmentId, frame.Said, frame.Texts("headers"), frame.FieldNumber("retryAfter"), frame.FieldFlag("connected"));
        if (GuestErrors.From(frame, "It") is { } error)
        {
            Assert.All(Showing.Of(error), said => AssertShown(said.Text));
        }

        if (frame.Body is { } body)
        {
            _ = GuestMessages.AttachmentOf(body);
            CheckPolicy(PolicyReader.FromAllowedMedia(body, "x", Mask));
        }
    }

    private static void CheckWords(byte[] bytes)
    {
        var text = Text(bytes) + (bytes.Length % 7 == 0 ? "\ud800" : "");
        AssertShown(Mask.Show(text));
        AssertShown(Mask.ShowWord(text));
        Assert.All(Mask.ShowWord(text) ?? "", c => Assert.InRange(c, ' ', '\u2026'));
        Assert.Equal(Redaction.Clean(text), Redaction.Clean(Redaction.Clean(text)));
    }

    private static void CheckProfiles(byte[] bytes)
    {
        var path = Path.Combine(Path.GetTempPath(), $"gca-fuzz-{Environment.ProcessId}-{Environment.CurrentManagedThreadId}.toml");
        System.IO.File.WriteAllBytes(path, bytes);
        try
        {
            var profiles = ProfileFile.Read(path);
            foreach (var name in profiles.Names)
            {
                profiles.Value(name, "environment");
            }
        }
        finally
        {
            System.IO.File.Delete(path);
        }
    }

    private static void AssertId(string? id) => Assert.True(id is null || (id is not ("." or "..") && id.All(c => c is > ' ' and <= '~')), $"'{id}' is no id.");

    private static void AssertShown(string? text)
    {
        if (text is null || text.All(c => c is >= ' ' and <= '~'))
        {
            return;
        }

        Assert.Empty(Odd.In(text));
    }
}
