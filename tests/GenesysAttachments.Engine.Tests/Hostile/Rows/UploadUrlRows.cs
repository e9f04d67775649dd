using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Targets;

namespace GenesysAttachments.Engine.Tests.Hostile;

/// <summary>Places to upload to that nobody may upload to, and headers that would make another request of it. Plain http to this machine is good here: so is the org.</summary>
internal static class UploadUrlRows
{
    private static readonly (string Name, string Json)[] BadUrls =
    [
        ("CR LF and a second request", "\"{url}/storage/middle.pdf?a=1 HTTP/1.1\\r\\nHost: x\\r\\n\\r\\nDELETE /elsewhere\""),
        ("CR LF in the host", "\"http://{host}\\r\\nX: y/storage/middle.pdf\""),
        ("LF alone", "\"{url}/storage/middle.pdf\\n?a=1\""),
        ("a tab", "\"{url}/storage/mid\\tdle.pdf\""),
        ("NUL", "\"{url}/storage/middle.pdf\\u0000\""),
        ("an escape", "\"{url}/storage/middle.pdf?\\u001b[31m\""),
        ("DEL", "\"{url}/storage/middle.pdf?\\u007f\""),
        ("a blank within", "\"{url}/storage/middle .pdf\""),
        ("a blank before", "\" {url}/storage/middle.pdf\""),
        ("a blank behind", "\"{url}/storage/middle.pdf \""),
        ("only blanks", "\"   \""),
        ("a fragment", "\"{url}/storage/middle.pdf#x\""),
        ("an empty fragment", "\"{url}/storage/middle.pdf#\""),
        ("a fragment in the query", "\"{url}/storage/middle.pdf?a#b\""),
        ("user information", "\"http://user:pw@{host}/storage/middle.pdf\""),
        ("empty user information", "\"http://@{host}/storage/middle.pdf\""),
        ("user information in percent", "\"http://a%40b@{host}/storage/middle.pdf\""),
        ("letters beyond ASCII in the path", "\"{url}/storage/middle\u017c.pdf\""),
        ("letters beyond ASCII in the host", "\"http://127.0.0.1\u3002example/storage/middle.pdf\""),
        ("a wide digit in the host", "\"http://\uff1127.0.0.1/storage/middle.pdf\""),
        ("a direction mark", "\"{url}/storage/\\u202emiddle.pdf\""),
        ("half a pair", "\"{url}/storage/middle.pdf?\\ud800\""),
        ("http elsewhere", "\"http://storage.invalid/storage/middle.pdf\""),
        ("http to a name like this machine's", "\"http://localhost.invalid/storage/middle.pdf\""),
        ("http to all of this machine", "\"http://0.0.0.0:1/storage/middle.pdf\""),
        ("ftp", "\"ftp://{host}/storage/middle.pdf\""),
        ("a file", "\"file:///tmp/middle.pdf\""),
        ("data", "\"data:text/plain,middle.pdf\""),
        ("a script", "\"javascript:alert(1)\""),
        ("a socket", "\"ws://{host}/storage/middle.pdf\""),
        ("no scheme", "\"//{host}/storage/middle.pdf\""),
        ("a path alone", "\"/storage/middle.pdf\""),
        ("a word", "\"middle.pdf\""),
        ("a UNC path", "\"\\\\\\\\server\\\\share\\\\middle.pdf\""),
        ("no host", "\"http:///storage/middle.pdf\""),
        ("no host but a port", "\"http://:80/storage/middle.pdf\""),
        ("a port beyond all", "\"http://127.0.0.1:99999/storage/middle.pdf\""),
    ];

    // What signed URLs look like, and must arrive as it is.
    private static readonly string[] GoodTargets =
    [
        "/storage/middle.pdf?X-Amz-Signature=a%7Eb%2fc%2Bd+e", "/storage/a/../middle.pdf?x=1", "/storage/./middle.pdf", "/storage//middle.pdf?a=/../b", "/storage/middle.pdf?", "/storage/mi%64dle.pdf/middle.pdf?a=%00%0d%0a", "/storage/middle.pdf?a=?b=\\\"'<>|^`{}",
    ];

