using System.Text;

namespace GenesysAttachments.Engine.Tests.Hostile;

/// <summary>Attacks below any body: status lines, headers, framing, silence. The same in every place.</summary>
internal static class TransportRows
{
    private const string Ok = "HTTP/1.1 200 OK\r\n";
    private const string Whole = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{usual}";
    private const string Second = "HTTP/1.1 403 No\r\nContent-Length: 2\r\n\r\n{}";

    public static IEnumerable<Row> All =>
    [
        .. Fates.Core.SelectMany(place => Usual(place).Concat(Broken(place)).Concat(Endless(place)).Concat(Bodies(place)).Concat(Redirects(place, 301, 302, 307, 308))),
        .. Fates.Others.SelectMany(Short),
    ];

    // What a client has to bear.
    private static IEnumerable<Row> Usual(Place place) =>
    [
        new("twenty early hints first", place, Attacks.Raw(Repeat("HTTP/1.1 103 Early Hints\r\nLink: </elsewhere>\r\n\r\n", 20) + Whole), Fate.Sent),
        new("a thousand headers", place, Attacks.Headers([.. Enumerable.Range(0, 1000).Select(i => $"X-Header-{i}: some value of it")]), Fate.Sent),
        new("two answers at once", place, Attacks.Raw(Whole.Replace("Connection: close\r\n", "", StringComparison.Ordinal) + Second), Fate.Sent),
        new("a cookie", place, Attacks.Headers("Set-Cookie: id=1; Path=/", "Set-Cookie2: x"), Fate.Sent),
        new("a charset nobody knows", place, Attacks.Headers("Content-Type: application/json; charset=x-made-up-7"), Fate.Sent),
        new("a content type that is none", place, Attacks.Headers("Content-Type: ;;;=/\u0001"), Fate.Sent),
        new("another content type", place, Attacks.Headers("Content-Type: text/html; charset=utf-7"), Fate.Sent),
        new("escapes in every header", place, Attacks.Headers("ININ-Correlation-Id: \u001b]0;owned\u0007\u009b31m", "x-amz-request-id: \u001b[2J\u0008\u007f", "Server: \u001b[31m"), Fate.Sent),
        new("rate limits that are no numbers", place, Attacks.Headers("inin-ratelimit-count: NaN", "inin-ratelimit-allowed: -1", "inin-ratelimit-reset: 99999999999999999999"), Fate.Sent),
        new("rate limits in use up", place, Attacks.Once(Attacks.Headers("inin-ratelimit-count: 2147483647", "inin-ratelimit-allowed: 0", "inin-ratelimit-reset: 2147483647")), Fate.Sent),
        new("a name and a folded value", place, Attacks.Raw(Whole.Replace("Connection", "X-Folded: a\r\n b\r\nConnection", StringComparison.Ordinal)), [Fate.Sent, .. Fates.Broken(place)]),
    ];

    private static IEnumerable<Row> Broken(Place place)
    {
        var isPut = place == Place.Put;
        return
        [
            new("a status line that is none", place, Attacks.Raw("NONSENSE \u001b]0;owned\u0007\u202e {usual}\r\n\r\n"), Fates.Broken(place)),
            new("no status line", place, Attacks.Raw("{\"usual\":{usual}0}"), Fates.Broken(place)),
            new("a status of letters", place, Attacks.Raw("HTTP/1.1 abc OK\r\n\r\n"), Fates.Broken(place)),
            new("status 0", place, Attacks.Raw("HTTP/1.1 000 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"), Fates.Strange(place)),
            new("status 999", place, Attacks.Raw("HTTP/1.1 999 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"), Fates.Strange(place)),
            new("status 101", place, Attacks.Raw("HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n{usual}"), [.. Fates.Strange(place), .. Fates.Broken(place)]),
            new("status 204", place, Attacks.Raw("HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n"), Fates.Shapeless(place)),
            new("status 206", place, Attacks.Answer(206, "{usual}", "Content-Range: bytes 0-1/9"), Fates.SentOrShapeless(place).Concat(Fates.Strange(place)).ToArray()),
            new("status 304", place, Attacks.Raw("HTTP/1.1 304 Not Modified\r\nConnection: close\r\n\r\n"), Fates.Strange(place)),
            new("a header without end", place, Attacks.Pour(Ok + "X-A: ", "a"), Fates.Broken(place)),
            new("headers without end", place, Attacks.Pour(Ok, "X-Header: some value of it\r\n"), Fates.Broken(place)),
            new("a status line without end", place, Attacks.Pour("HTTP/1.1 200 ", "O"), Fates.Broken(place)),
            new("a body shorter than its length", place, Attacks.Raw(Ok + "Content-Length: 999999\r\n\r\n{usual}"), isPut ? [Fate.Sent] : Fates.Broken(place)),
            new("a length that is none", place, Attacks.Raw(Ok + "Content-Length: -5\r\n\r\n{usual}"), [Fate.Sent, .. Fates.Broken(place)]),
            new("a length beyond all", place, Attacks.Raw(Ok + "Content-Length: 9223372036854775807\r\n\r\n{usual}"), isPut ? [Fate.Sent] : [.. Fates.Broken(place), .. Fates.Shapeless(place)]),
            new("a chunk of no size", place, Attacks.Raw(Ok + "Transfer-Encoding: chunked\r\n\r\nZZZ\r\n{usual}\r\n0\r\n\r\n"), isPut ? [Fate.Sent] : Fates.Broken(place)),
            new("a chunk beyond all", place, Attacks.Raw(Ok + "Transfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFFF\r\n{usual}"), isPut ? [Fate.Sent] : Fates.Broken(place)),
            new("trailers without end", place, Attacks.Pour(Ok + "Transfer-Encoding: chunked\r\n\r\n1\r\n \r\n0\r\n", "X-Trailer: some value\r\n"), isPut ? [Fate.Sent] : [.. Fates.Broken(place), .. Fates.Shapeless(place)]),
            new("no answer but the end", place, Attacks.HangUp, Fates.Broken(place)),
            new("a reset", place, Attacks.Reset, Fates.Broken(place)),
        ];
    }

