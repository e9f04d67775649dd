using System.Text;
using GenesysAttachments.Engine.Errors;

namespace GenesysAttachments.Engine.Tests.Hostile;

/// <summary>Answers in good JSON that break the shape of the protocol: each field that matters, with every kind of value it is not.</summary>
internal static class ShapeRows
{
    private const string Rest = """{"purpose":"customer"}""";
    private const string Agent = $$"""{"purpose":"agent","messages":[{"id":"{{UsualOrg.Leg}}","state":"connected"}]}""";

    // Made once: what the server holds is not the client's memory.
    private static readonly byte[] Crowd = Encoding.UTF8.GetBytes($"{{\"participants\":[{string.Join(',', Enumerable.Repeat(Rest, 100_000).Append(Agent))}]}}");

    private static readonly string[] NoTexts = ["17", "[\"x\"]", "{\"a\":1}", "true", "null", "\"\""];
    private static readonly string[] NoLists = ["17", "\"x\"", "{\"a\":1}", "true"];
    private static readonly string[] NoNumbers = ["\"many\"", "1e999", "-1e999", "99999999999999999999", "1.5", "[1]", "{}", "true", "null"];
    private static readonly string[] NoDates = ["\"soon\"", "\"9999-99-99T99:99:99Z\"", "\"10000-01-01T00:00:00Z\"", "17", "[]", "true", "null", "\"2026-08-22T19:24:26.704+99:00\""];

    /// <summary>Ids that are none: they would be another path, or reach a screen.</summary>
    private static readonly string[] NoIds = ["\"..\"", "\".\"", "\"a b\"", "\"a\\u0000b\"", "\"\\u001b[31m\"", "\"\\u202ex\"", "\"\\ud800\"", "\"\u017c\"", "\"\\r\\nX: y\""];

    public static IEnumerable<Row> All => [.. SignIn, .. Conversation, .. UploadUrl, .. Media, .. Policy, .. Lost, .. Whole];

    private static Fate[] NoSignIn => Fates.Shapeless(Place.SignIn);

    private static Fate[] NoLeg => [Fate.Failed(Fate.Invalid, ErrorIds.ConversationClosed)];

    private static Fate[] NoUrl => [Fate.Failed(Fate.Invalid, ErrorIds.UploadInvalid)];

    private static Fate[] Invalid => [Fate.Failed(Fate.Invalid)];

    private static IEnumerable<Row> SignIn =>
    [
        .. With(Place.SignIn, "access_token", NoTexts, NoSignIn),
        .. With(Place.SignIn, "access_token", ["\"a\\r\\nX-Evil: 1\"", "\"a\\u0000\"", "\"a b\"", "\"\u017c\u00f3\u0142\u0107\"", "\"\\u001b[31m\"", "\"\\ud800\""], NoSignIn),
        new("a token of 100 KB", Place.SignIn, Attacks.With("access_token", $"\"{new string('a', 100_000)}\""), [Fate.Sent, .. NoSignIn]),
        .. With(Place.SignIn, "expires_in", [.. NoNumbers, "-5", "0", "2147483648"], [Fate.Sent]),
        .. With(Place.SignIn, "token_type", [.. NoTexts, "\"\\u001b[31m\""], [Fate.Sent, .. NoSignIn]),
        .. With(Place.SignIn, "refresh_token", NoTexts, [Fate.Sent, .. NoSignIn]),
    ];

    private static IEnumerable<Row> Conversation =>
    [
        .. With(Place.Conversation, "participants", NoLists, NoLeg),
        .. With(Place.Conversation, "participants", ["null", "[]", "[null]", "[null,null]", "[1]", "[[]]", "[\"x\"]"], NoLeg),
        .. With(Place.Conversation, "participants", [$"[null,{Agent},null]"], [Fate.Sent]),
        .. With(Place.Conversation, "participants.1.messages", [.. NoLists, "null", "[null]", "[1]", "[[]]"], NoLeg),
        .. With(Place.Conversation, "participants.0.messages", ["[null]", "null"], [Fate.Sent]),
        .. With(Place.Conversation, "participants.1.messages.0.id", [.. NoTexts, .. NoIds], NoLeg),
        .. With(Place.Conversation, "participants.1.messages.0.state", NoTexts, NoLeg),
        .. With(Place.Conversation, "participants.1.purpose", NoTexts, NoLeg),
        .. With(Place.Conversation, "participants.1.messages.0.connectedTime", NoDates, [Fate.Sent]),
        .. With(Place.Conversation, "participants.1.name", ["\"\\u001b[31m\"", "\"a\\ud800b\"", "null"], [Fate.Sent]),
        .. With(Place.Conversation, "participants.1.messages.0.messages", ["null", "[null]"], [Fate.Sent]),
        new("a leg's id of 100 KB", Place.Conversation, Attacks.With("participants.1.messages.0.id", $"\"{new string('a', 100_000)}\""), NoLeg),
        new("a hundred thousand participants", Place.Conversation, Attacks.Answer(200, _ => Crowd), Fate.Sent),
        new("ten thousand agents", Place.Conversation, Attacks.With("participants", $"[{string.Join(',', Enumerable.Repeat(Agent, 10_000))}]"), Fate.Failed(ErrorIds.TargetAmbiguous, Fate.Invalid))
        {
            Check = outcome => Assert.InRange(outcome.Receipts.Max(receipt => receipt.Error!.Message.Length), 1, 2000),
        },
    ];

