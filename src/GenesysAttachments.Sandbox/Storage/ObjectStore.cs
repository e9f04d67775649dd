using System.Security.Cryptography;
using GenesysAttachments.Sandbox.Bodies;
using GenesysAttachments.Sandbox.Org;
using Microsoft.AspNetCore.Http.Features;

namespace GenesysAttachments.Sandbox.Storage;

/// <summary>A bucket that takes presigned PUTs and is as strict as S3: signature, signed headers, expiry, length, digest.</summary>
internal sealed class ObjectStore(Uploads uploads, SignatureCheck signatures, StoreFolder folder)
{
    public void Map(IEndpointRouteBuilder routes) => routes.MapPut("/{bucket}/{**key}", PutAsync);

    private async Task PutAsync(HttpContext context)
    {
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget.Split('?', 2);
        var path = Uri.UnescapeDataString(target[0]);
        if (Refuse(context.Request, path, SigV4.ParseQuery(target.Length > 1 ? target[1] : "")) is { } refusal)
        {
            await refusal.AnswerAsync(context);
            return;
        }

        var key = path[(UrlSigner.Bucket.Length + 2)..];
        var (count, sha256, md5) = await StoreAsync(context.Request.Body, key);
        if (context.Request.Headers.ContentMD5.ToString() is { Length: > 0 } announced && announced != Convert.ToBase64String(md5))
        {
            await new StorageError(400, "BadDigest", "The Content-MD5 you specified did not match what we received.").AnswerAsync(context);
            return;
        }

        if (uploads.FindByKey(key) is { } upload)
        {
            upload.Sha256 = sha256;
            upload.Status = count == upload.Length && upload.Allowed ? "valid" : "invalid";
            if (upload.OnStored is { } tell)
            {
                await tell();
            }
        }

        context.Response.Headers.ETag = $"\"{Convert.ToHexStringLower(md5)}\"";
    }

    private StorageError? Refuse(HttpRequest request, string path, List<KeyValuePair<string, string>> query) =>
        signatures.Refuse(request, path, query) is { } refusal ? refusal
        : request.Headers.TransferEncoding.Count > 0 || request.ContentLength is null ? new(411, "MissingContentLength", "You must provide the Content-Length HTTP header.")
        : !path.StartsWith($"/{UrlSigner.Bucket}/", StringComparison.Ordinal) ? new(404, "NoSuchBucket", "The specified bucket does not exist")
        : null;

    private async Task<(long Count, string Sha256, byte[] Md5)> StoreAsync(Stream source, string key)
    {
        using var body = new HashingStream(source);
        using var md5 = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
        await using var file = folder.Create(key);
        var buffer = new byte[64 * 1024];
        for (int read; (read = await body.ReadAsync(buffer)) > 0;)
        {
            md5.AppendData(buffer, 0, read);
            await file.WriteAsync(buffer.AsMemory(0, read));
        }

        return (body.Count, body.Sha256(), md5.GetHashAndReset());
    }
}
