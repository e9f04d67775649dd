using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using GenesysAttachments.Engine.Display;

namespace GenesysAttachments.Engine.Tests.Hostile;

/// <summary>
/// Secrets in every form, and characters that no screen should get, put into everything that an answer says: none of it comes out
/// anywhere, not in receipts, errors and what they wrap, nor in verbose and debug lines, activities and measures, nor in a trace of the wire. What only a shell shows
/// is searched by <c>Hostile.Tests.ps1</c>.
/// </summary>
[Collection(AloneCollection.Name)]
public sealed class CanaryTests
{
    private static readonly int[] Statuses = [400, 401, 403, 404, 409, 413, 415, 418, 429, 500, 503];

    public static TheoryData<Place> Places => [.. Enum.GetValues<Place>().Where(place => place is not Place.None)];

    [Theory]
    [MemberData(nameof(Places))]
    public async Task No_secret_comes_out_whatever_repeats_it(Place place)
    {
        var forms = SecretsAt(place).SelectMany(secret => Secrets.Forms(secret).Select(form => (form.Text, IsNew: secret == BroughtBy(place)))).ToList();
        for (var i = 0; i < forms.Count; i++)
        {
            // Each form in each place, and each way of saying it in turn; what the answer itself brings, where it does.
            var (form, way) = (forms[i].Text, forms[i].IsNew ? Way.Taken : (Way)(i % 3));
            var outcome = await Outcome.OfAsync(new Row(form, place, Say(form, way, Statuses[i % Statuses.Length])), isTraced: true);

            Assert.Empty(outcome.Server.Mistakes);
            Assert.True(outcome.Server.Strikes > 0);
            Assert.True(!Secrets.In(outcome.Whole).Any(), $"{form}, {way}: {string.Join(", ", outcome.Said.Where(said => Secrets.In(said.Text).Any()).Select(said => $"{said.Outlet}: {said.Text}"))}");
        }
    }

    [Theory]
    [MemberData(nameof(Places))]
    public async Task No_odd_character_comes_out_whatever_says_it(Place place)
    {
        var odd = string.Join('x', Odd.All);
        foreach (var way in Enum.GetValues<Way>())
        {
            foreach (var status in way == Way.Taken ? [200] : Statuses)
            {
                var outcome = await Outcome.OfAsync(new Row("odd", place, Say(odd, way, status)), isTraced: true);

                Assert.Empty(outcome.Server.Mistakes);
                Assert.Empty(outcome.Odd);
                Assert.All(outcome.Said.Where(said => IsWord(said.Outlet)), said => Assert.All(said.Text, c => Assert.True(c is (>= ' ' and <= '~') or '…', $"{said.Outlet}: {said.Text}")));
            }
        }
    }

    [Fact]
    public void No_form_of_a_secret_passes_the_mask()
    {
        var mask = new SecretMask(Secrets.All);
        foreach (var text in Secrets.All.SelectMany(Secrets.Forms).SelectMany(form => new[] { form.Text, $"see {form.Text}, it says", $"\"{form.Text}\"", $"a{form.Text}b", form.Text.Insert(form.Text.Length / 2, "\u200b"), JsonSerializer.Serialize(form.Text) }))
        {
            Assert.False(Secrets.In(mask.Show(text) + mask.ShowWord(text)).Any(), text);
        }
    }

    [Fact]
    public void The_search_finds_what_it_is_looking_for()
    {
        Assert.All(Secrets.All.SelectMany(Secrets.Forms), form => Assert.NotEmpty(Secrets.In($"x{form.Text}y")));
        Assert.All(Odd.All, odd => Assert.NotEmpty(Odd.In($"a{odd}b")));
        Assert.Empty(Odd.In("żółć 日本語 \ud83d\ude00"));
    }

    // How it is said.
    private enum Way
    {
        Taken,
        Refused,
        Plain,
    }

    // What the session has to keep by then.
    private static string[] SecretsAt(Place place) => place switch
    {
        Place.Presign or Place.UploadEvent or Place.Echo => [Secrets.GuestToken, Secrets.Header, UsualOrg.Signature],
        Place.Jwt or Place.History => [Secrets.GuestToken, Secrets.Header, UsualOrg.GuestJwt],
        >= Place.Handshake => [Secrets.GuestToken, Secrets.Header],
        Place.UploadUrl or Place.Put or Place.MediaStatus or Place.Message or Place.Bulk or Place.MessagingUrl or Place.MessagingMessage => [Secrets.Client, Secrets.Header, UsualOrg.AccessToken, UsualOrg.Signature],
        _ => [Secrets.Client, Secrets.Header, UsualOrg.AccessToken],
    };

