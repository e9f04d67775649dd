using GenesysAttachments.Engine.Errors;

namespace GenesysAttachments.Engine.Tests.Hostile;

/// <summary>The answer to a message that was taken: it is sent, whatever the answer says of itself, and nothing of that reaches a screen.</summary>
internal static class MessageRows
{
    private static readonly Place[] Places = [Place.Message, Place.MessagingMessage, Place.MediaMessage, Place.FormMessage];

    private static readonly string[] Junk =
    [
        "\"\\u001b]0;owned\\u0007\"", "\"a\\u0000b\\u009b31m\"", "\"\\u202egpj.exe\"", "\"a\\u200bb\\ufeff\"", "\"a\\udb40\\udc20b\"", "\"a\\ud800b\"", "\"\\u2028\\u2029\"", "\"..\"", "\"a b\\r\\nc\"", "\"\"", "null",
    ];

    private static readonly string[] NoTexts = ["17", "[\"x\"]", "{\"a\":1}", "true"];

    public static IEnumerable<Row> All => [.. new[] { Place.Message, Place.MessagingMessage }.SelectMany(Fields), .. Dates, .. Receipts, .. Echoes, .. Own];

    private static IEnumerable<Row> Fields(Place place) =>
        from field in new[] { "id", "status" }
        from value in Junk.Concat(NoTexts).Append($"\"{new string('a', 100_000)}\"")
        let name = value.Length > 1000 ? "100 KB long" : value
        select new Row($"{field} is {name}", place, Attacks.With(field, value), NoTexts.Contains(value) ? [Fate.Sent, Fate.Unknown] : [Fate.Sent]) { Check = AssertShort };

    private static IEnumerable<Row> Dates =>
        from place in new[] { Place.Message, Place.MessagingMessage }
        from value in new[] { "\"soon\"", "\"10000-01-01T00:00:00Z\"", "17", "[]", "true", "null", "\"\\u001b[31m\"" }
        select new Row($"the time is {value}", place, Attacks.With(place == Place.Message ? "timestamp" : "created_time", value), Fate.Sent)
        {
            Check = outcome => Assert.Null(outcome.Middle.Transfer.Created),
        };

    private static IEnumerable<Row> Receipts
    {
        get
        {
            string[] good = ["null", "[]", "[null]", "[{\"reasons\":null}]", "[{\"reasons\":[null]}]", "[{\"reasons\":[{\"code\":null,\"message\":null}]}]"];
            string[] bad = ["17", "\"x\"", "{}", "[1]", "[{\"reasons\":17}]"];
            foreach (var receipts in good.Concat(bad))
            {
                yield return new Row($"receipts are {receipts}", Place.Message, Attacks.Answer(200, $$"""{"id":"m","status":"sent","normalizedReceipts":{{receipts}}}"""), Fate.Sent);
            }

            foreach (var receipts in good.Append("[{\"reasons\":[{\"code\":\"\\u001b[31m\",\"message\":\"\\u202e\\ud800 https://h/p?X-Amz-Signature=1234\"}]}]"))
            {
                yield return new Row($"failed, and receipts are {receipts}", Place.Message, Attacks.Answer(200, $$"""{"id":"m","status":"failed","normalizedReceipts":{{receipts}}}"""), Fate.Failed(ErrorIds.MessageRejected));
            }
        }
    }

    // Secrets in every form, as id, status and correlation id of a success.
    private static IEnumerable<Row> Echoes =>
        from place in Places
        from secret in new[] { UsualOrg.AccessToken, Secrets.Client, Secrets.Header }
        select new Row($"repeats a secret, {secret[..6]}…", place, Echo(secret), Fate.Sent);

    // An answer that repeats what it has just brought.
    private static IEnumerable<Row> Own =>
    [
        .. from place in new[] { Place.UploadUrl, Place.MessagingUrl }
           select new Row("repeats its own signature", place, Attacks.Headers($"ININ-Correlation-Id: {UsualOrg.Signature}"), Fate.Sent),
        new("repeats its own signature as id", Place.UploadUrl, Attacks.With("id", $"\"{UsualOrg.Signature}\""), Fate.Sent, Fate.Failed(ErrorIds.AnswerInvalid, ErrorIds.UploadInvalid)),
        new("repeats its own token", Place.SignIn, Attacks.Headers($"ININ-Correlation-Id: {UsualOrg.AccessToken}"), Fate.Sent),
        new("repeats its own token as its type", Place.SignIn, Attacks.With("token_type", $"\"{UsualOrg.AccessToken}\""), Fate.Sent),
        new("repeats its own token", Place.Jwt, Attacks.With("type", $"\"{UsualOrg.GuestJwt}\""), Fate.Sent),
    ];

    private static Attack Echo(string secret) => call => call.SayAsync(
        Attacks.Edit($"\"{secret.ToUpperInvariant()}\"", Attacks.Edit($"\"{secret}\"", call.Usual, "id"), "status"), 200, "Content-Type: application/json", $"ININ-Correlation-Id: {secret}");

    private static void AssertShort(Outcome outcome) =>
        Assert.InRange(outcome.Said.Max(said => said.Text.Length), 0, 4096);
}
