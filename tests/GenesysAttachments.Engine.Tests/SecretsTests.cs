using System.Net;
using System.Text;
using System.Text.Json;
using GenesysAttachments.Engine.Display;
using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Guest;
using GenesysAttachments.Engine.Http;
using GenesysAttachments.Engine.Sending;
using GenesysAttachments.Engine.Sessions;
using GenesysAttachments.Engine.SignIn;
using GenesysAttachments.Engine.Telemetry;
using GenesysAttachments.Sandbox;

namespace GenesysAttachments.Engine.Tests;

/// <summary>
/// Canaries: servers that repeat a secret in every form they could, and every surface of the engine searched for it. What only a shell
/// shows (views, transcripts, jobs) is searched by the Pester files.
/// </summary>
public sealed partial class SecretsTests
{
    private const string Canary = "can/ary+sec=ret&of<the>\"night\"";

    public static TheoryData<string> Forms => ["plain", "percent", "percent twice", "lower percent", "json", "json relaxed", "html", "base64", "mixed"];

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task A_client_s_secret_is_not_repeated_by_a_refused_sign_in(string form)
    {
        await using var harness = await Harness.StartAsync();
        foreach (var body in Bodies(Form(Canary, form)))
        {
            harness.Sandbox.Faults.Add(new Fault { Path = "/oauth/token", Status = 401, Body = body });

            var error = await Assert.ThrowsAsync<GCException>(() => harness.ConnectAsync(secret: Canary));

            AssertClean([Describe(error)], Canary, form);
        }
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task An_access_token_and_a_header_are_not_repeated_by_a_refused_call(string form)
    {
        await using var harness = await Harness.StartAsync();
        using var listener = new Ears();
        var settings = new SessionSettings { Domain = "sandbox", Endpoint = new Uri(harness.Sandbox.Identity.Url), RequestsPerMinute = 0, Headers = [new("X-Key", "header-" + Canary)] };
        using var session = await OrgSession.ConnectAsync(settings, ClientCredential.FromToken(Canary), CallContext.Silent, default, harness.Time, () => 0.5);
        foreach (var status in new[] { 400, 403, 404, 409, 413, 415, 418, 500, 503 })
        {
            foreach (var body in Bodies(Form(Canary, form)).Concat(Bodies(Form("header-" + Canary, form))))
            {
                harness.Sandbox.Faults.Clear();
                harness.Sandbox.Faults.Add(new Fault { Method = "POST", Status = status, Times = -1, Body = body, Headers = new() { ["WWW-Authenticate"] = $"Bearer error=\"{Form(Canary, form).Replace("\"", "'", StringComparison.Ordinal)}\"", ["ININ-Correlation-Id"] = Ascii(Form(Canary, form)) } });
                harness.Sandbox.Faults.Add(new Fault { Method = "GET", Status = 404, Times = -1, Body = body });
                var log = new StepLog(isVerbose: true, isDebug: true);

                var receipts = await Harness.SendAsync(new Sender(new SendOptions(1), new ProgressBoard(), harness.Time, log), default, harness.Deliver(harness.Write("a.pdf"), session: session, target: new() { ConversationId = "c", CommunicationId = "m" }));
                var read = await Assert.ThrowsAsync<GCException>(() => session.GetStandingAsync("c", CallContext.Silent with { MaximumRetryCount = 0 }, default));

                AssertClean([.. receipts.Select(Describe), Describe(read), Lines(log), $"{session} {settings} {JsonSerializer.Serialize(session.Settings.Domain)}"], Canary, form);
            }
        }

