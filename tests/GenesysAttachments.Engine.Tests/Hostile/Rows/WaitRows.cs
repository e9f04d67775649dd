using GenesysAttachments.Engine.Errors;

namespace GenesysAttachments.Engine.Tests.Hostile;

/// <summary>Waits that a server asks for: what cannot be read is not there, and nobody waits longer than a day.</summary>
internal static class WaitRows
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    private static readonly string[] Unreadable =
    [
        "NaN", "Infinity", "-Infinity", "1e9", "-5", "+5", "2.5", "0x10", "1,000", "soon", "", "5 seconds", "\u0665", "5;6", "1/0", "Wed, 31 Feb 2027 00:00:00 GMT", "2027-01-01T00:00:00Z", "Fri, 31 Dec 10000 23:59:59 GMT", "5\u001b[31m",
    ];

    private static readonly string[] TooLong =
    [
        "Fri, 31 Dec 9999 23:59:59 GMT", "99999999999999999999", "4294967296", "9223372036854775808", "86401", new string('9', 4000),
    ];

    private static readonly Place[] Places = [Place.UploadUrl, Place.Conversation, Place.Message, Place.Put, Place.SignIn, Place.MediaUpload];

    public static IEnumerable<Row> All =>
    [
        .. from place in Places
           from status in new[] { 429, 503 }
           // A message that met a 503 is not sent again: it may have arrived.
           where (place, status) is not (Place.Message, 503)
           from value in Unreadable
           where place == Place.UploadUrl || (value is "NaN" or "-5" or "1e9" or "soon")
           select new Row($"{status} once, wait {value.Replace("\u001b", "ESC", StringComparison.Ordinal)}", place, Attacks.Once(Asked(status, value)), Fate.Sent) { Check = AssertUsualWaits },
        .. from place in Places
           from value in TooLong
           select new Row($"429, wait {(value.Length > 40 ? "4,000 digits" : value)}", place, Asked(429, value), Fate.Failed(ErrorIds.RateLimited, ErrorIds.RetriesExhausted)) { StopsBatch = place != Place.Put, Check = AssertDay },
        .. from place in new[] { Place.UploadUrl, Place.Put, Place.SignIn }
           from value in TooLong
           select new Row($"503, wait {(value.Length > 40 ? "4,000 digits" : value)}", place, Asked(503, value), Fate.Failed(ErrorIds.RetriesExhausted)) { Check = AssertDay },
        new("429 once, two waits", Place.UploadUrl, Attacks.Once(Attacks.Answer(429, "{}", "Retry-After: 1", "Retry-After: 99999999")), Fate.Sent, Fate.Failed(ErrorIds.RateLimited)) { StopsBatch = true, Check = AssertDay },
        new("429 once, a date gone by", Place.UploadUrl, Attacks.Once(Asked(429, "Mon, 01 Jan 1601 00:00:00 GMT")), Fate.Sent) { Check = AssertUsualWaits },
    ];

    private static Attack Asked(int status, string value) => Attacks.Answer(status, """{"message":"Slow down","code":"too.many.requests","status":429}""", $"Retry-After: {value}");

    private static void AssertUsualWaits(Outcome outcome) =>
        Assert.All(outcome.Time.Pauses, pause => Assert.InRange(pause, TimeSpan.Zero, TimeSpan.FromSeconds(180)));

    private static void AssertDay(Outcome outcome)
    {
        var errors = outcome.Receipts.Select(receipt => receipt.Error).Append(outcome.Refusal).OfType<GCException>();
        Assert.All(errors, error => Assert.True(error.RetryAt is null || error.RetryAt <= outcome.Time.GetUtcNow() + Day, $"It asks to come back at {error.RetryAt}."));
        Assert.All(outcome.Time.Pauses, pause => Assert.InRange(pause, TimeSpan.Zero, Day));
    }
}
