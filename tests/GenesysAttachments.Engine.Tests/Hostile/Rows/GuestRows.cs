using GenesysAttachments.Engine.Errors;

namespace GenesysAttachments.Engine.Tests.Hostile;

/// <summary>A guest service that speaks no web socket, no JSON, or another language than the one agreed on.</summary>
internal static class GuestRows
{
    private static readonly Place[] Steps = [Place.Configure, Place.Presign, Place.UploadEvent, Place.Echo, Place.Jwt];

    // Text of a class that no source knows, with all that must not be shown.
    private static readonly string Unknown = $$$"""{"type":"response","class":"\u001b]0;owned\u0007\u202e{{{Secrets.GuestToken}}} {{{Secrets.Header}}}","code":200,"tracingId":"{trace}","body":{"attachmentId":"{id}"}}""";
    private const string Noise = """{"type":"message","class":"SomethingNew","code":200,"body":{"a":1}}""";

    public static IEnumerable<Row> All => [.. Handshakes, .. Steps.SelectMany(Frames), .. Steps[..^1].SelectMany(Passed), .. Steps.SelectMany(Refusals), .. Paces];

    /// <summary>What no answer means at a step. The history of the server shows a message whose echo is lost.</summary>
    private static Fate[] None(Place place) => place switch
    {
        Place.Echo => [Fate.Sent],
        Place.Jwt => [Fate.Unknown],
        _ => [Fate.Failed(ErrorIds.Timeout, ErrorIds.UploadTimeout, ErrorIds.ConnectionReset, Fate.Invalid)],
    };

    // Whether a message is there is asked once.
    private static Fate[] Again(Place place) => place == Place.Jwt ? [Fate.Sent, Fate.Unknown] : [Fate.Sent];

    private static Fate[] Understood(Place place) => [Fate.Sent, .. None(place)];

    private static IEnumerable<Row> Handshakes
    {
        get
        {
            const Place At = Place.Handshake;
            Fate[] broken = [Fate.Failed(ErrorIds.ConnectionReset, ErrorIds.RequestInvalid, Fate.Invalid, Fate.Gateway)];
            return
            [
                new("no web socket", At, Attacks.Answer(200, "{}"), broken),
                new("101 without a key", At, Attacks.Raw("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n"), broken),
                new("101 with another key", At, Attacks.Raw("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: AAAA\r\n\r\n"), broken),
                new("a protocol nobody asked for", At, call => call.WriteAsync(HostileSocket.Accept(call.Head).Replace("\r\n\r\n", "\r\nSec-WebSocket-Protocol: x\r\n\r\n", StringComparison.Ordinal)), [Fate.Sent, .. broken]),
                new("an extension nobody asked for", At, call => call.WriteAsync(HostileSocket.Accept(call.Head).Replace("\r\n\r\n", "\r\nSec-WebSocket-Extensions: permessage-deflate\r\n\r\n", StringComparison.Ordinal)), [Fate.Sent, .. broken]),
                new("a status line that is none", At, Attacks.Raw("NONSENSE \u001b]0;owned\u0007\r\n\r\n"), broken),
                new("status 999", At, Attacks.Raw("HTTP/1.1 999 OK\r\nContent-Length: 0\r\n\r\n"), Fate.Failed(ErrorIds.RetriesExhausted, ErrorIds.RequestInvalid)),
                new("headers without end", At, Attacks.Pour("HTTP/1.1 101 Switching Protocols\r\n", "X-Header: some value of it\r\n"), broken),
                new("400 with a gigabyte", At, Attacks.Flood(400, "chunked", "{", "AAAA"), broken),
                new("403 with a gigabyte", At, Attacks.Flood(403, "length", "{", "AAAA"), Fate.Failed(ErrorIds.PermissionMissing, Fate.Gateway)),
                new("403 with a page of a firewall", At, Attacks.Answer(403, "<html>\u001b[31m</html>", "Content-Type: text/html"), Fate.Failed(ErrorIds.PermissionMissing, Fate.Gateway)),
                new("503 with the token", At, Attacks.Answer(503, Secrets.GuestToken, $"X-Said: {Secrets.GuestToken}"), Fate.Failed(ErrorIds.RetriesExhausted, Fate.Gateway)),
                new("a redirect", At, Attacks.Answer(307, "", "Location: {url}/elsewhere"), broken),
                new("no answer", At, Attacks.Silence, Fate.Failed(ErrorIds.Timeout)),
                new("a head in drops", At, Attacks.Drip("HTTP/1.1 101 ", "O"), Fate.Failed(ErrorIds.Timeout)),
                new("no answer but the end", At, Attacks.HangUp, broken),
            ];
        }
    }

