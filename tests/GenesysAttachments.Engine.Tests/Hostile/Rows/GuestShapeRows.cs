using GenesysAttachments.Engine.Errors;

namespace GenesysAttachments.Engine.Tests.Hostile;

/// <summary>Frames of the right class whose fields are wrong.</summary>
internal static class GuestShapeRows
{
    private static readonly string[] NoTexts = ["17", "[\"x\"]", "{\"a\":1}", "true", "null", "\"\""];
    private static readonly string[] Junk = ["\"\\u001b[31m\"", "\"\\u202ex\"", "\"a\\ud800b\"", "\"..\"", "\"a b\""];

    public static IEnumerable<Row> All => [.. Sessions, .. Urls, .. Events, .. Echoes, .. Tokens];

    private static Fate[] NoAnswer => [Fate.Failed(ErrorIds.Timeout, ErrorIds.RequestInvalid, Fate.Invalid)];

    private static IEnumerable<Row> Sessions =>
    [
        .. With(Place.Configure, "body", ["17", "\"x\"", "[1]", "true", "null"], [Fate.Sent, .. NoAnswer]),
        .. With(Place.Configure, "tracingId", NoTexts, NoAnswer),
        .. With(Place.Configure, "body.connected", ["\"yes\"", "17", "null", "[]"], [Fate.Sent, .. NoAnswer]),
        .. With(Place.Configure, "body.readOnly", ["\"no\"", "17", "null", "[]"], [Fate.Sent, .. NoAnswer]),
        .. With(Place.Configure, "body.allowedMedia", ["17", "[1]", "null", "{\"inbound\":17}", "{\"inbound\":[null]}"], [Fate.Sent, .. NoAnswer]),
        .. With(Place.Configure, "body.allowedMedia.inbound.fileTypes", ["17", "[null]", "[1]", "[{\"type\":null}]", "[{\"type\":\"\\u001b[31m/x\"}]", "[{\"type\":\"a\\ud800/b\"}]"], [Fate.Sent, .. NoAnswer]),
        .. from value in new[] { "1e18", "9223372036854775807", "-1", "99999999999999999999", "\"many\"", "null" }
           select new Row($"maxFileSizeKB is {value}", Place.Configure, Attacks.With("body.allowedMedia.inbound.maxFileSizeKB", value), [Fate.Sent, .. NoAnswer]) { Check = outcome => Assert.True(outcome.Policy is null or { MaxBytes: >= 0 }) },
        .. With(Place.Configure, "body.blockedExtensions", ["17", "[null]", "[1]", "[\"\"]", "[\"\\u001b[31m\"]"], [Fate.Sent, .. NoAnswer]),
        new("twenty thousand types", Place.Configure, Attacks.With("body.allowedMedia.inbound.fileTypes", $"[{string.Join(',', Enumerable.Range(0, 20_000).Select(i => $$"""{"type":"a/{{i}}"}"""))}]"), Fate.Sent),
    ];

    private static IEnumerable<Row> Urls =>
    [
        .. With(Place.Presign, "body", NoTexts, [Fate.Failed(ErrorIds.UploadInvalid, Fate.Invalid)]),
        .. With(Place.Presign, "tracingId", NoTexts, [Fate.Sent]), // Known by its attachment.
        .. With(Place.Presign, "body.attachmentId", [.. NoTexts, .. Junk], [Fate.Failed(ErrorIds.UploadInvalid, Fate.Invalid, ErrorIds.UploadTimeout)]),
        .. With(Place.Presign, "body.url", NoTexts, [Fate.Failed(ErrorIds.UploadInvalid, Fate.Invalid)]),
        .. With(Place.Presign, "body.headers", ["17", "\"x\"", "[1]", "true"], [Fate.Sent, Fate.Failed(ErrorIds.UploadInvalid, Fate.Invalid)]),
    ];

    private static IEnumerable<Row> Events =>
    [
        .. With(Place.UploadEvent, "body", NoTexts, [Fate.Failed(ErrorIds.UploadTimeout, Fate.Invalid)]),
        .. With(Place.UploadEvent, "body.attachmentId", [.. NoTexts, .. Junk], [Fate.Failed(ErrorIds.UploadTimeout, Fate.Invalid)]),
        .. With(Place.UploadEvent, "body.downloadUrl", [.. NoTexts, .. Junk], [Fate.Sent]),
        .. With(Place.UploadEvent, "body.timestamp", [.. NoTexts, .. Junk], [Fate.Sent]),
        new("failed, its code a text", Place.UploadEvent, GuestAttacks.Frame("""{"class":"UploadFailureEvent","body":{"attachmentId":"{id}","errorCode":"4003","errorMessage":17}}"""), Fate.Failed(ErrorIds.ContentMismatch)),
        new("failed, its code beyond all", Place.UploadEvent, GuestAttacks.Frame("""{"class":"UploadFailureEvent","body":{"attachmentId":"{id}","errorCode":1e999,"errorMessage":null}}"""), Fate.Failed(ErrorIds.RequestInvalid, Fate.Invalid)),
    ];

    private static IEnumerable<Row> Echoes =>
    [
        .. With(Place.Echo, "body", NoTexts, [Fate.Sent, Fate.Unknown]),
        .. With(Place.Echo, "tracingId", NoTexts, [Fate.Sent]), // Known by its attachment.
        .. With(Place.Echo, "body.id", [.. NoTexts, .. Junk, $"\"{Secrets.GuestToken}\"", $"\"{Secrets.GuestToken.ToUpperInvariant()}\"", $"\"{Secrets.Header}\"", $"\"{new string('a', 100_000)}\""], [Fate.Sent]),
        .. With(Place.Echo, "body.content", [.. NoTexts, "[null]", "[17]", "[{\"attachment\":null}]", "[{\"attachment\":[1]}]"], [Fate.Sent]),
        .. With(Place.Echo, "body.content.0.attachment.id", [.. NoTexts, .. Junk], [Fate.Sent]),
        .. With(Place.Echo, "body.content.0.attachment.fileSize", ["\"many\"", "1e999", "-1", "[]", "null"], [Fate.Sent]),
        .. With(Place.Echo, "body.content.0.attachment.sha256", [.. NoTexts, .. Junk], [Fate.Sent]),
    ];

    private static IEnumerable<Row> Tokens =>
    [
        .. With(Place.Jwt, "body", NoTexts, [Fate.Unknown]),
        .. With(Place.Jwt, "body.jwt", [.. NoTexts, "\"a\\r\\nX-Evil: 1\"", "\"a\\u0000b\"", "\"\u017c\"", "\"\\ud800\""], [Fate.Unknown]),
        new("a token of 200 KB", Place.Jwt, Attacks.With("body.jwt", $"\"{new string('a', 200_000)}\""), Fate.Sent, Fate.Unknown),
        .. With(Place.Jwt, "body.exp", NoTexts, [Fate.Sent]),
    ];

    private static IEnumerable<Row> With(Place place, string path, IEnumerable<string> values, Fate[] fates) =>
        values.Select(value => new Row($"{path} is {(value.Length > 1000 ? "long" : value.Replace("\u017c", "a letter of Polish", StringComparison.Ordinal))}", place, Attacks.With(path, value), fates));
}