    // A refusal that repeats it would tell of what nobody was given.
    private static string? BroughtBy(Place place) => place switch
    {
        Place.SignIn => UsualOrg.AccessToken,
        Place.UploadUrl or Place.MessagingUrl or Place.Presign => UsualOrg.Signature,
        Place.Jwt => UsualOrg.GuestJwt,
        _ => null,
    };

    private static bool IsWord(string outlet) => outlet.EndsWith("Id", StringComparison.Ordinal) || outlet is "MessageStatus" or "ServerCode";

    private static Attack Say(string text, Way way, int status) => call => way switch
    {
        Way.Taken => call.SayAsync(call.Usual.Length == 0 ? text : Stuffed(call.Usual, text), 200, Headers(text)),
        Way.Refused when call.Socket is not null => call.SayAsync(Stuffed(call.Usual.Replace("\"code\":200", "\"code\":4011", StringComparison.Ordinal), text, refuses: true)),
        Way.Refused => call.SayAsync(Refusal(call, text), status, Headers(text)),
        _ => call.SayAsync(text, status, Headers(text)),
    };

    private static string Refusal(HostileCall call, string text)
    {
        var json = Literal(text);
        return call.Method == "PUT"
            ? $"<Error><Code>{System.Security.SecurityElement.Escape(Xml(text))}</Code><Message>{System.Security.SecurityElement.Escape(Xml(text))}</Message></Error>"
            : $$$"""{"message":{{{json}}},"code":{{{json}}},"contextId":{{{json}}},"entityName":{{{json}}},"error":{{{json}}},"description":{{{json}}},"error_description":{{{json}}},"messageParams":{"permissions":{{{json}}}},"details":[{"errorCode":{{{json}}},"fieldName":{{{json}}}}]}""";
    }

    // Every text of the answer that is no address and no word of the protocol, and two more fields that an answer may have.
    private static string Stuffed(string usual, string text, bool refuses = false)
    {
        const string Mark = "@@here@@";
        var root = JsonNode.Parse(usual)!;
        Stuff(root, Mark, refuses);
        return root.ToJsonString().Replace($"\"{Mark}\"", Literal(text), StringComparison.Ordinal);
    }

    private static void Stuff(JsonNode? node, string mark, bool refuses)
    {
        foreach (var item in node as JsonArray ?? [])
        {
            Stuff(item, mark, refuses);
        }

        foreach (var (name, value) in (node as JsonObject ?? []).ToList())
        {
            Stuff(value, mark, refuses);
            if (refuses && name == "class")
            {
                node!["class"] = "Error";
            }
            else if (value?.GetValueKind() == JsonValueKind.String && name is not ("access_token" or "uploadUrl" or "url" or "jwt" or "purpose" or "state" or "tracingId" or "attachmentId" or "type") && (name != "class" || !refuses))
            {
                node![name] = mark;
            }
        }

        if (node is JsonObject owner)
        {
            (owner["errorMessage"], owner["message"], owner["normalizedReceipts"]) = (mark, mark, new JsonArray(new JsonObject { ["reasons"] = new JsonArray(new JsonObject { ["code"] = mark, ["message"] = mark }) }));
        }
    }

    private static string[] Headers(string text)
    {
        var value = string.Concat(text.Where(c => c is > '\0' and not ('\r' or '\n') and <= '\xff'));
        return ["Content-Type: application/json", $"ININ-Correlation-Id: {value}", $"x-amz-request-id: {value}", $"WWW-Authenticate: Bearer error=\"{value}\"", $"Retry-After: {value}", $"Server: {value}"];
    }

    // Halves of pairs as well, which no serializer writes.
    private static string Literal(string text) =>
        "\"" + string.Concat(text.Select(c => c is '"' or '\\' or < ' ' or > '~' ? "\\u" + ((int)c).ToString("x4", CultureInfo.InvariantCulture) : c.ToString())) + "\"";

    private static string Xml(string text) => string.Concat(text.Where(c => c is '\t' or '\n' or '\r' or (>= ' ' and < '\ud800') or (> '\udfff' and < '\ufffe')));
}
