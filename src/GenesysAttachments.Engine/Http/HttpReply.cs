using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using GenesysAttachments.Engine.Telemetry;

namespace GenesysAttachments.Engine.Http;

/// <summary>A whole answer of the org, read to its end.</summary>
/// <param name="status">Its status.</param>
/// <param name="headers">Its headers; names match without case.</param>
/// <param name="body">Its body as text; empty when there is none.</param>
/// <param name="mask">Taken out of all that it says; null says all.</param>
internal sealed class HttpReply(HttpStatusCode status, HttpResponseHeaders headers, string body, SecretMask? mask = null)
{
    public HttpStatusCode Status { get; } = status;

    public string Body { get; } = body;

    public bool IsSuccess => (int)Status is >= 200 and < 300;

    public string? CorrelationId => Header("ININ-Correlation-Id");

    public string? Challenge => Header("WWW-Authenticate");

    public string? Header(string name) =>
        headers.TryGetValues(name, out var values) && values.FirstOrDefault() is { } value ? mask?.Apply(value) ?? value : null;

    /// <summary>The same answer without secrets that it may repeat. For refusals, whose words users see.</summary>
    public HttpReply Masked(SecretMask secrets) => new(Status, headers, secrets.Apply(Body), secrets);

    public int? Number(string name) => int.TryParse(Header(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>The body as an object, or null when it is not that JSON.</summary>
    public T? ReadJson<T>(JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return Body.Length == 0 ? null : JsonSerializer.Deserialize(Body, type);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The wait that <c>Retry-After</c> asks for, in seconds or as a date; null when absent or unreadable.</summary>
    public TimeSpan? RetryAfter(TimeProvider time)
    {
        var text = Header("Retry-After")?.Trim();
        if (double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds))
        {
            return TimeSpan.FromSeconds(Math.Min(seconds, 86_400));
        }

        if (DateTimeOffset.TryParseExact(text, "r", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment))
        {
            var wait = moment - time.GetUtcNow();
            return wait > TimeSpan.Zero ? wait : TimeSpan.Zero;
        }

        return null;
    }
}