    private static readonly (string Name, string Json)[] BadHeaders =
    [
        ("CR LF in a value", "{\"x-amz-meta\":\"a\\r\\nX-Evil: 1\"}"), ("LF in a value", "{\"x-amz-meta\":\"a\\nX-Evil: 1\"}"), ("CR in a value", "{\"x-amz-meta\":\"a\\rb\"}"),
        ("NUL in a value", "{\"x-amz-meta\":\"a\\u0000b\"}"), ("an escape in a value", "{\"x-amz-meta\":\"\\u001b[31m\"}"), ("DEL in a value", "{\"x-amz-meta\":\"a\\u007f\"}"),
        ("CR LF in a name", "{\"x\\r\\nX-Evil\":\"1\"}"), ("a blank in a name", "{\"x y\":\"1\"}"), ("a colon in a name", "{\"x:y\":\"1\"}"), ("an empty name", "{\"\":\"1\"}"),
        ("a name beyond ASCII", "{\"x-\u017c\":\"1\"}"), ("an escape in a name", "{\"\\u001b[31m\":\"1\"}"), ("CR LF in the content type", "{\"Content-Type\":\"a/b\\r\\nX-Evil: 1\"}"),
        ("Host", "{\"Host\":\"elsewhere\"}"), ("Authorization", "{\"authorization\":\"Bearer x\"}"), ("Cookie", "{\"Cookie\":\"a=1\"}"), ("Connection", "{\"Connection\":\"close\"}"),
        ("Transfer-Encoding", "{\"Transfer-Encoding\":\"chunked\"}"), ("TE", "{\"te\":\"trailers\"}"), ("Upgrade", "{\"Upgrade\":\"h2c\"}"), ("Expect", "{\"Expect\":\"100-continue\"}"),
        ("Proxy-Authorization", "{\"Proxy-Authorization\":\"Basic x\"}"), ("Keep-Alive", "{\"Keep-Alive\":\"1\"}"), ("Trailer", "{\"Trailer\":\"x\"}"),
        ("another length", "{\"Content-Length\":\"999\"}"), ("a length that is none", "{\"content-length\":\"1000, 1000\"}"),
    ];

    private static readonly (string Name, string Json)[] OddHeaders =
    [
        ("null for a value", "{\"x-amz-meta\":null}"), ("null for the list", "null"), ("an empty list", "{}"), ("a number for a value", "{\"x-amz-meta\":1}"), ("a list for a value", "{\"x\":[1]}"), ("an object for a value", "{\"x\":{}}"), ("the same name twice", "{\"x-a\":\"1\",\"X-A\":\"2\"}"),
        ("ten thousand", $"{{{string.Join(',', Enumerable.Range(0, 10_000).Select(i => $"\"x-h-{i}\":\"v\""))}}}"), ("a value of a megabyte", $"{{\"x\":\"{new string('a', 1_000_000)}\"}}"),
    ];

    public static IEnumerable<Row> All =>
    [
        .. from transport in Transports
           from url in BadUrls
           where transport.Place == Place.UploadUrl || url.Name.Contains('L', StringComparison.Ordinal) // The others are judged by the same rules.
           select new Row($"the URL has {url.Name}", transport.Place, Attacks.With(transport.Url, url.Json), Fate.Failed(ErrorIds.UploadInvalid)) { Check = AssertNoPut },
        .. from transport in Transports
           from target in GoodTargets
           select new Row($"the URL ends {target}", transport.Place, Attacks.With(transport.Url, $"\"{{url}}{target}\""), Fate.Sent) { Check = outcome => AssertPut(outcome, target), Route = transport.Route },
        .. from transport in Transports
           select new Row("the URL has 100 KB", transport.Place, Attacks.With(transport.Url, $"\"{{url}}/storage/middle.pdf?a={new string('a', 100_000)}\""), Fate.Failed(ErrorIds.UploadInvalid)) { Check = AssertNoPut },
        .. from transport in Transports
           from headers in BadHeaders
           where transport.Place == Place.UploadUrl || headers.Name.Contains('L', StringComparison.Ordinal)
           select new Row($"the headers have {headers.Name}", transport.Place, Attacks.With(transport.Headers, headers.Json), Fate.Failed(ErrorIds.UploadInvalid, Fate.Invalid)) { Check = AssertNoPut },
        .. from transport in Transports
           from headers in OddHeaders
           select new Row($"the headers are odd: {headers.Name}", transport.Place, Attacks.With(transport.Headers, headers.Json), Fate.Sent, Fate.Failed(ErrorIds.UploadInvalid, Fate.Invalid)),
    ];

    private static IEnumerable<(Place Place, string Route, string Url, string Headers)> Transports =>
    [
        (Place.UploadUrl, RouteNames.Agent, "uploadUrl", "uploadHeaders"), (Place.MessagingUrl, RouteNames.Messaging, "url", "headers"), (Place.Presign, RouteNames.Guest, "body.url", "body.headers"),
    ];

    private static void AssertNoPut(Outcome outcome) => Assert.Equal(2, outcome.Server.Calls.Count(place => place == Place.Put));

    private static void AssertPut(Outcome outcome, string target) =>
        Assert.Single(outcome.Server.Heads, head => head.StartsWith($"PUT {target.Replace("\\\"", "\"", StringComparison.Ordinal)} HTTP/1.1\r\n", StringComparison.Ordinal));
}
