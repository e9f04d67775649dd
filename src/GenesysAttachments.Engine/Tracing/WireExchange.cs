using System.Globalization;
using System.Net;
using GenesysAttachments.Engine.Display;

namespace GenesysAttachments.Engine.Tracing;

/// <summary>One request on its way, and what comes of it: an entry of the trace when it is over, once.</summary>
internal sealed class WireExchange
{
    private const string Length = "Content-Length";
    private const string NoType = "x-unknown";
    private const string FormType = "application/x-www-form-urlencoded";

    private readonly WireTap _tap;
    private readonly SecretMask? _mask;
    private readonly bool _isStorage;
    private readonly DateTimeOffset _startedAt;
    private readonly long _started;
    private readonly string _method;
    private readonly Uri _address;
    private readonly List<KeyValuePair<string, string>> _headers;
    private readonly string? _type;
    private HttpResponseMessage? _answer;
    private List<KeyValuePair<string, string>> _answerHeaders = [];
    private long _sent;
    private long _answered;
    private int _ended;

    /// <summary>A request is about to leave.</summary>
    /// <param name="tap">Who sends it.</param>
    /// <param name="request">The request, all of its headers set.</param>
    /// <param name="mask">What is secret of it; null knows nothing but the session's.</param>
    /// <param name="isStorage">Whether its query and headers are signed, and a success brings a file.</param>
    /// <param name="keepsText">Whether its body is text that may be shown.</param>
    public WireExchange(WireTap tap, HttpRequestMessage request, SecretMask? mask, bool isStorage, bool keepsText)
    {
        (_tap, _mask, _isStorage) = (tap, mask, isStorage);
        (_startedAt, _started) = (tap.Time.GetUtcNow(), tap.Time.GetTimestamp());
        (_method, _address, Version) = (request.Method.Method, request.RequestUri!, request.Version);
        _type = request.Content?.Headers.ContentType?.ToString();
        _headers = [new("Host", request.Headers.Host ?? _address.Authority), .. Flat(request.Headers.NonValidated), .. request.Content is { } content ? Flat(content) : []];
        Body = request.Content is null ? null : new KeptText(keepsText ? KeptText.Most : 0);
        tap.Trace.Enter(this);
    }

    /// <summary>What is sent; null where nothing is.</summary>
    public KeptText? Body { get; }

    /// <summary>Fields of a form that brings a file.</summary>
    public IReadOnlyList<HarParam>? Form { get; init; }

    /// <summary>What came back; null before the answer's headers.</summary>
    public KeptText? AnswerBody { get; private set; }

    private Version Version { get; set; }

    /// <summary>All of the body has gone.</summary>
    public void Sent() => Volatile.Write(ref _sent, _tap.Time.GetTimestamp());

    /// <summary>The headers of an answer have come.</summary>
    public void Answered(HttpResponseMessage answer)
    {
        Version = answer.Version;
        // Copied: another thread may end the trace while they are read.
        _answerHeaders = [.. Flat(answer.Headers.NonValidated), .. Flat(answer.Content.Headers.NonValidated)];
        AnswerBody = new KeptText(_isStorage && answer.IsSuccessStatusCode ? 0 : KeptText.Most);
        Volatile.Write(ref _answered, _tap.Time.GetTimestamp());
        Volatile.Write(ref _answer, answer);
    }

    /// <summary>It became a socket; its frames go to what comes back.</summary>
    public WireSocket Upgraded()
    {
        Volatile.Write(ref _ended, 1);
        _tap.Trace.Leave(this);
        return new WireSocket(_tap, _mask, () => Entry(null) with { ResourceType = "websocket" });
    }

    /// <summary>It is over.</summary>
    /// <param name="failure">Why there is no answer, or no more of it; null where all went well.</param>
    public void End(Exception? failure = null)
    {
        if (Interlocked.Exchange(ref _ended, 1) == 0)
        {
            // Under way until it is taken down: a trace that ends meanwhile waits for it.
            _tap.Trace.Add(() => Entry(failure));
            _tap.Trace.Leave(this);
        }
    }

