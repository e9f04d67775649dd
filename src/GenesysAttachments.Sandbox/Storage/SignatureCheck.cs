using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace GenesysAttachments.Sandbox.Storage;

/// <summary>Whether a request is the one that was signed, judged as S3 does and in its order.</summary>
internal sealed class SignatureCheck(UrlSigner signer, TimeProvider time)
{
    /// <summary>Why the request is refused; null when its signature holds.</summary>
    /// <param name="request">The request.</param>
    /// <param name="path">Its path, decoded.</param>
    /// <param name="query">Its query, decoded.</param>
    public StorageError? Refuse(HttpRequest request, string path, List<KeyValuePair<string, string>> query)
    {
        if (request.Headers.Authorization.Count > 0)
        {
            return new(400, "InvalidArgument", "Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, Signature query string parameter or the Authorization header should be specified");
        }

        if (SigV4.Value(query, "X-Amz-Algorithm") != SigV4.Algorithm)
        {
            return new(403, "AccessDenied", "Access Denied");
        }

        if (SigV4.Value(query, "X-Amz-Credential").Split('/')[0] != signer.AccessKey)
        {
            return new(403, "InvalidAccessKeyId", "The AWS Access Key Id you provided does not exist in our records.");
        }

        if (!DateTimeOffset.TryParseExact(SigV4.Value(query, "X-Amz-Date"), SigV4.DateFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var signedAt)
            || !int.TryParse(SigV4.Value(query, "X-Amz-Expires"), NumberStyles.None, CultureInfo.InvariantCulture, out var life))
        {
            return new(400, "AuthorizationQueryParametersError", "Query-string authentication version 4 requires the X-Amz-Date and X-Amz-Expires parameters.");
        }

        if (time.GetUtcNow() > signedAt.AddSeconds(life))
        {
            return new(403, "AccessDenied", "Request has expired");
        }

        var names = SigV4.Value(query, "X-Amz-SignedHeaders").Split(';', StringSplitOptions.RemoveEmptyEntries);
        if (!IsSigned(request, path, query, names))
        {
            return new(403, "SignatureDoesNotMatch", "The request signature we calculated does not match the signature you provided. Check your key and signing method.");
        }

        return request.Headers.Keys.FirstOrDefault(name => name.StartsWith("x-amz-", StringComparison.OrdinalIgnoreCase) && !names.Contains(name, StringComparer.OrdinalIgnoreCase)) is { } unsigned
            ? new(403, "AccessDenied", $"There were headers present in the request which were not signed: {unsigned}")
            : null;
    }

    private bool IsSigned(HttpRequest request, string path, List<KeyValuePair<string, string>> query, string[] names)
    {
        var headers = names.Select(name => new KeyValuePair<string, string>(name, string.Join(',', request.Headers[name].Select(Collapse)))).ToList();
        var expected = SigV4.Sign(signer.SecretKey, request.Method, path, query, headers);
        return CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(expected), Encoding.ASCII.GetBytes(SigV4.Value(query, "X-Amz-Signature")));
    }

    private static string Collapse(string? value) => string.Join(' ', (value ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries));
}