    private static IEnumerable<Row> Endless(Place place) =>
    [
        new("no answer", place, Attacks.Silence, Fates.TimedOut(place)),
        new("early hints without end", place, Attacks.Drip("", "HTTP/1.1 103 Early Hints\r\n\r\n"), [.. Fates.TimedOut(place), .. Fates.Broken(place)]),
        new("a head in drops", place, Attacks.Drip(Ok + "X-A: ", "a"), Fates.TimedOut(place)),
        new("a body in drops", place, Attacks.Drip(Ok + "Content-Length: 100000\r\n\r\n", " "), place == Place.Put ? [Fate.Sent] : Fates.TimedOut(place)),
        new("a gigabyte, its length said", place, Attacks.Flood(200, "length", "{", "\"a\":1,"), Fates.Shapeless(place)),
        new("a gigabyte in chunks", place, Attacks.Flood(200, "chunked", "{", "\"a\":1,"), Fates.Shapeless(place)),
        new("a gigabyte to the end", place, Attacks.Flood(200, "close", "{", "\"a\":1,"), Fates.Shapeless(place)),
        new("a gigabyte of blanks", place, Attacks.Flood(200, "chunked", " ", " "), Fates.Shapeless(place)),
    ];

    private static IEnumerable<Row> Bodies(Place place) =>
    [
        new("a byte order mark", place, Attacks.Answer(200, usual => [0xef, 0xbb, 0xbf, .. Encoding.UTF8.GetBytes(usual)]), Fates.SentOrShapeless(place)),
        new("UTF-16", place, Attacks.Answer(200, usual => [0xff, 0xfe, .. Encoding.Unicode.GetBytes(usual)], "Content-Type: application/json; charset=utf-16"), Fates.Shapeless(place)),
        new("gzip nobody asked for", place, Attacks.Answer(200, Attacks.Zip, "Content-Encoding: gzip"), Fates.Shapeless(place)),
        new("gzip that is none", place, Attacks.Headers("Content-Encoding: gzip, br, nonsense"), Fates.SentOrShapeless(place)),
        new("bytes that are no UTF-8", place, Attacks.Answer(200, _ => [0xc0, 0xaf, 0xff, 0xfe, 0x80, 0xed, 0xa0, 0x80]), Fates.Shapeless(place)),
        new("an HTML page", place, Attacks.Answer(200, "<!DOCTYPE html><html><body>Sign in to the network\u001b[31m</body></html>", "Content-Type: text/html"), [.. Fates.Shapeless(place), .. Gateway(place)]),
        new("JSON that ends early", place, Attacks.Answer(200, "{\"id\":\"x\",\"access_token\":\"y\",\"mediaUri\":"), Fates.Shapeless(place)),
        new("a hundred thousand lists", place, Attacks.Answer(200, Attacks.Deep(100_000)), Fates.Shapeless(place)),
        new("a hundred thousand objects", place, Attacks.Answer(200, Repeat("{\"a\":", 100_000) + "1" + Repeat("}", 100_000)), Fates.Shapeless(place)),
    ];

    private static IEnumerable<Row> Redirects(Place place, params int[] statuses) =>
        from status in statuses
        from target in new[] { "{url}/elsewhere", "//{host}/elsewhere", "/elsewhere\u001b[31m" }
        where status == 307 || target[0] == '{'
        select new Row($"{status} to {target}".Replace("\u001b", "ESC", StringComparison.Ordinal), place, Attacks.Answer(status, "{}", $"Location: {target}"), Fates.Strange(place));

    private static IEnumerable<Row> Short(Place place) =>
    [
        new("a status line that is none", place, Attacks.Raw("NONSENSE \u001b]0;owned\u0007\r\n\r\n"), Fates.Broken(place)),
        new("a body shorter than its length", place, Attacks.Raw(Ok + "Content-Length: 999999\r\n\r\n{usual}"), Fates.Broken(place)),
        new("no answer", place, Attacks.Silence, Fates.TimedOut(place)),
        new("a body in drops", place, Attacks.Drip(Ok + "Content-Length: 100000\r\n\r\n", " "), Fates.TimedOut(place)),
        new("a gigabyte in chunks", place, Attacks.Flood(200, "chunked", "{", "\"a\":1,"), Fates.Shapeless(place)),
        new("a hundred thousand lists", place, Attacks.Answer(200, Attacks.Deep(100_000)), Fates.Shapeless(place)),
        .. Redirects(place, 307),
    ];

    // An answer of a proxy in place of the org's is that, whatever its status says.
    private static Fate[] Gateway(Place place) => Fates.Shapeless(place).Any(fate => fate.State == "Failed") ? [Fate.Failed(Fate.Gateway)] : [];

    private static string Repeat(string text, int times) => string.Concat(Enumerable.Repeat(text, times));
}
