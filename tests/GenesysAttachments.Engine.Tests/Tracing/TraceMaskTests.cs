using System.Text;
using GenesysAttachments.Engine.Display;
using GenesysAttachments.Engine.Tracing;

namespace GenesysAttachments.Engine.Tests.Tracing;

/// <summary>What a trace shows of bodies, headers and addresses, and what it never does.</summary>
public sealed class TraceMaskTests
{
    private const string Known = "known-secret-0123456789";
    private const string Canary = "CANARY0123456789abcdef";

    [Theory]
    [InlineData("""{"a":"b","n":[1,2.50,-3e5,true,null]}""", """{"a":"b","n":[1,2.50,-3e5,true,null]}""")]
    [InlineData("""{"access_token":"CANARY0123456789abcdef","expires_in":86400}""", """{"access_token":"…","expires_in":86400}""")]
    [InlineData("""{"token":{"inner":["CANARY0123456789abcdef",12345678]},"b":"c"}""", """{"token":{"inner":["…","…"]},"b":"c"}""")]
    [InlineData("""{"token":[{"a":"b"},"CANARY0123456789abcdef"],"c":["d"]}""", """{"token":[{"a":"…"},"…"],"c":["d"]}""")]
    [InlineData("""{"refreshToken":"CANARY0123456789abcdef","echo":"it was CANARY0123456789abcdef"}""", """{"refreshToken":"…","echo":"it was …"}""")]
    [InlineData("""{"echo":"CANARY0123456789abcdef first","jwt":"CANARY0123456789abcdef"}""", """{"echo":"… first","jwt":"…"}""")]
    [InlineData("""{"uploadHeaders":{"x-amz-tagging":"CANARY0123456789abcdef","Content-Type":"a/b"},"x":{"headers":"shown"}}""", """{"uploadHeaders":{"x-amz-tagging":"…","Content-Type":"a/b"},"x":{"headers":"shown"}}""")]
    [InlineData("""{"url":"https://h/a%20b?X-Amz-Expires=600&X-Amz-SignedHeaders=content-type%3Bhost&X-Amz-Signature=CANARY0123456789abcdef","said":"CANARY0123456789abcdef"}""", """{"url":"https://h/a%20b?X-Amz-Expires=600&X-Amz-SignedHeaders=content-type%3Bhost&X-Amz-Signature=…","said":"…"}""")]
    [InlineData("""{"url":"https://CANARY0123456789abcdef@h/a?X-Amz-Expires=CANARY%20&sig"}""", """{"url":"https://…@h/a?X-Amz-Expires=…&…"}""")]
    [InlineData("""{"message":"see https://h/a?sig=CANARY0123456789abcdef now"}""", """{"message":"see https://h/a?… now"}""")]
    [InlineData("""{"message":"two\nlines, token=CANARY0123456789abcdef"}""", """{"message":"two\nlines, token=…"}""")]
    [InlineData("""{"data":{"code":"eyJhbGciOiJub25lIn0.eyJzdWIiOiJDQU5BUlkifQ.CANARY0123456789abcdef"},"code":"bad.request"}""", """{"data":{"code":"…"},"code":"bad.request"}""")]
    [InlineData("""{"known-secret-0123456789":"a known-secret-0123456789 b"}""", """{"…":"a … b"}""")]
    public void Of_JSON_the_secrets_are_left_out_and_nothing_else(string json, string expected) => Assert.Equal((expected, null), Show(json));

    [Theory]
    [InlineData("""{"a":"b","access_token":"CANARY01234""", """{"a":"b","access_token":""", "From here on it is no JSON: 12 more bytes are left out.")]
    [InlineData("""{"a":"b"} CANARY0123456789abcdef""", """{"a":"b"}""", "From here on it is no JSON: 22 more bytes are left out.")]
    [InlineData("""{"a":CANARY0123456789abcdef}""", """{"a":""", "From here on it is no JSON: 23 more bytes are left out.")]
    [InlineData("""{"a":"\ud83d"}""", """{"a":""", "From here on it is no JSON: 9 more bytes are left out.")]
    public void What_follows_a_mistake_is_left_out(string json, string expected, string comment) => Assert.Equal((expected, comment), Show(json));

