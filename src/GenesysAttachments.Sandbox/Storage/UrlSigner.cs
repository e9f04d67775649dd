using System.Globalization;
using System.Security.Cryptography;

namespace GenesysAttachments.Sandbox.Storage;

/// <summary>The bucket's keys, and the URLs signed with them.</summary>
/// <param name="lifetime">Seconds a URL lives.</param>
/// <param name="time">Clock.</param>
internal sealed class UrlSigner(int lifetime, TimeProvider time)
{
    public const string Bucket = "gc-attachments";
    private const string Region = "us-east-1";

    public string AccessKey { get; } = "AKIA" + Convert.ToHexString(RandomNumberGenerator.GetBytes(8));

    public string SecretKey { get; } = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(20));

    /// <summary>Whether a request's target is in the bucket.</summary>
    public static bool IsStorage(string target) => target.StartsWith($"/{Bucket}/", StringComparison.Ordinal);

    /// <summary>A URL for one PUT with exactly these headers.</summary>
    public string Presign(string baseUrl, string key, IEnumerable<KeyValuePair<string, string>> headers) => Presign("PUT", baseUrl, key, headers, []);

    /// <summary>A URL to read from. Each is another one, even of the same second.</summary>
    public string PresignGet(string baseUrl, string key) => Presign("GET", baseUrl, key, [], [new("x-id", Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4)))]);

    private string Presign(string method, string baseUrl, string key, IEnumerable<KeyValuePair<string, string>> headers, IEnumerable<KeyValuePair<string, string>> parameters)
    {
        var now = time.GetUtcNow();
        var signed = headers.Select(header => new KeyValuePair<string, string>(header.Key.ToLowerInvariant(), header.Value))
            .Append(new("host", new Uri(baseUrl).Authority)).OrderBy(header => header.Key, StringComparer.Ordinal).ToList();
        var query = new List<KeyValuePair<string, string>>
        {
            new("X-Amz-Algorithm", SigV4.Algorithm),
            new("X-Amz-Credential", $"{AccessKey}/{now.ToString("yyyyMMdd", CultureInfo.InvariantCulture)}/{Region}/s3/aws4_request"),
            new("X-Amz-Date", now.ToString(SigV4.DateFormat, CultureInfo.InvariantCulture)),
            new("X-Amz-Expires", lifetime.ToString(CultureInfo.InvariantCulture)),
            new("X-Amz-SignedHeaders", string.Join(';', signed.Select(header => header.Key))),
        };
        query.AddRange(parameters);
        var path = $"/{Bucket}/{key}";
        var signature = SigV4.Sign(SecretKey, method, path, query, signed);
        var text = string.Join('&', query.Append(new("X-Amz-Signature", signature)).Select(pair => $"{SigV4.Encode(pair.Key)}={SigV4.Encode(pair.Value)}"));
        return $"{baseUrl}{SigV4.Encode(path, keepSlash: true).Replace("~", "%7E", StringComparison.Ordinal)}?{text}";
    }
}
