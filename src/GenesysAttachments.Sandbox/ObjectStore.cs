using System.Globalization;
using System.Security;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http.Features;

namespace GenesysAttachments.Sandbox;

/// <summary>A bucket that takes presigned PUTs and is as strict as S3: signature, signed headers, expiry, length, digest.</summary>
internal sealed class ObjectStore(SandboxOptions options, Uploads uploads, TimeProvider time)
{
    public const string Bucket = "gc-attachments";
    private const string Region = "us-east-1";

    public string AccessKey { get; } = "AKIA" + Convert.ToHexString(RandomNumberGenerator.GetBytes(8));

    public string SecretKey { get; } = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(20));

    /// <summary>A URL for one PUT with exactly these headers.</summary>
    public string Presign(string baseUrl, string key, IEnumerable<KeyValuePair<string, string>> headers)
    {
        var now = time.GetUtcNow();
        var signed = headers.Select(header => new KeyValuePair<string, string>(header.Key.ToLowerInvariant(), header.Value))
            .Append(new("host", new Uri(baseUrl).Authority)).OrderBy(header => header.Key, StringComparer.Ordinal).ToList();
        var query = new List<KeyValuePair<string, string>>
        {
            new("X-Amz-Algorithm", SigV4.Algorithm),
            new("X-Amz-Credential", $"{AccessKey}/{now.ToString("yyyyMMdd", CultureInfo.InvariantCulture)}/{Region}/s3/aws4_request"),
            new("X-Amz-Date", now.ToString(SigV4.DateFormat, CultureInfo.InvariantCulture)),
            new("X-Amz-Expires", options.PresignLifetime.ToString(CultureInfo.InvariantCulture)),
            new("X-Amz-SignedHeaders", string.Join(';', signed.Select(header => header.Key))),
        };
        var path = $"/{Bucket}/{key}";
        var signature = SigV4.Sign(SecretKey, "PUT", path, query, signed);
        var text = string.Join('&', query.Append(new("X-Amz-Signature", signature)).Select(pair => $"{SigV4.Encode(pair.Key)}={SigV4.Encode(pair.Value)}"));
        return $"{baseUrl}{SigV4.Encode(path, keepSlash: true).Replace("~", "%7E", StringComparison.Ordinal)}?{text}";
    }

    /// <summary><c>PUT /bucket/key</c>.</summary>
    public async Task PutAsync(HttpContext context)
    {
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget.Split('?', 2);
        var path = Uri.UnescapeDataString(target[0]);
        var query = SigV4.ParseQuery(target.Length > 1 ? target[1] : "");
        if (Check(context, path, query) is { } refusal)
        {
            await RefuseAsync(context, refusal.Status, refusal.Code, refusal.Message);
            return;
        }

        var key = path[(Bucket.Length + 2)..];
        using var body = new HashingStream(context.Request.Body);
        using var md5 = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
        await using var file = OpenFile(key);
        var buffer = new byte[64 * 1024];
        for (int read; (read = await body.ReadAsync(buffer)) > 0;)
        {
            md5.AppendData(buffer, 0, read);
            await file.WriteAsync(buffer.AsMemory(0, read));
        }

        var digest = md5.GetHashAndReset();
        if (context.Request.Headers.ContentMD5.ToString() is { Length: > 0 } announced && announced != Convert.ToBase64String(digest))
        {
            await RefuseAsync(context, 400, "BadDigest", "The Content-MD5 you specified did not match what we received.");
            return;
        }

        if (uploads.FindByKey(key) is { } upload)
        {
            upload.Sha256 = body.Sha256();
            upload.Status = body.Count == upload.Length && upload.Allowed ? "valid" : "invalid";
            if (upload.OnStored is { } tell)
            {
                await tell();
            }
        }

        context.Response.Headers.ETag = $"\"{Convert.ToHexStringLower(digest)}\"";
    }

    private (int Status, string Code, string Message)? Check(HttpContext context, string path, List<KeyValuePair<string, string>> query)
    {
        var headers = context.Request.Headers;
        if (headers.Authorization.Count > 0)
        {
            return (400, "InvalidArgument", "Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, Signature query string parameter or the Authorization header should be specified");
        }

        if (SigV4.Value(query, "X-Amz-Algorithm") != SigV4.Algorithm)
        {
            return (403, "AccessDenied", "Access Denied");
        }

        if (SigV4.Value(query, "X-Amz-Credential").Split('/')[0] != AccessKey)
        {
            return (403, "InvalidAccessKeyId", "The AWS Access Key Id you provided does not exist in our records.");
        }

        if (!DateTimeOffset.TryParseExact(SigV4.Value(query, "X-Amz-Date"), SigV4.DateFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var signedAt)
            || !int.TryParse(SigV4.Value(query, "X-Amz-Expires"), NumberStyles.None, CultureInfo.InvariantCulture, out var life))
        {
            return (400, "AuthorizationQueryParametersError", "Query-string authentication version 4 requires the X-Amz-Date and X-Amz-Expires parameters.");
        }

        if (time.GetUtcNow() > signedAt.AddSeconds(life))
        {
            return (403, "AccessDenied", "Request has expired");
        }

        var signedNames = SigV4.Value(query, "X-Amz-SignedHeaders").Split(';', StringSplitOptions.RemoveEmptyEntries);
        var signedHeaders = signedNames.Select(name => new KeyValuePair<string, string>(name, string.Join(',', headers[name].Select(value => Collapse(value))))).ToList();
        var expected = SigV4.Sign(SecretKey, context.Request.Method, path, query, signedHeaders);
        if (!CryptographicOperations.FixedTimeEquals(System.Text.Encoding.ASCII.GetBytes(expected), System.Text.Encoding.ASCII.GetBytes(SigV4.Value(query, "X-Amz-Signature"))))
        {
            return (403, "SignatureDoesNotMatch", "The request signature we calculated does not match the signature you provided. Check your key and signing method.");
        }

        if (headers.Keys.FirstOrDefault(name => name.StartsWith("x-amz-", StringComparison.OrdinalIgnoreCase) && !signedNames.Contains(name, StringComparer.OrdinalIgnoreCase)) is { } unsigned)
        {
            return (403, "AccessDenied", $"There were headers present in the request which were not signed: {unsigned}");
        }

        if (headers.TransferEncoding.Count > 0 || context.Request.ContentLength is null)
        {
            return (411, "MissingContentLength", "You must provide the Content-Length HTTP header.");
        }

        return path.StartsWith($"/{Bucket}/", StringComparison.Ordinal) ? null : (404, "NoSuchBucket", "The specified bucket does not exist");
    }

    private static string Collapse(string? value) => string.Join(' ', (value ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries));

    private Stream OpenFile(string key)
    {
        if (options.StoreFolder is not { } folder)
        {
            return Stream.Null;
        }

        Directory.CreateDirectory(folder);
        var flat = string.Concat(key.Select(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' ? c : '_'));
        return File.Create(Path.Combine(folder, flat.Length > 200 ? flat[^200..] : flat));
    }

    /// <summary>An error in S3's XML.</summary>
    public static async Task RefuseAsync(HttpContext context, int status, string code, string message)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/xml";
        await context.Response.WriteAsync(
            $"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>{code}</Code><Message>{SecurityElement.Escape(message)}</Message><RequestId>{context.TraceIdentifier}</RequestId></Error>");
    }
}