        AssertClean(listener.Said, Canary, form);
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task The_query_of_an_upload_URL_is_not_repeated_by_the_storage(string form)
    {
        await using var harness = await Harness.StartAsync();
        using var listener = new Ears();
        var query = $"sig={Uri.EscapeDataString(Canary)}&X-Amz-Signature=0123456789abcdef";
        var reply = JsonSerializer.Serialize(new { id = "m1", name = "a.pdf", uploadUrl = $"{harness.Sandbox.Identity.Url}/elsewhere/a.pdf?{query}", uploadHeaders = new { } });
        foreach (var body in Bodies(Form(Canary, form)).Concat(Bodies(Form(query, form))).Append($"<Error><Code>AccessDenied</Code><Message>{WebUtility.HtmlEncode(Form(query, form))}</Message></Error>"))
        {
            foreach (var status in new[] { 400, 403, 413, 503 })
            {
                harness.Sandbox.Faults.Clear();
                harness.Sandbox.Faults.Add(new Fault { Method = "POST", Path = "*/uploads", Status = 200, Times = -1, Body = reply, Headers = new() { ["Content-Type"] = "application/json" } });
                harness.Sandbox.Faults.Add(new Fault { Method = "PUT", Status = status, Times = -1, Body = body, Headers = new() { ["x-amz-request-id"] = Ascii(Form(Canary, form)) } });
                var log = new StepLog(isVerbose: true, isDebug: true);

                var receipts = await Harness.SendAsync(new Sender(new SendOptions(1), new ProgressBoard(), harness.Time, log), default, harness.Deliver(harness.Write("a.pdf")));

                Assert.NotEqual(ReceiptStates.Sent, receipts.Single().State);
                AssertClean([.. receipts.Select(Describe), Lines(log)], Canary, form);
                AssertClean([.. receipts.Select(Describe), Lines(log)], "0123456789abcdef", "plain");
            }
        }

        AssertClean(listener.Said, Canary, form);
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void A_guest_s_token_is_not_repeated_by_a_frame(string form)
    {
        var said = JsonSerializer.Serialize(new { type = "response", @class = "string", code = 400, body = $"Unknown token {Form(Canary, form)} in request" });
        var frame = GuestFrame.Read(Encoding.UTF8.GetBytes(said), new SecretMask(Canary))!;

        AssertClean([Describe(GuestErrors.From(frame, "The guest session")!)], Canary, form);
    }

    [Theory]
    [InlineData("url")]
    [InlineData("downloadUrl")]
    public void A_signed_url_that_a_frame_brings_is_not_shown(string field)
    {
        const string url = "https://storage.example/f?X-Amz-Signature=0123456789abcdef0123456789abcdef";
        var frame = GuestFrame.Read(JsonSerializer.SerializeToUtf8Bytes(new { @class = "UploadSuccessEvent", code = 200, body = new Dictionary<string, string> { [field] = url } }), new SecretMask())!;

        Assert.DoesNotContain("0123456789abcdef", frame.Show($"It lies at {url}, signed 0123456789abcdef0123456789abcdef."), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_secret_stays_readable()
    {
        var mask = new SecretMask("0123456789", "short", null, "");

        Assert.Equal("The field 'short' has 100% of …, see https://h/p%20q", mask.Apply("The field 'short' has 100% of 0123456789, see https://h/p%20q"));
        Assert.Equal("plain", new SecretMask().Apply("plain"));
    }

    [Theory]
    [InlineData("see https%3A%2F%2Fh%2Fp%3FX-Amz-Signature%3Dcanary%26x now", "see https%3A%2F%2Fh%2Fp?… now")]
    [InlineData("{\"u\":\"https:\\/\\/h\\/p\\u003Fa=canary\\u0026b\"}", "{\"u\":\"https:\\/\\/h\\/p?…\"}")]
    [InlineData("the query X-Amz-Credential=canary%2Fx&X-Amz-Signature=canary", "the query X-Amz-Credential=…&X-Amz-Signature=…")]
    public void An_unknown_URL_loses_its_query_in_any_form(string text, string expected) => Assert.Equal(expected, Redaction.Text(text));

    // What a header may hold.
    private static string Ascii(string text) => new([.. text.Where(c => c is >= ' ' and <= '~')]);

    private static IEnumerable<string> Bodies(string secret) =>
    [
        $"Gateway says: {secret} is wrong",
        JsonSerializer.Serialize(new { message = $"refused: {secret}", code = secret, contextId = secret, error = secret, description = secret, details = new[] { new { fieldName = secret, errorCode = secret } } }),
        $"<html><body>Authorization: Bearer {secret}</body></html>",
    ];

    private static string Form(string secret, string form) => form switch
    {
        "plain" => secret,
        "percent" => Uri.EscapeDataString(secret),
        "percent twice" => Uri.EscapeDataString(Uri.EscapeDataString(secret)),
        "lower percent" => System.Text.RegularExpressions.Regex.Replace(Uri.EscapeDataString(secret), "%..", match => match.Value.ToLowerInvariant()),
        "json" => JsonEncodedText.Encode(secret).Value,
        "json relaxed" => secret.Replace("\"", "\\\"", StringComparison.Ordinal).Replace("/", "\\/", StringComparison.Ordinal),
        "html" => WebUtility.HtmlEncode(secret),
        "base64" => Convert.ToBase64String(Encoding.UTF8.GetBytes(secret)),
        "mixed" => WebUtility.HtmlEncode(Uri.EscapeDataString(secret)[..12]) + JsonEncodedText.Encode(Uri.UnescapeDataString(Uri.EscapeDataString(secret)[12..])).Value,
        _ => throw new ArgumentOutOfRangeException(nameof(form)),
    };

    private static string Lines(StepLog log)
    {
        var text = new StringBuilder();
        while (log.TryTake(out var line))
        {
            text.AppendLine(line.Text);
        }

        return text.ToString();
    }

    private static string Describe(Receipt receipt) =>
        $"{receipt.State} {receipt} {receipt.Transfer.CorrelationId} {receipt.Transfer.AttachmentId} {(receipt.Error is null ? "" : Describe(receipt.Error))}";

    private static string Describe(GCException error) => $"{error} {error.Advice} {error.ServerCode} {error.CorrelationId} {error.Data.Count}";

    private static void AssertClean(IEnumerable<string> surfaces, string canary, string form)
    {
        foreach (var surface in surfaces)
        {
            Assert.DoesNotContain(canary, surface, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain(Form(canary, form), surface, StringComparison.OrdinalIgnoreCase);
            var json = Escape().Replace(surface.Replace("\\/", "/", StringComparison.Ordinal), match => ((char)Convert.ToInt32(match.Groups[1].Value, 16)).ToString());
            var decoded = WebUtility.HtmlDecode(Uri.UnescapeDataString(Uri.UnescapeDataString(json)));
            Assert.DoesNotContain(canary, decoded, StringComparison.OrdinalIgnoreCase);
        }
    }

    [System.Text.RegularExpressions.GeneratedRegex(@"\\u([0-9a-fA-F]{4})")]
    private static partial System.Text.RegularExpressions.Regex Escape();
}
