using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using GenesysAttachments.Engine.Answers;
using GenesysAttachments.Engine.Display;

namespace GenesysAttachments.Engine.Http;

/// <summary>An answer: of a success all of it, of a refusal its first part. What it says is shown through its mask alone.</summary>
/// <param name="status">Its status.</param>
/// <param name="headers">Its headers; names match without case.</param>
/// <param name="body">Its body; empty when there is none, null when it was longer than an answer may be.</param>
/// <param name="mask">Takes out of all that is shown of it what must not be seen.</param>
internal sealed class HttpReply(HttpStatusCode status, HttpResponseHeaders headers, AnswerBytes? body, SecretMask mask)
{
    private const int LongestRequestId = 40;
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);
    private AnswerBytes? _body = body;

    public HttpStatusCode Status { get; } = status;

    /// <summary>The body as it came; empty where there is none, or too much of it.</summary>
    public ReadOnlyMemory<byte> Body => _body?.Memory ?? default;

    /// <summary>Whether there was more of the body than is read of an answer.</summary>
    public bool IsTooLong => _body is null;

    public bool IsSuccess => (int)Status is >= 200 and < 300;

    /// <summary>The server's clock when it answered; null where it does not say.</summary>
    public DateTimeOffset? Date => headers.Date;

    public string? CorrelationId => RequestId("ININ-Correlation-Id");

    public string? Challenge => Header("WWW-Authenticate") is { } challenge ? mask.Show(challenge) : null;

    /// <summary>What a proxy wants to be signed in with, where it was a proxy that answered.</summary>
    public IEnumerable<string> ProxyChallenges => headers.TryGetValues("Proxy-Authenticate", out var values) ? values : [];

    /// <summary>The words of the body as they may be shown.</summary>
    public string Text => Show(RawText);

    /// <summary>The words of the body as they came: not to be shown.</summary>
    public string RawText => Encoding.UTF8.GetString(Body.Span);

    /// <summary>Where a redirect leads, as it came: not to be shown, it may be signed; null when it is none.</summary>
    public string? Location => (int)Status is >= 300 and < 400 ? Header("Location") : null;

    /// <summary>Where a redirect leads: the host alone; null when it is none.</summary>
    public string? RedirectHost => Uri.TryCreate(Location, UriKind.Absolute, out var target) ? ShowWord(target.Host) : null;

    /// <summary>Whether the body is a page for a browser, which no service of the platform answers with.</summary>
    public bool IsPage => Encoding.UTF8.GetString(Body.Span[..Math.Min(Body.Length, 1024)]).TrimStart('\uFEFF', ' ', '\t', '\r', '\n') is ['<', _, ..] start
        && (start.StartsWith("<!doctype html", StringComparison.OrdinalIgnoreCase) || start.Contains("<html", StringComparison.OrdinalIgnoreCase));

    /// <summary>
    /// A header with the id that support would ask for, as it may be shown. Longer than a UUID none is; what is may be a secret that this very
    /// answer brings, and that nobody knows yet.
    /// </summary>
    public string? RequestId(string name) => mask.ShowWord(Header(name)) is { Length: <= LongestRequestId } id ? id : null;

    /// <summary>A header that is a whole number.</summary>
    public int? Number(string name) => int.TryParse(Header(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>What the answer says somewhere, as it may be shown.</summary>
    public string Show(string? words) => words is null ? "" : mask.Show(words);

    /// <summary>What the answer says somewhere in a word, as it may be shown.</summary>
    public string? ShowWord(string? word) => mask.ShowWord(word);

    /// <summary>The body as an object, or null when it is not that JSON.</summary>
    public T? ReadJson<T>(JsonTypeInfo<T> type)
        where T : class => ReadJson(type, out _);

    /// <summary>The body as an object, or null and what is wrong with it.</summary>
    public T? ReadJson<T>(JsonTypeInfo<T> type, out string problem)
        where T : class
    {
        if (_body is not { } bytes)
        {
            problem = string.Create(CultureInfo.InvariantCulture, $"it has more than {AnswerLimits.Json:N0} bytes");
            return null;
        }

        try
        {
            problem = "";
            return AnswerJson.Read(bytes.Memory, type);
        }
        catch (JsonException e)
        {
            problem = string.IsNullOrEmpty(e.Path) || e.Path == "$" ? "it is not the JSON that belongs here" : $"its {mask.ShowWord(e.Path.TrimStart('$', '.'))} is not what belongs there";
            return null;
        }
    }

    /// <summary>The body has been read, and nobody will look at it again.</summary>
    public void Release()
    {
        _body?.Return();
        _body = AnswerBytes.None;
    }

    /// <summary>The wait that <c>Retry-After</c> asks for, in seconds or as a date, a day at most; null when absent or unreadable.</summary>
    public TimeSpan? RetryAfter(TimeProvider time)
    {
        var text = Header("Retry-After")?.Trim();
        if (text is { Length: > 0 } && text.All(char.IsAsciiDigit))
        {
            return double.Parse(text, CultureInfo.InvariantCulture) is var seconds && seconds < LongestWait.TotalSeconds ? TimeSpan.FromSeconds(seconds) : LongestWait;
        }

        if (!DateTimeOffset.TryParseExact(text, "r", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment))
        {
            return null;
        }

        var wait = moment - time.GetUtcNow();
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait < LongestWait ? wait : LongestWait;
    }

    private string? Header(string name) => headers.TryGetValues(name, out var values) ? values.FirstOrDefault() : null;
}
