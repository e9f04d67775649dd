using System.Globalization;
using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Files;
using GenesysAttachments.Engine.Http;
using GenesysAttachments.Engine.Telemetry;

namespace GenesysAttachments.Engine.Storage;

/// <summary>What a storage request may look like (docs/protocol.md, Storage): the URL untouched, the returned headers verbatim, one bare content type.</summary>
internal static class StorageRules
{
    private static readonly string[] RefusedHeaders =
    [
        "Host", "Authorization", "Cookie", "Connection", "Keep-Alive", "Proxy-Authenticate", "Proxy-Authorization", "Proxy-Connection",
        "TE", "Trailer", "Transfer-Encoding", "Upgrade", "Expect",
    ];

    /// <summary>The URL as an address that .NET sends byte for byte: a plain <c>new Uri</c> rewrites <c>%7E</c> and folds <c>..</c>.</summary>
    /// <exception cref="GCException"><see cref="ErrorIds.UploadInvalid"/>: not a URL, or http to another machine.</exception>
    public static Uri Address(UploadUrl url)
    {
        var exact = new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true };
        if (!Uri.TryCreate(url.Reveal(), exact, out var address) || address.Scheme is not ("https" or "http") || address.UserInfo.Length > 0)
        {
            throw new GCException(ErrorIds.UploadInvalid, "The upload URL is not an https URL.");
        }

        return address.Scheme == "https" || address.IsLoopback
            ? address
            : throw new GCException(ErrorIds.UploadInvalid, $"The upload URL at {address.Host} is plain http; only https is used for uploads.");
    }

    /// <summary>Refuses returned headers that would change who or what the request is.</summary>
    /// <exception cref="GCException"><see cref="ErrorIds.UploadInvalid"/>, naming the header, never its value.</exception>
    public static void CheckHeaders(UploadUrl url)
    {
        foreach (var (name, value) in url.Headers)
        {
            if (RefusedHeaders.Contains(name, StringComparer.OrdinalIgnoreCase)
                || name.Length == 0 || name.Any(c => c is <= ' ' or ':' or >= '\x7f')
                || value.Any(c => c is '\r' or '\n' or '\0'))
            {
                throw new GCException(ErrorIds.UploadInvalid, $"The server asks to upload with the header '{Redaction.Text(name)}', which is not allowed or malformed.");
            }

            if (name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase) && value != url.File.Length.ToString(CultureInfo.InvariantCulture))
            {
                throw new GCException(ErrorIds.UploadInvalid, string.Create(CultureInfo.InvariantCulture, $"The server asks for {Redaction.Text(value)} bytes; the file has {url.File.Length:N0}."));
            }
        }
    }

    /// <summary>The request. A content type among the returned headers wins: it may be part of the signature.</summary>
    public static HttpRequestMessage Request(Uri address, UploadUrl url, HttpContent content)
    {
        var request = new HttpRequestMessage(HttpMethod.Put, address) { Content = content, Version = System.Net.HttpVersion.Version11, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
        var contentType = ContentTypes.Bare(url.File.ContentType);
        foreach (var (name, value) in url.Headers)
        {
            if (name.Equals("Content-Type", StringComparison.OrdinalIgnoreCase))
            {
                contentType = value;
            }
            else if (!name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase) && !request.Headers.TryAddWithoutValidation(name, value))
            {
                content.Headers.TryAddWithoutValidation(name, value);
            }
        }

        content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        return request;
    }
}