    private static IEnumerable<Row> UploadUrl =>
    [
        .. With(Place.UploadUrl, "id", [.. NoTexts, .. NoIds], NoUrl),
        .. With(Place.UploadUrl, "uploadUrl", NoTexts, NoUrl),
        .. With(Place.UploadUrl, "uploadHeaders", ["17", "\"x\"", "[1]", "true"], NoUrl),
        .. With(Place.MessagingUrl, "attachment_id", [.. NoTexts, .. NoIds], NoUrl),
        .. With(Place.MessagingUrl, "url", NoTexts, NoUrl),
        .. With(Place.MessagingUrl, "method", ["17", "\"POST\"", "\"PUT\\r\\nX: y\"", "\"\\u001b[31m\""], NoUrl),
        .. With(Place.MediaUpload, "mediaUri", [.. NoTexts, "\"\\u001b[31m\"", "\"a\\u0000b\"", "\"\\ud800\""], [Fate.Failed(Fate.Invalid, ErrorIds.UploadInvalid)]),
        .. With(Place.MediaUpload, "fileSize", ["\"many\"", "1e999", "[1]", "{}", "true", "null"], [Fate.Sent, .. NoUrl]),
        .. With(Place.MediaUpload, "fileName", ["17", "[]", "null", "\"\\u001b[31m\""], [Fate.Sent, .. NoUrl]),
        new("an id of 100 KB", Place.UploadUrl, Attacks.With("id", $"\"{new string('a', 100_000)}\""), NoUrl),
    ];

    private static IEnumerable<Row> Media =>
    [
        .. With(Place.MediaStatus, "status", ["17", "[\"valid\"]", "{}", "true", "null", "\"\"", "\"bogus\"", "\"\\u001b[31m\"", "\"va\\u200blid\""], [Fate.Failed(ErrorIds.UploadTimeout, Fate.Invalid)]),
        .. With(Place.MediaStatus, "contentLengthBytes", [.. NoNumbers, "-1"], [Fate.Sent]),
    ];

    private static IEnumerable<Row> Policy =>
    [
        .. With(Place.Policy, "mediaTypes", ["17", "\"x\"", "[1]", "true"], [Fate.Sent, .. Invalid]),
        .. With(Place.Policy, "mediaTypes.allow.outbound", [.. NoLists, "[null]", "[1]", "[{\"type\":null}]", "[{\"type\":17}]", "[{\"type\":\"\\u001b[31m/x\"}]", "[{\"type\":\"a\\ud800/b\"}]"], [Fate.Sent, .. Invalid]),
        new("a hundred thousand types", Place.Policy, Attacks.Answer(200, "{\"mediaTypes\":{\"allow\":{\"outbound\":[" + string.Join(',', Enumerable.Range(0, 100_000).Select(i => $$"""{"type":"a/{{i}}"}""")) + "]}}}"), Fate.Sent),
    ];

    // The message is there, and the answer that says so is not understood.
    private static IEnumerable<Row> Lost =>
    [
        .. With(Place.Bulk, "entities", [.. NoLists, "null", "[null]", "[1]", "[[]]"], [Fate.Unknown]),
        .. With(Place.Bulk, "entities.0.normalizedMessage", ["17", "[]", "null"], [Fate.Unknown]),
        .. With(Place.Bulk, "entities.0.normalizedMessage.content", [.. NoLists, "null", "[null]", "[{\"attachment\":null}]"], [Fate.Unknown]),
        .. With(Place.Bulk, "entities.0.normalizedMessage.content.0.attachment.id", ["17", "null", "[]"], [Fate.Unknown]),
        .. With(Place.Bulk, "entities.0.id", ["\"\\u001b[31m\"", "null"], [Fate.Sent]),
        .. With(Place.History, "entities", [.. NoLists, "null", "[null]", "[1]", "[[]]", "[{\"content\":[null]}]", "[{\"content\":[{\"attachment\":17}]}]"], [Fate.Unknown]),
    ];

    // Not even an object.
    private static IEnumerable<Row> Whole =>
        from place in new[] { Place.SignIn, Place.Conversation, Place.UploadUrl, Place.MediaStatus, Place.MessagingUrl, Place.MediaUpload, Place.Policy, Place.Message, Place.MessagingMessage, Place.MediaMessage, Place.FormMessage, Place.Bulk, Place.History }
        from body in new[] { "null", "[]", "\"text\"", "", "{}{}" }
        select new Row($"the body {body}", place, Attacks.Answer(200, body), Fates.Shapeless(place));

    private static IEnumerable<Row> With(Place place, string path, IEnumerable<string> values, Fate[] fates) =>
        values.Select(value => new Row($"{path} is {value.Replace("\u017c", "a letter of Polish", StringComparison.Ordinal)}", place, Attacks.With(path, value), fates));
}