    // No usual answer comes.
    private static IEnumerable<Row> Frames(Place place) =>
    [
        new("a class that nobody knows", place, GuestAttacks.Frame(Unknown), place switch
        {
            Place.Configure => [Fate.Failed(ErrorIds.RequestInvalid, Fate.Invalid, ErrorIds.Timeout)],
            Place.Presign => [Fate.Failed(ErrorIds.UploadInvalid, Fate.Invalid, ErrorIds.Timeout)],
            Place.Echo => [Fate.Sent, Fate.Unknown],
            _ => None(place),
        }),
        new("no class", place, GuestAttacks.Frame("""{"type":"response","code":200,"tracingId":"{trace}","body":{"attachmentId":"{id}"}}"""), place switch
        {
            Place.Configure or Place.Presign => [Fate.Failed(ErrorIds.RequestInvalid, ErrorIds.UploadInvalid, Fate.Invalid, ErrorIds.Timeout)],
            Place.Echo => [Fate.Sent, Fate.Unknown],
            _ => None(place),
        }),
        new("no answer", place, Attacks.Silence, None(place)),
        new("chatter without end", place, GuestAttacks.Chatter(Noise), None(place)),
        new("a length beyond all", place, GuestAttacks.Claim(ulong.MaxValue), None(place)),
        new("a length of a gigabyte", place, GuestAttacks.Claim(1 << 30), None(place)),
        new("a frame of two megabytes", place, GuestAttacks.Bulk(2_000_000), None(place)),
        new("a frame of 300 megabytes", place, GuestAttacks.Bulk(300_000_000), None(place)),
        new("fragments without end", place, GuestAttacks.Fragments(125), None(place)),
        new("empty fragments without end", place, GuestAttacks.Fragments(0), None(place)),
        new("an unfinished fragment", place, GuestAttacks.Unfinished, None(place)),
        new("a reserved opcode", place, GuestAttacks.Garbage(0x83, 0x01, 0x41), None(place)),
        new("reserved bits", place, GuestAttacks.Garbage(0xf1, 0x01, 0x41), None(place)),
        new("a mask from the server", place, GuestAttacks.Garbage(0x81, 0x81, 1, 2, 3, 4, 0x41), None(place)),
        new("a ping too long", place, GuestAttacks.Garbage(0x89, 0x7e, 0xff, 0xff), None(place)),
        new("a continuation of nothing", place, GuestAttacks.Garbage(0x80, 0x01, 0x41), None(place)),
        new("no frame but HTTP", place, Attacks.Raw("HTTP/1.1 200 OK\r\n\r\n"), None(place)),
        new("a close", place, GuestAttacks.Closes, None(place)),
        new("a close with nonsense", place, GuestAttacks.Garbage(0x88, 0x01, 0x00), None(place)),
        new("a close with a reason of escapes", place, GuestAttacks.Garbage([0x88, 0x06, 0x03, 0xe8, 0x1b, (byte)'[', (byte)'2', (byte)'J']), None(place)),
        new("a reset", place, Attacks.Reset, None(place)),
        new("another tracing id", place, GuestAttacks.Frame(Noise.Replace("\"code\"", "\"tracingId\":\"00000000-0000-0000-0000-000000000000\",\"code\"", StringComparison.Ordinal)), None(place)),
    ];

