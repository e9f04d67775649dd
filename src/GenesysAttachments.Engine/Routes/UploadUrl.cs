using System.Collections.Immutable;
using System.Globalization;
using GenesysAttachments.Engine.Files;
using GenesysAttachments.Engine.Telemetry;

namespace GenesysAttachments.Engine.Routes;

/// <summary>A presigned place for one file's bytes. A class, so that nothing prints the secret part of its URL.</summary>
public sealed class UploadUrl
{
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(5);

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

    /// <summary>The headers to upload with, verbatim. They belong to the signature; do not show them.</summary>
    public required ImmutableArray<KeyValuePair<string, string>> Headers { get; init; }

    /// <summary>When it ends, in UTC; null when nothing tells.</summary>
    public required DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>The URL without its query: <c>https://host/path?…</c>.</summary>
    public string Url => Redaction.Url(_url);

    /// <summary>The whole URL. Whoever has it can upload: keep it out of logs.</summary>
    public string Reveal() => _url;

    /// <summary>Whether an upload begun now would come too late.</summary>
    public bool HasExpired(DateTimeOffset now) => now + Margin >= ExpiresAt;

    /// <inheritdoc/>
    public override string ToString() => Url;

    /// <summary>
    /// The end of a presigned URL that has just come: its own <c>X-Amz-Expires</c> from now on. Its <c>X-Amz-Date</c> is of the storage's
    /// clock, and by one that runs behind it every URL would look expired. Null when it has none.
    /// </summary>
    internal static DateTimeOffset? ReadExpiry(string url, DateTimeOffset now)
    {
        var query = url.IndexOf('?', StringComparison.Ordinal) is >= 0 and var start ? url[(start + 1)..] : "";
        foreach (var pair in query.Split('&'))
        {
            var parts = pair.Split('=', 2);
            if (parts.Length == 2 && parts[0].Equals("X-Amz-Expires", StringComparison.OrdinalIgnoreCase) && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
            {
                return now.AddSeconds(seconds);
            }
        }

        return null;
    }
}
