using GenesysAttachments.Engine.Errors;

namespace GenesysAttachments.Engine.Tests.Hostile;

/// <summary>Refusals whose words are an attack: they stay refusals, with the same meaning, at once.</summary>
internal static class RefusalRows
{
    private static readonly Place[] Places = [Place.SignIn, Place.Conversation, Place.UploadUrl, Place.MediaStatus, Place.Put, Place.Message, Place.MessagingUrl, Place.MediaUpload];

    // Half of a surrogate pair, as an escape and as the bytes some encoders write for it.
    private const string Half = "a\\ud800b\\udc00";

    public static IEnumerable<Row> All =>
    [
        .. Places.SelectMany(Floods),
        .. new[] { Place.SignIn, Place.UploadUrl, Place.Put, Place.Message }.SelectMany(Bodies),
        .. Pages,
        .. Xml,
        new("404 once, right after the upload", Place.MediaStatus, Attacks.Once(Attacks.Answer(404, """{"message":"Unknown media","code":"not.found","status":404}""")), Fate.Sent),
        new("404 for good", Place.MediaStatus, Attacks.Answer(404, """{"message":"Unknown media","code":"not.found","status":404}"""), Fates.Refused(Place.MediaStatus, 404)),
    ];

    private static IEnumerable<Row> Floods(Place place) =>
    [
        .. from framing in new[] { "length", "chunked", "close" }
           select new Row($"400 with a gigabyte ({framing})", place, Attacks.Flood(400, framing, "{\"message\":\"", "AAAA BBBB "), Fates.Refused(place, 400)),
        .. from status in new[] { 403, 500, 503 }
           select new Row($"{status} with a gigabyte of markup", place, Attacks.Flood(status, "chunked", "<Error><Message>", "<a>b</a>", "Content-Type: application/xml"), Fates.Refused(place, status)),
        new("403 in drops", place, Attacks.Drip("HTTP/1.1 403 No\r\nContent-Length: 100000\r\n\r\n{\"message\":\"", "A"), [.. Fates.Refused(place, 403), .. Fates.TimedOut(place)]),
        new("403 that breaks off", place, Attacks.Raw("HTTP/1.1 403 No\r\nContent-Length: 100000\r\n\r\n{\"message\":\"No\""), [.. Fates.Refused(place, 403), .. Fates.Broken(place)]),
    ];

