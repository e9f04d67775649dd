using System.Security.Cryptography;
using GenesysAttachments.Sandbox.Bodies;
using GenesysAttachments.Sandbox.Org;
using Microsoft.AspNetCore.Http.Features;

namespace GenesysAttachments.Sandbox.Storage;

/// <summary>A bucket that takes presigned PUTs and GETs and is as strict as S3: signature, signed headers, expiry, length, digest.</summary>
internal sealed class ObjectStore(Uploads uploads, KeptFiles files, SignatureCheck signatures, StoreFolder folder)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPut("/{bucket}/{**key}", HandleAsync);
        routes.Map($"/{UrlSigner.Bucket}/{{**key}}", HandleAsync);
    }

    private async Task HandleAsync(HttpContext context)
    {
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget.Split('?', 2);
        var path = Uri.UnescapeDataString(target[0]);
        var key = path.Length > UrlSigner.Bucket.Length + 2 ? path[(UrlSigner.Bucket.Length + 2)..] : "";
        var refusal = Refuse(context.Request, path, SigV4.ParseQuery(target.Length > 1 ? target[1] : ""))
            ?? await (HttpMethods.IsGet(context.Request.Method) ? GetAsync(context, key) : PutAsync(context, key));
        if (refusal is not null)
        {
            await refusal.AnswerAsync(context);
        }
    }

    /// <summary>Gives the object back, whole; why not, where it is not there.</summary>
    private async Task<StorageError?> GetAsync(HttpContext context, string key)
    {
        if (uploads.FindByKey(key) is not { } upload || (upload.IsMade ? null : files.Find(upload.Id)) is var file && file is null && !upload.IsMade)
        {
            return new(404, "NoSuchKey", "The specified key does not exist.");
        }

        context.Response.ContentType = upload.ContentType;
        context.Response.ContentLength = file?.Length ?? upload.Length;
        context.Response.Headers.ETag = $"\"{upload.Sha256}\"";
        await (file?.CopyToAsync(context.Response.Body, context.RequestAborted) ?? MadeFile.CopyToAsync(upload.Length, context.Response.Body, context.RequestAborted));
        return null;
    }

    /// <summary>Takes the object in; why not, where its digest is another.</summary>
    private async Task<StorageError?> PutAsync(HttpContext context, string key)
    {
        var (count, sha256, md5) = await StoreAsync(context, key);
        if (context.Request.Headers.ContentMD5.ToString() is { Length: > 0 } announced && announced != Convert.ToBase64String(md5))
        {
            return new(400, "BadDigest", "The Content-MD5 you specified did not match what we received.");
        }

        context.Response.Headers.ETag = $"\"{Convert.ToHexStringLower(md5)}\"";
        if (uploads.FindByKey(key) is { } upload)
        {
            upload.Sha256 = sha256;
            upload.Status = count == upload.Length && upload.Allowed ? "valid" : "invalid";
            if (upload.OnStored is { } tell)
            {
                await tell();
            }
        }

        return null;
    }

    private StorageError? Refuse(HttpRequest request, string path, List<KeyValuePair<string, string>> query) =>
        signatures.Refuse(request, path, query) is { } refusal ? refusal
        : HttpMethods.IsGet(request.Method) ? null
        : !HttpMethods.IsPut(request.Method) ? new(405, "MethodNotAllowed", "The specified method is not allowed against this resource.")
        : request.Headers.TransferEncoding.Count > 0 || request.ContentLength is null ? new(411, "MissingContentLength", "You must provide the Content-Length HTTP header.")
        : !path.StartsWith($"/{UrlSigner.Bucket}/", StringComparison.Ordinal) ? new(404, "NoSuchBucket", "The specified bucket does not exist")
        : !IsDigest(request.Headers.ContentMD5.ToString()) ? new(400, "InvalidDigest", "The Content-MD5 you specified is not valid.")
        : null;

    private static bool IsDigest(string md5) => md5.Length == 0 || (Convert.TryFromBase64String(md5, new byte[md5.Length], out var length) && length == MD5.HashSizeInBytes);

    private async Task<(long Count, string Sha256, byte[] Md5)> StoreAsync(HttpContext context, string key)
    {
        using var body = new HashingStream(context.Request.Body);
        using var md5 = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
        await using var file = folder.Create(key);
        await files.ReadAsync(
            body,
            uploads.FindByKey(key)?.Id,
            part =>
            {
                md5.AppendData(part.Span);
                return file.WriteAsync(part);
            },
            context.RequestAborted);
        return (body.Count, body.Sha256(), md5.GetHashAndReset());
    }
}
