using System.Collections.Immutable;
using System.Globalization;
using GenesysAttachments.Engine.Display;
using GenesysAttachments.Engine.Files;
using GenesysAttachments.Engine.Targets;

namespace GenesysAttachments.Engine.Storage;

/// <summary>A presigned place for one file's bytes. A class, so that nothing prints the secret part of its URL.</summary>
public sealed class UploadUrl
{
    // Never more than a quarter of its life: the URLs of a store may live for seconds only.
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);

    private const string ContentType = "Content-Type";

    private readonly string _url;

    /// <summary>Takes the URL as the server gave it.</summary>
    /// <param name="url">The whole URL.</param>
    public UploadUrl(string url) => _url = url;

    /// <summary>The file it was made for, with the name it was announced under.</summary>
    public required Attachment File { get; init; }

    /// <summary>Where the file goes, its communication looked up.</summary>
    public required Target Target { get; init; }

    /// <summary>One of <see cref="RouteNames"/>.</summary>
    public required string Route { get; init; }

    /// <summary>The id the message will refer to.</summary>
    public required string AttachmentId { get; init; }

    /// <summary>
    /// The URL as an address that .NET sends byte for byte, where a plain <c>new Uri</c> rewrites <c>%7E</c> and folds <c>..</c>; null where it is
    /// none.
    /// </summary>
    internal Uri? Address => field ??= Uri.TryCreate(_url, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }, out var address) ? address : null;

    /// <summary>The headers to upload with, verbatim. They belong to the signature; do not show them.</summary>
    public required ImmutableArray<KeyValuePair<string, string>> Headers { get; init; }

    /// <summary>When it came, in UTC.</summary>
    public required DateTimeOffset MadeAt { get; init; }

    /// <summary>The same by the clock that nobody sets, which alone tells its age; null when it is not known.</summary>
    internal long? MadeTimestamp { get; init; }

    /// <summary>
    /// How long it lives; null when nothing tells. From its arrival on: its <c>X-Amz-Date</c> is of the storage's clock, and by one that runs
    /// behind it every URL would look expired.
    /// </summary>
    public required TimeSpan? Life { get; init; }

    /// <summary>When it ends, in UTC; null when nothing tells.</summary>
    public DateTimeOffset? ExpiresAt => MadeAt + Life;

    /// <summary>The URL without its query, as it may be shown: <c>https://host/path?…</c>.</summary>
    public string Url => Mask.Apply(ShownText.Of(Redaction.Url(_url)));

    /// <summary>Takes out of what is shown of it the secrets of its session, and its own.</summary>
    internal SecretMask Mask { get; init; } = new();

    /// <summary>The whole URL. Whoever has it can upload: keep it out of logs.</summary>
    public string Reveal() => _url;

    /// <summary>
    /// All headers of the upload: those that came, and the file's content type where none came, which may be part of the signature. The length
    /// goes by itself.
    /// </summary>
    internal IEnumerable<KeyValuePair<string, string>> SentHeaders
    {
        get
        {
            var headers = Headers.Where(header => !header.Key.Equals("Content-Length", StringComparison.OrdinalIgnoreCase));
            return Headers.Any(header => header.Key.Equals(ContentType, StringComparison.OrdinalIgnoreCase)) ? headers : headers.Append(new(ContentType, ContentTypes.Bare(File.ContentType)));
        }
    }

    /// <summary>The names of the headers that an upload must bring along, as they may be shown.</summary>
    public IEnumerable<string> HeaderNames => SentHeaders.Select(header => Mask.Show(header.Key)).Distinct(StringComparer.OrdinalIgnoreCase);

    /// <summary>The headers that an upload must bring along, each with its value. They belong to the signature: keep them out of logs.</summary>
    public IReadOnlyDictionary<string, string> RevealHeaders()
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in SentHeaders)
        {
            headers[name] = value;
        }

        return headers;
    }

    /// <summary>Whether an upload begun now would come too late. One that has just come is always tried.</summary>
    internal bool HasExpired(TimeProvider time) =>
        (Life, MadeTimestamp) is ({ } life, { } made) && time.GetElapsedTime(made) is var age && age >= Fresh && age + TimeSpan.FromTicks(Math.Min(Margin.Ticks, life.Ticks / 4)) >= life;

    /// <inheritdoc/>
    public override string ToString() => Url;

    /// <summary>How long a presigned URL says it lives, its <c>X-Amz-Expires</c>; null when it has none.</summary>
    internal static TimeSpan? LifeOf(string url) =>
        int.TryParse(UrlQuery.ValueOf(url, "X-Amz-Expires"), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? TimeSpan.FromSeconds(seconds) : null;
}