    private static IEnumerable<Row> Bodies(Place place)
    {
        return
        [
            Said("300 KB of http:http:", $$"""{"message":"{{Repeat("http:", 60_000)}}","code":"x","status":403}"""),
            Said("300 KB of http: without JSON", Repeat("http:", 60_000)),
            Said("60 KB of http: without JSON", Repeat("http:", 12_000)),
            Said("60 KB of https://a?", Repeat("https://a?", 6_000)),
            Said("60 KB of percent signs", Repeat("%25", 20_000)),
            Said("60 KB of escapes", Repeat("\\\\u005c", 8_000)),
            Said("60 KB of bearer", Repeat("bearer ", 8_000)),
            Said("60 KB of X-Amz-Signature", Repeat("X-Amz-Signature", 4_000)),
            Said("a hundred thousand lists", Attacks.Deep(100_000)),
            Said("30,000 lists in the parameters", $$$"""{"message":"no","code":"no","status":403,"messageParams":{"permissions":{{{Attacks.Deep(30_000)}}}}}"""),
            Said("half a pair", $$$"""{"message":"{{{Half}}}","code":"{{{Half}}}","contextId":"{{{Half}}}","messageParams":{"permissions":"{{{Half}}}"},"details":[{"errorCode":"{{{Half}}}","fieldName":"{{{Half}}}"}],"error":"{{{Half}}}","description":"{{{Half}}}","status":403}"""),
            Said("half a pair for parameters", """{"message":"no","code":"no","status":403,"messageParams":{"permissions":["\ud800"],"\udc00":1}}"""),
            Said("null for every field", """{"message":null,"code":null,"status":null,"messageParams":null,"details":null,"error":null}"""),
            Said("null in every list", """{"message":"no","code":"no","status":403,"messageParams":{"permissions":null},"details":[null,null]}"""),
            Said("a list for the text", """{"message":["no"],"code":"no","status":403}"""),
            Said("a text for the list", """{"message":"no","code":"no","status":403,"details":"none"}"""),
            Said("an object for the code", """{"message":"no","code":{"a":1},"status":403}"""),
            Said("a number beyond all", """{"message":"no","code":"no","errorCode":1e999999,"status":1e400}"""),
            Said("a list for the parameters", """{"message":"no","code":"no","status":403,"messageParams":[1]}"""),
            Said("the same name twice", """{"message":"no","message":["no"],"code":"no","code":"no","status":403}"""),
            Said("a list", "[1,2,3]"),
            Said("null", "null"),
            Said("a number", "17"),
            Said("nothing", ""),
            new("a challenge of 30 KB", place, Attacks.Answer(403, """{"message":"no","code":"no","status":403}""", $"WWW-Authenticate: Bearer error=\"{Repeat("\u001b[31m", 6_000)}\""), Fates.Refused(place, 403)),
            new("a hundred thousand details", place, Attacks.Answer(400, $$"""{"message":"no","code":"no","status":400,"details":[{{string.Join(',', Enumerable.Repeat("{\"fieldName\":\"f\"}", 100_000))}}]}"""), Fates.Refused(place, 400)),
        ];

        Row Said(string name, string body) => new($"403 with {name}", place, Attacks.Answer(403, body), Fates.Refused(place, 403));
    }

    // Whoever answers with a page is no org and no storage: the advice must not speak of permissions or conversations.
    private static IEnumerable<Row> Pages =>
        from place in Places.Where(place => place != Place.Put)
        from status in new[] { 403, 404, 409, 413 }
        select new Row($"{status} with a page of a firewall", place, Attacks.Answer(status, "<html><head><title>Request Rejected</title></head><body>The requested URL was rejected. Your support ID is: 1\u001b[31m</body></html>", "Content-Type: text/html"), Fate.Failed(Fate.Gateway));

    private static IEnumerable<Row> Xml
    {
        get
        {
            var laughs = string.Concat(Enumerable.Range(1, 9).Select(i => $"<!ENTITY l{i} \"{Repeat($"&l{i - 1};", 10)}\">"));
            (string Name, string Body)[] bodies =
            [
                ("30,000 elements deep", Repeat("<Error>", 30_000) + Repeat("</Error>", 30_000)),
                ("100,000 elements deep", Repeat("<a>", 100_000) + "x" + Repeat("</a>", 100_000)),
                ("an error 5,000 elements deep", $"<Error><Code>No</Code><Message>{Repeat("<a>", 5_000)}x{Repeat("</a>", 5_000)}</Message></Error>"),
                ("a billion laughs", $"<?xml version=\"1.0\"?><!DOCTYPE Error [<!ENTITY l0 \"lol\">{laughs}]><Error><Code>&l9;</Code><Message>&l9;</Message></Error>"),
                ("a quadratic blowup", $"<!DOCTYPE Error [<!ENTITY a \"{Repeat("a", 30_000)}\">]><Error><Message>{Repeat("&a;", 10_000)}</Message></Error>"),
                ("an external entity", "<!DOCTYPE Error [<!ENTITY x SYSTEM \"{url}/elsewhere\"><!ENTITY % y SYSTEM \"{url}/elsewhere\"> %y;]><Error><Message>&x;</Message></Error>"),
                ("an external DTD", "<!DOCTYPE Error SYSTEM \"{url}/elsewhere\"><Error><Message>x</Message></Error>"),
                ("a file as entity", "<!DOCTYPE Error [<!ENTITY x SYSTEM \"file:///etc/hostname\">]><Error><Message>&x;</Message></Error>"),
                ("300 KB of http:http:", $"<Error><Code>x</Code><Message>{Repeat("http:", 60_000)}</Message></Error>"),
                ("half a pair", "<Error><Code>&#xD800;</Code><Message>&#xDC00;</Message></Error>"),
                ("controls by number", "<Error><Code>&#27;[31m</Code><Message>&#x1b;]0;x&#7;&#x202e;&#x200b;&#xe0020;</Message></Error>"),
                ("no end", "<Error><Code>AccessDenied</Code><Message>Denied"),
                ("ten thousand attributes", $"<Error {string.Concat(Enumerable.Range(0, 10_000).Select(i => $"a{i}='' "))}><Code>x</Code></Error>"),
                ("a hundred thousand codes", $"<Error>{Repeat("<Code>A</Code>", 100_000)}</Error>"),
            ];
            return bodies.Select(body => new Row($"403 in XML with {body.Name}", Place.Put, Attacks.Answer(403, body.Body, "Content-Type: application/xml"), Fate.Failed(ErrorIds.UploadRejected)));
        }
    }

    private static string Repeat(string text, int times) => string.Concat(Enumerable.Repeat(text, times));
}
