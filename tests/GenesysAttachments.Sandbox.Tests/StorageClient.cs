using System.Net.Http.Headers;
using System.Xml.Linq;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;

namespace GenesysAttachments.Sandbox.Tests;

/// <summary>A client of the storage alone, whose URLs the vendor's own signer makes.</summary>
public sealed class StorageClient : IDisposable
{
    /// <summary>The tagging that its URLs are signed with.</summary>
    public const string Tagging = "organizationId=o&role=agent";

    private readonly AmazonS3Client _signer;

    public StorageClient(SandboxServer sandbox) => _signer = new AmazonS3Client(
        new BasicAWSCredentials(sandbox.StorageAccessKey, sandbox.StorageSecretKey),
        new AmazonS3Config { ServiceURL = sandbox.Identity.Url, ForcePathStyle = true, UseHttp = true, AuthenticationRegion = "us-east-1" });

    public HttpClient Http { get; } = new(new SocketsHttpHandler { UseProxy = false });

    public string Sign(string key)
    {
        var request = new GetPreSignedUrlRequest
        {
            BucketName = "gc-attachments", Key = key, Verb = HttpVerb.PUT, Protocol = Protocol.HTTP, ContentType = "application/pdf", Expires = DateTime.UtcNow.AddMinutes(5),
        };
        request.Headers["x-amz-tagging"] = Tagging;
        return _signer.GetPreSignedURL(request);
    }

    public string SignToRead(string key) => _signer.GetPreSignedURL(
        new GetPreSignedUrlRequest { BucketName = "gc-attachments", Key = key, Verb = HttpVerb.GET, Protocol = Protocol.HTTP, Expires = DateTime.UtcNow.AddMinutes(5) });

    public Task<HttpResponseMessage> PutAsync(string url, Action<HttpRequestMessage>? alter = null, string body = "12345") => SendAsync("PUT", url, alter, body);

    public async Task<HttpResponseMessage> SendAsync(string method, string url, Action<HttpRequestMessage>? alter = null, string? body = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(url, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }));
        if (body is not null)
        {
            request.Content = new StringContent(body);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/pdf");
        }

        SetTagging(request, Tagging);
        alter?.Invoke(request);
        return await Http.SendAsync(request);
    }

    public static void SetTagging(HttpRequestMessage request, string tagging)
    {
        request.Headers.Remove("x-amz-tagging");
        request.Headers.TryAddWithoutValidation("x-amz-tagging", tagging);
    }

    /// <summary>S3's code of a refusal; fails where it is no XML of S3.</summary>
    public static async Task<string> CodeAsync(HttpResponseMessage response)
    {
        Assert.Equal("application/xml", response.Content.Headers.ContentType?.MediaType);
        var error = XDocument.Parse(await response.Content.ReadAsStringAsync()).Root!;
        Assert.Equal("Error", error.Name.LocalName);
        return error.Element("Code")!.Value;
    }

    public void Dispose()
    {
        _signer.Dispose();
        Http.Dispose();
    }
}