    [Theory]
    [InlineData("<Error><Message>known-secret-0123456789</Message></Error>", "<Error><Message>…</Message></Error>")]
    [InlineData("access_token=CANARY0123456789abcdef&expires=5", "access_token=…&expires=5")]
    [InlineData("Authorization: Bearer CANARY0123456789abcdef", "Authorization: Bearer …")]
    [InlineData("It is down.\nSorry.", "It is down.\nSorry.")]
    public void Of_other_text_what_looks_like_a_secret_is_left_out(string text, string expected) => Assert.Equal((expected, null), Show(text));

    [Fact]
    public void What_answers_a_sign_in_and_is_no_JSON_is_left_out() =>
        Assert.Equal((null, "The 6 bytes are left out: they are no JSON, and may hold a token."), Show("secret", onlyJson: true));

    [Fact]
    public void Of_what_is_no_text_the_length_is_told() => Assert.StartsWith("The 4 bytes are left out", Show("a\0bc").Comment, StringComparison.Ordinal);

    [Fact]
    public void A_long_body_is_cut_and_says_how_much_is_missing()
    {
        var json = Show("[\"" + string.Join("\",\"", Enumerable.Repeat(new string('x', 97), 1000)) + "\"]");
        var text = Show(new string('ż', 50_000));

        Assert.InRange(json.Text!.Length, 60_000, KeptText.Most);
        Assert.Matches(@"^34,\d{3} more bytes are left out\.$", json.Comment);
        Assert.Matches(@"^34,46\d more bytes are left out\.$", text.Comment);
        Assert.All(text.Text!, c => Assert.Equal('ż', c));
    }

    [Fact]
    public void The_bytes_of_a_file_are_counted_alone()
    {
        var body = new KeptText(0);
        body.Add(Encoding.UTF8.GetBytes(Canary));

        var shown = BodyText.Of(body, new TraceMask(), onlyJson: false);

        Assert.Equal((null, "The 22 bytes are left out: a trace holds nothing of files."), (shown.Text, shown.Comment));
    }

    [Theory]
    [InlineData("Authorization", "Bearer CANARY", "Bearer …")]
    [InlineData("Authorization", "CANARY", "…")]
    [InlineData("X-Key", "CANARY", "…")]
    [InlineData("Cookie", "CANARY", "…")]
    [InlineData("Content-Type", "application/pdf", "application/pdf")]
    [InlineData("Origin", "https://known-secret-0123456789.example", "https://….example")]
    public void Of_a_request_s_headers_few_have_their_value(string name, string value, string expected) => Assert.Equal(expected, Mask.RequestHeader(name, value).Value);

    [Theory]
    [InlineData("Set-Cookie", "CANARY", "…")]
    [InlineData("X-Session-Token", "CANARY", "…")]
    [InlineData("Location", "https://h/a?X-Amz-Signature=CANARY0123456789abcdef", "https://h/a?X-Amz-Signature=…")]
    [InlineData("WWW-Authenticate", "Bearer realm=\"x\", error=\"known-secret-0123456789\"", "Bearer realm=\"x\", error=\"…\"")]
    [InlineData("ININ-Correlation-Id", "5edd27cf-27a4-4f62-8ea5-0de7dcf38611", "5edd27cf-27a4-4f62-8ea5-0de7dcf38611")]
    public void An_answer_s_headers_keep_what_is_no_secret(string name, string value, string expected) => Assert.Equal(expected, Mask.AnswerHeader(name, value).Value);

    [Fact]
    public void The_fields_of_a_sign_in_are_named_without_what_is_secret()
    {
        var form = new KeptText(KeptText.Most);
        form.Add("grant_type=authorization_code&code=CANARY&code_verifier=CANARY&client_id=a+b&refresh_token=CANARY"u8);

        Assert.Equal("grant_type=authorization_code code=… code_verifier=… client_id=a b refresh_token=…", string.Join(' ', BodyText.Fields(form, Mask).Select(field => $"{field.Name}={field.Value}")));
    }

    private static TraceMask Mask => new(new SecretMask(Known));

    private static (string? Text, string? Comment) Show(string text, bool onlyJson = false)
    {
        var body = new KeptText(KeptText.Most);
        body.Add(Encoding.UTF8.GetBytes(text));
        var shown = BodyText.Of(body, Mask, onlyJson);
        return (shown.Text, shown.Comment);
    }
}