    // The usual answer comes after all.
    private static IEnumerable<Row> Passed(Place place) =>
    [
        new("first no JSON", place, GuestAttacks.Before("no JSON", "", "{", "\u0000", "nul", "{\"a\":1}{\"b\":2}"), Understood(place)),
        new("first no objects", place, GuestAttacks.Before("[1,2,3]", "null", "17", "\"text\"", "true", "[]", "{}"), Understood(place)),
        new("first wrong types", place, GuestAttacks.Before(
            """{"class":17,"code":[],"tracingId":{},"body":null}""", """{"class":null,"code":"4001","tracingId":17,"body":"x"}""", """{"class":["UploadSuccessEvent"],"body":{"attachmentId":17}}""", """{"class":"StructuredMessage","body":{"content":[null,17,{"attachment":null},{"attachment":17},{"attachment":{"id":17}}]}}""", """{"class":"StructuredMessage","body":{"content":{"a":1}}}""", """{"class":"SessionResponse","body":{"connected":"no"}}""", """{"class":"TooManyRequestsErrorMessage","body":17}"""), Fate.Sent),
        new("first halves of pairs", place, GuestAttacks.Before("""{"class":"\ud800","tracingId":"\udc00","body":{"attachmentId":"\ud800"}}""", """{"\ud800":1}"""), Understood(place)),
        new("first a hundred thousand lists", place, GuestAttacks.Before(Attacks.Deep(100_000), $$"""{"class":"x","body":{{Attacks.Deep(100_000)}}}"""), Understood(place)),
        new("first a thousand frames", place, GuestAttacks.Crowd(1_000, Noise), Fate.Sent),
        new("first fifty thousand frames", place, GuestAttacks.Crowd(50_000, Noise), Understood(place)),
        new("first 900 KB", place, GuestAttacks.Before($$"""{"class":"x","body":"{{new string('x', 900_000)}}"}"""), Fate.Sent),
        new("first bytes", place, GuestAttacks.Bytes(HostileSocket.Binary, true, [1, 2, 3, 0xff]), Understood(place)),
        new("first no UTF-8", place, GuestAttacks.Bytes(HostileSocket.Text, true, [.. "{\"class\":\""u8, 0xc0, 0xaf, 0xff, .. "\"}"u8]), Understood(place)),
        new("first a ping", place, GuestAttacks.Bytes(HostileSocket.Ping, true, [1, 2, 3]), Fate.Sent),
        new("a close, once", place, Attacks.Once(GuestAttacks.Closes), Again(place)),
        new("a reset, once", place, Attacks.Once(Attacks.Reset), Again(place)),
        new("the usual answer twice", place, async call =>
        {
            await call.SayAsync(call.Usual);
            await call.SayAsync(call.Usual);
        }, Fate.Sent),
    ];

    private static IEnumerable<Row> Refusals(Place place)
    {
        (string Name, string Words)[] words =
        [
            ("escapes", "\\u001b]0;owned\\u0007\\u202e\\u200b"), ("half a pair", "a\\ud800b"), ("the token", Secrets.GuestToken.ToUpperInvariant() + " " + Secrets.GuestToken.Replace("-", "", StringComparison.Ordinal)), ("300 KB of http:", string.Concat(Enumerable.Repeat("http:", 60_000))),
        ];
        var fates = place == Place.Jwt ? new[] { Fate.Unknown } : [Fate.Failed(ErrorIds.RequestInvalid, Fate.Invalid)];
        return words.SelectMany(word => new Row[]
        {
            new($"refused with {word.Name}", place, GuestAttacks.Frame($$$"""{"type":"response","class":"Error","code":4011,"tracingId":"{trace}","body":{"attachmentId":"{id}","errorCode":"4011","errorMessage":"{{{word.Words}}}"}}"""), fates),
            new($"refused as a string with {word.Name}", place, place == Place.UploadEvent ? GuestAttacks.Before(Noise) : GuestAttacks.Frame($$"""{"type":"response","class":"string","code":4011,"tracingId":"{trace}","body":"{{word.Words}}"}"""), place == Place.UploadEvent ? [Fate.Sent] : fates),
        });
    }

    private static IEnumerable<Row> Paces
    {
        get
        {
            foreach (var value in new[] { "1e9", "1e999", "-5", "\"NaN\"", "2147483647", "2147483648", "\"99999999\"", "null", "[]", "{}", "2.5", "\" 5 \"" })
            {
                foreach (var place in new[] { Place.Presign, Place.Echo })
                {
                    yield return new Row($"too fast, wait {value}", place, Attacks.Once(GuestAttacks.Frame($$$"""{"type":"response","class":"TooManyRequestsErrorMessage","code":429,"tracingId":"{trace}","body":{"retryAfter":{{{value}}},"errorCode":4029,"errorMessage":"slow"}}""")), Fate.Sent)
                    {
                        Check = outcome => Assert.All(outcome.Time.Pauses, pause => Assert.InRange(pause, TimeSpan.Zero, TimeSpan.FromSeconds(180))),
                    };
                }
            }
        }
    }
}
