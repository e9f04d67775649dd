using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace GenesysAttachments.Sandbox.Storage;

/// <summary>AWS Signature Version 4 in a query, as S3 does it.</summary>
internal static class SigV4
{
    public const string Algorithm = "AWS4-HMAC-SHA256";
    public const string DateFormat = "yyyyMMdd'T'HHmmss'Z'";

    /// <summary>A query in the order it came, decoded.</summary>
    public static List<KeyValuePair<string, string>> ParseQuery(string query) =>
    [
        .. query.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(part => part.Split('=', 2))
            .Select(pair => new KeyValuePair<string, string>(Uri.UnescapeDataString(pair[0]), pair.Length > 1 ? Uri.UnescapeDataString(pair[1]) : "")),
    ];

    /// <summary>Percent-encodes all but the unreserved characters of RFC 3986.</summary>
    public static string Encode(string text, bool keepSlash = false)
    {
        var encoded = new StringBuilder(text.Length);
        foreach (var value in Encoding.UTF8.GetBytes(text))
        {
            var c = (char)value;
            if (char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_' or '~' || (keepSlash && c == '/'))
            {
                encoded.Append(c);
            }
            else
            {
                encoded.Append(CultureInfo.InvariantCulture, $"%{value:X2}");
            }
        }

        return encoded.ToString();
    }

    /// <summary>The signature of a request, in lower-case hex.</summary>
    /// <param name="secretKey">Secret access key.</param>
    /// <param name="method">HTTP method.</param>
    /// <param name="path">Path, decoded.</param>
    /// <param name="query">Query, decoded; <c>X-Amz-Signature</c> is left out.</param>
    /// <param name="signedHeaders">Signed headers with their values.</param>
    public static string Sign(string secretKey, string method, string path, IReadOnlyList<KeyValuePair<string, string>> query, IReadOnlyList<KeyValuePair<string, string>> signedHeaders)
    {
        var canonicalQuery = string.Join('&', query
            .Where(pair => pair.Key != "X-Amz-Signature")
            .Select(pair => (Name: Encode(pair.Key), Value: Encode(pair.Value)))
            .OrderBy(pair => pair.Name, StringComparer.Ordinal).ThenBy(pair => pair.Value, StringComparer.Ordinal)
            .Select(pair => $"{pair.Name}={pair.Value}"));
        var headers = signedHeaders.OrderBy(header => header.Key, StringComparer.Ordinal).ToList();
        var canonical = string.Join('\n', [
            method,
            Encode(path, keepSlash: true),
            canonicalQuery,
            .. headers.Select(header => $"{header.Key}:{header.Value}"),
            "",
            string.Join(';', headers.Select(header => header.Key)),
            "UNSIGNED-PAYLOAD",
        ]);

        var date = Value(query, "X-Amz-Date");
        var scope = Value(query, "X-Amz-Credential").Split('/', 2)[^1];
        var toSign = $"{Algorithm}\n{date}\n{scope}\n{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)))}";
        var key = scope.Split('/').Aggregate(Encoding.UTF8.GetBytes("AWS4" + secretKey), Hmac);
        return Convert.ToHexStringLower(Hmac(key, toSign));
    }

    public static string Value(IReadOnlyList<KeyValuePair<string, string>> query, string name) =>
        query.FirstOrDefault(pair => pair.Key == name).Value ?? "";

    private static byte[] Hmac(byte[] key, string text) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text));
}