    private HarEntry Entry(Exception? failure)
    {
        var mask = _tap.Mask(_mask);
        if (_isStorage)
        {
            mask = mask.And([.. UrlSecrets.Of(_address.AbsoluteUri), .. _headers.Where(header => !SecretNames.IsOpenHeader(header.Key)).Select(header => header.Value)]);
        }

        var now = _tap.Time.GetTimestamp();
        var answer = Volatile.Read(ref _answer);
        var error = failure is null ? null : Words(failure, mask);
        var shown = answer is null ? null : BodyText.Of(AnswerBody!, mask, onlyJson: _type?.StartsWith(FormType, StringComparison.Ordinal) == true);
        mask = shown is { Found.Count: > 0 } ? mask.And(shown.Found) : mask;
        var (sent, answered) = (Volatile.Read(ref _sent) is > 0 and var gone ? gone : _started, answer is null ? now : _answered);
        sent = Math.Min(sent, answered);
        return new HarEntry
        {
            StartedDateTime = _startedAt,
            Time = Milliseconds(_started, now),
            Request = Request(mask),
            Response = answer is null ? new HarResponse(0, "", "", [], new HarContent(0, NoType, null, null), "", -1) { Error = error } : Answer(answer, shown!, mask, error),
            Timings = new HarTimings(Milliseconds(_started, sent), Milliseconds(sent, answered), Milliseconds(answered, now)),
            Comment = error,
            ResourceType = "fetch",
        };
    }

    private HarRequest Request(TraceMask mask)
    {
        var url = _address.AbsoluteUri;
        return new HarRequest(_method, mask.Url(url, _isStorage), Name(Version), [.. _headers.Select(header => mask.RequestHeader(header.Key, header.Value))], [.. mask.Query(url, _isStorage)], Post(mask), Body?.Total ?? 0);
    }

    private HarPostData? Post(TraceMask mask)
    {
        if (Body is null || _type is null)
        {
            return null;
        }

        if (_type.StartsWith(FormType, StringComparison.Ordinal))
        {
            return new HarPostData(_type, null, BodyText.Fields(Body, mask), null);
        }

        var shown = BodyText.Of(Body, mask, onlyJson: false);
        return new HarPostData(mask.Text(_type), shown.Text ?? (Form is null ? "" : null), Form?.Select(field => field with { Value = field.Value is null ? null : mask.Text(field.Value) }).ToList(), shown.Comment);
    }

    private HarResponse Answer(HttpResponseMessage answer, BodyText shown, TraceMask mask, string? error)
    {
        var headers = _answerHeaders.Select(header => mask.AnswerHeader(header.Key, header.Value)).ToList();
        var type = headers.Find(header => header.Name.Equals("Content-Type", StringComparison.OrdinalIgnoreCase))?.Value ?? NoType;
        var redirect = headers.Find(header => header.Name.Equals("Location", StringComparison.OrdinalIgnoreCase))?.Value ?? "";
        var size = AnswerBody!.Total;
        return new HarResponse((int)answer.StatusCode, mask.Text(answer.ReasonPhrase ?? ""), Name(Version), headers, new HarContent(size, type, shown.Text, shown.Comment), redirect, size) { Error = error };
    }

    // The words of .NET hold those of servers and proxies.
    private static string Words(Exception failure, TraceMask mask)
    {
        var words = new List<string>();
        for (var cause = failure; cause is not null && words.Count < 3; cause = cause.InnerException)
        {
            if (!words.Exists(said => said.Contains(cause.Message, StringComparison.Ordinal)))
            {
                words.Add(cause.Message);
            }
        }

        return Redaction.Text(mask.Text(string.Join(' ', words)));
    }

    // .NET adds the length on the way out.
    private static IEnumerable<KeyValuePair<string, string>> Flat(HttpContent content) => content.Headers.ContentLength is { } length
        ? Flat(content.Headers.NonValidated).Where(header => !header.Key.Equals(Length, StringComparison.OrdinalIgnoreCase)).Append(new(Length, length.ToString(CultureInfo.InvariantCulture)))
        : Flat(content.Headers.NonValidated);

    private static IEnumerable<KeyValuePair<string, string>> Flat(System.Net.Http.Headers.HttpHeadersNonValidated headers)
    {
        foreach (var (name, values) in headers)
        {
            foreach (var value in values)
            {
                yield return new(name, value);
            }
        }
    }

    private static string Name(Version version) => string.Create(CultureInfo.InvariantCulture, $"HTTP/{version.Major}.{version.Minor}");

    private double Milliseconds(long from, long to) => Math.Round(Math.Max(0, _tap.Time.GetElapsedTime(from, to).TotalMilliseconds), 3);
}
