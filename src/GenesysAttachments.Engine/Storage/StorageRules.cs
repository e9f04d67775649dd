using System.Globalization;
using System.Text;
using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Files;
using GenesysAttachments.Engine.Http;

namespace GenesysAttachments.Engine.Storage;

/// <summary>What a storage request may look like (docs/protocol.md, Storage): the URL untouched, the returned headers verbatim, one bare content type.</summary>
internal static class StorageRules
{
    private static readonly string[] RefusedHeaders =
    [
        "Host", "Authorization", "Cookie", "Connection", "Keep-Alive", "Proxy-Authenticate", "Proxy-Authorization", "Proxy-Connection",
        "TE", "Trailer", "Transfer-Encoding", "Upgrade", "Expect",
    ];

    private const int MostHeaders = 100;
    private const int LongestUrl = 16 * 1024;
    private const int LongestName = 200;
    private const int LongestValue = 8 * 1024;

    /// <summary>
    /// The URL's address, if it may be used. What goes out unchanged must not end the request's first line: it is visible ASCII alone.
    /// </summary>
    /// <param name="url">The URL.</param>
    /// <param name="isOnLoopback">Whether the session's own endpoint is on this machine, as its storage may be then.</param>
    /// <exception cref="GCException"><see cref="ErrorIds.UploadInvalid"/>: not a URL, or http to another machine.</exception>
    public static Uri Address(UploadUrl url, bool isOnLoopback)
    {
        var text = url.Reveal();
        if (text.Length > LongestUrl)
        {
            throw Refused(string.Create(CultureInfo.InvariantCulture, $"The upload URL has {text.Length:N0} characters; no storage takes more than {LongestUrl:N0}."));
        }

        if (text.AsSpan().ContainsAnyExceptInRange('!', '~') || text.Contains('#', StringComparison.Ordinal))
        {
            throw Refused("The upload URL holds a blank, a '#' or a character that no URL has.");
        }

        if (url.Address is not { } address || address.Scheme is not ("https" or "http") || address.Host.Length == 0 || HasUser(text))
        {
            throw Refused("The upload URL is not an https URL without a user name.");
        }

        return address.Scheme == "https" || (isOnLoopback && address.IsLoopback)
            ? address
            : throw Refused($"The upload URL at {url.Mask.Show(address.Host)} is plain http; only https is used for uploads.");
    }

    private static GCException Refused(string what) => new(ErrorIds.UploadInvalid, what)
    {
        Advice = "No byte went there. Check -Region or -Endpoint: something else may be answering. If it is the org, report what the message says to its support.",
    };

    // An empty user name as well, which .NET does not tell.
    private static bool HasUser(string url)
    {
        var authority = url.AsSpan(url.IndexOf(':', StringComparison.Ordinal) + 1).TrimStart(['/', '\\']);
        var end = authority.IndexOfAny('/', '?', '\\');
        return (end < 0 ? authority : authority[..end]).Contains('@');
    }

    /// <summary>Refuses returned headers that would change who or what the request is.</summary>
    /// <exception cref="GCException"><see cref="ErrorIds.UploadInvalid"/>, naming the header, never its value.</exception>
    public static void CheckHeaders(UploadUrl url)
    {
        if (url.Headers.Length > MostHeaders)
        {
            throw Refused(string.Create(CultureInfo.InvariantCulture, $"The server asks to upload with {url.Headers.Length:N0} headers."));
        }

        foreach (var (name, value) in url.Headers)
        {
            if (RefusedHeaders.Contains(name, StringComparer.OrdinalIgnoreCase)
                || name.Length is 0 or > LongestName || !name.All(c => char.IsAsciiLetterOrDigit(c) || "!#$%&'*+-.^_`|~".Contains(c, StringComparison.Ordinal))
                || value.Length > LongestValue || value.EnumerateRunes().Any(rune => rune.Value is not '\t' && (Rune.IsControl(rune) || rune == Rune.ReplacementChar)))
            {
                throw Refused($"The server asks to upload with the header '{url.Mask.Show(name)}', which is not allowed or malformed.");
            }

            if (name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase) && value != url.File.Length.ToString(CultureInfo.InvariantCulture))
            {
                throw Refused(string.Create(CultureInfo.InvariantCulture, $"The server asks for {url.Mask.Show(value)} bytes; the file has {url.File.Length:N0}."));
            }
        }
    }

    /// <summary>The request.</summary>
    public static HttpRequestMessage Request(Uri address, UploadUrl url, HttpContent content)
    {
        var request = new HttpRequestMessage(HttpMethod.Put, address) { Content = content, Version = System.Net.HttpVersion.Version11, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
        foreach (var (name, value) in url.SentHeaders)
        {
            if (!request.Headers.TryAddWithoutValidation(name, value))
            {
                content.Headers.TryAddWithoutValidation(name, value);
            }
        }

        return request;
    }
}
