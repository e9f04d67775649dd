using GenesysAttachments.Engine.SignIn;

namespace GenesysAttachments.Engine.Receiving;

/// <summary>
/// What the URL of an attachment is. It is data that a customer, a bot or a partner may have written: host and path are compared whole, never
/// by how they begin, end, or what they hold.
/// </summary>
/// <param name="Source">One of <see cref="AttachmentSources"/>.</param>
/// <param name="DownloadId">The download's id, where it is the org's; it opens nothing without a token.</param>
/// <param name="Host">The host that it names; null where it names none.</param>
internal sealed record DownloadAddress(string Source, string? DownloadId = null, string? Host = null)
{
    private const string DownloadPath = "/api/v2/downloads/";
    private const int LongestUrl = 16 * 1024;
    private const int LongestId = 200;
    private const string HostCharacters = "-.:[]";

    /// <summary>No URL at all.</summary>
    public static DownloadAddress Nowhere { get; } = new(AttachmentSources.None);

    /// <summary>Judges a URL.</summary>
    /// <param name="url">As it stands in the message.</param>
    /// <param name="mediaType">The attachment's media type: a link has no bytes of the platform's.</param>
    /// <param name="settings">The session's region or endpoint.</param>
    public static DownloadAddress Of(string? url, string? mediaType, SessionSettings settings)
    {
        if ("Link".Equals(mediaType, StringComparison.OrdinalIgnoreCase) || url is null || Parse(url) is not { } address)
        {
            return Nowhere;
        }

        var path = PathOf(url);
        return OrgId(address, path, settings) is { } id ? new(AttachmentSources.Org, id, address.Host)
            : IsStorage(address, settings) ? new(AttachmentSources.Storage, null, address.Host)
            : new(AttachmentSources.External, null, address.Host);
    }

    /// <summary>The address that goes out byte for byte; null for what must not be asked: no visible ASCII, no host, a user name, a fragment.</summary>
    public static Uri? Parse(string url) =>
        url.Length is > 0 and <= LongestUrl && !url.AsSpan().ContainsAnyExceptInRange('!', '~') && url.AsSpan().IndexOfAny('#', '\\') < 0
        && Uri.TryCreate(url, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }, out var address)
        && address is { IsAbsoluteUri: true, Host.Length: > 0, UserInfo.Length: 0 } && HasPlainAuthority(url)
            ? address : null;

    // What stands there before anybody has decoded or repaired it: .NET would, and so may others, not all alike.
    private static bool HasPlainAuthority(string url) => url.IndexOf("://", StringComparison.Ordinal) is > 0 and var scheme
        && AuthorityOf(url, scheme + 3) is { Length: > 0 } authority && !authority.ContainsAnyExcept(Plain);

    private static readonly System.Buffers.SearchValues<char> Plain = System.Buffers.SearchValues.Create(
        [.. Enumerable.Range('a', 26).Select(c => (char)c), .. Enumerable.Range('A', 26).Select(c => (char)c), .. Enumerable.Range('0', 10).Select(c => (char)c), .. HostCharacters]);

    private static ReadOnlySpan<char> AuthorityOf(string url, int from)
    {
        var rest = url.AsSpan(from);
        var end = rest.IndexOfAny('/', '?');
        return end < 0 ? rest : rest[..end];
    }

    private static ReadOnlySpan<char> PathOf(string url)
    {
        var from = url.IndexOf("://", StringComparison.Ordinal) + 3;
        var rest = url.AsSpan(from + AuthorityOf(url, from).Length);
        var query = rest.IndexOf('?');
        return query < 0 ? rest : rest[..query];
    }

    private static string? OrgId(Uri address, ReadOnlySpan<char> path, SessionSettings settings)
    {
        if (settings.Endpoint is not null)
        {
            var api = settings.ApiBase;
            return address.Scheme == api.Scheme && address.Port == api.Port && IsHost(address, api.Host) ? IdAfter(path, api.AbsolutePath.TrimEnd('/') + DownloadPath) : null;
        }

        return address is not { Scheme: "https", IsDefaultPort: true } ? null
            : IsHost(address, $"api.{settings.Domain}") || IsHost(address, $"api-downloads.{settings.Domain}") ? IdAfter(path, DownloadPath)
            : IsHost(address, $"apps.{settings.Domain}") ? IdAfter(path, "/platform" + DownloadPath)
            : null;
    }

    // The region's own buckets, and the host that hands out copies: protocol.md 1.5, download.md 3. Any other bucket anybody can own.
    private static bool IsStorage(Uri address, SessionSettings settings)
    {
        if (settings.Endpoint is not null || address is not { Scheme: "https", IsDefaultPort: true })
        {
            return false;
        }

        return IsHost(address, $"api-downloads.{settings.Domain}")
            || (RegionOf(settings.Domain) is { } region && (region switch
            {
                "us-east-1" => IsHost(address, "shyrka-prod.s3.amazonaws.com"),
                "us-east-2" => IsHost(address, "shyrka-fedramp-use2-core.s3-fips.us-east-2.amazonaws.com"),
                _ => IsBucketOf(address.Host, $".s3.{region}.amazonaws.com"),
            }));
    }

    private static bool IsBucketOf(string host, string end) =>
        host.EndsWith(end, StringComparison.OrdinalIgnoreCase) && host[..^end.Length] is var bucket
        && bucket.StartsWith("shyrka-prod-", StringComparison.OrdinalIgnoreCase) && bucket["shyrka-prod-".Length..] is { Length: > 0 } name && name.All(char.IsAsciiLetterOrDigit);

    private static string? RegionOf(string domain) => RegionTable.All.FirstOrDefault(region => region.Domain.Equals(domain, StringComparison.OrdinalIgnoreCase)).AwsRegion;

    private static bool IsHost(Uri address, string host) => address.Host.Equals(host, StringComparison.OrdinalIgnoreCase);

    // One plain segment: no dot that steps up, no percent sign that somebody decodes.
    private static string? IdAfter(ReadOnlySpan<char> path, string prefix)
    {
        if (!path.StartsWith(prefix, StringComparison.Ordinal) || path[prefix.Length..] is not { Length: > 0 and <= LongestId } id)
        {
            return null;
        }

        foreach (var c in id)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_'))
            {
                return null;
            }
        }

        return id.ToString();
    }
}
