using System.Net;
using System.Net.Http.Headers;
using System.Xml.Linq;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;

namespace GenesysAttachments.Sandbox.Tests;

/// <summary>The storage's signature check, held against URLs that an independent signer made.</summary>
public sealed class SignatureTests : IAsyncLifetime, IDisposable
{
    private const string Tagging = "organizationId=o&role=agent";
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false });
    private SandboxServer _sandbox = null!;
    private AmazonS3Client _signer = null!;

    public async Task InitializeAsync()
    {
        _sandbox = await SandboxServer.StartAsync(new SandboxOptions());
        _signer = new AmazonS3Client(
            new BasicAWSCredentials(_sandbox.StorageAccessKey, _sandbox.StorageSecretKey),
            new AmazonS3Config { ServiceURL = _sandbox.Identity.Url, ForcePathStyle = true, UseHttp = true, AuthenticationRegion = "us-east-1" });
    }

    public async Task DisposeAsync() => await _sandbox.DisposeAsync();

    public void Dispose()
    {
        _signer.Dispose();
        _http.Dispose();
    }

    [Theory]
    [InlineData("plain.pdf")]
    [InlineData("a~b.pdf")]
    [InlineData("a%7Eb.pdf")]
    [InlineData("a%2Fb.pdf")]
    [InlineData("a+b.pdf")]
    [InlineData("with blanks.pdf")]
    [InlineData("folder/żółć.pdf")]
    [InlineData("a&b=c;d.pdf")]
    public async Task Takes_what_the_vendor_s_own_signer_signed(string key)
    {
        using var response = await PutAsync(Sign(key));

        Assert.Equal((HttpStatusCode.OK, ""), (response.StatusCode, await response.Content.ReadAsStringAsync()));
    }

    [Theory]
    [InlineData("tagging", "SignatureDoesNotMatch")]
    [InlineData("content type", "SignatureDoesNotMatch")]
    [InlineData("path", "SignatureDoesNotMatch")]
    [InlineData("signature", "SignatureDoesNotMatch")]
    [InlineData("time", "SignatureDoesNotMatch")]
    [InlineData("lifetime", "SignatureDoesNotMatch")]
    [InlineData("key id", "InvalidAccessKeyId")]
    [InlineData("unsigned header", "AccessDenied")]
    [InlineData("authorization", "InvalidArgument")]
    public async Task Refuses_what_was_altered(string what, string code)
    {
        var url = Sign("report.pdf");
        var altered = what switch
        {
            "path" => url.Replace("report.pdf", "Report.pdf", StringComparison.Ordinal),
            "signature" => url[..^1] + (url[^1] == '0' ? '1' : '0'),
            "time" => MoveTime(url),
            "lifetime" => url.Replace("X-Amz-Expires=", "X-Amz-Expires=9", StringComparison.Ordinal),
            "key id" => url.Replace(_sandbox.StorageAccessKey, "AKIAXXXXXXXXXXXXXXXX", StringComparison.Ordinal),
            _ => url,
        };
        using var response = await PutAsync(altered, request =>
        {
            switch (what)
            {
                case "tagging":
                    request.Headers.Remove("x-amz-tagging");
                    request.Headers.TryAddWithoutValidation("x-amz-tagging", Tagging + "x");
                    break;
                case "content type":
                    request.Content!.Headers.ContentType = new MediaTypeHeaderValue("text/plain");
                    break;
                case "unsigned header":
                    request.Headers.TryAddWithoutValidation("x-amz-acl", "public-read");
                    break;
                case "authorization":
                    request.Headers.TryAddWithoutValidation("Authorization", "Bearer abc");
                    break;
            }
        });

        var error = XDocument.Parse(await response.Content.ReadAsStringAsync()).Root!;
        Assert.Equal("Error", error.Name.LocalName);
        Assert.Equal(code, error.Element("Code")!.Value);
    }

    [Fact]
    public async Task Refuses_an_expired_url()
    {
        var time = new ShiftedTime();
        await using var sandbox = await SandboxServer.StartAsync(new SandboxOptions { PresignLifetime = 60 }, time);
        using var client = await TestClient.ConnectAsync(sandbox);
        var (url, tagging) = await client.OpenUploadAsync("a.pdf", 5);
        time.Shift = TimeSpan.FromSeconds(61);

        using var response = await PutAsync(url, request => SetTagging(request, tagging));

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Contains("Request has expired", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refuses_a_body_without_length_and_a_wrong_digest()
    {
        using var chunked = await PutAsync(Sign("chunked.pdf"), request => request.Headers.TransferEncodingChunked = true);
        using var digest = await PutAsync(Sign("digest.pdf"), request => request.Content!.Headers.ContentMD5 = new byte[16]);

        Assert.Equal(HttpStatusCode.LengthRequired, chunked.StatusCode);
        Assert.Contains("BadDigest", await digest.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_sandbox_s_own_url_binds_the_length()
    {
        using var client = await TestClient.ConnectAsync(_sandbox);
        var (url, tagging) = await client.OpenUploadAsync("a.pdf", 5);

        using var longer = await PutAsync(url, request => SetTagging(request, tagging), "123456");
        using var exact = await PutAsync(url, request => SetTagging(request, tagging), "12345");

        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.OK), (longer.StatusCode, exact.StatusCode));
    }

    private static string MoveTime(string url)
    {
        // One second later: still within the URL's life, so only the signature can tell.
        var date = System.Text.RegularExpressions.Regex.Match(url, "X-Amz-Date=([0-9TZ]+)").Groups[1].Value;
        var moved = DateTime.ParseExact(date, "yyyyMMdd'T'HHmmss'Z'", System.Globalization.CultureInfo.InvariantCulture).AddSeconds(1);
        return url.Replace(date, moved.ToString("yyyyMMdd'T'HHmmss'Z'", System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal);
    }

    private static void SetTagging(HttpRequestMessage request, string tagging)
    {
        request.Headers.Remove("x-amz-tagging");
        request.Headers.TryAddWithoutValidation("x-amz-tagging", tagging);
    }

    private string Sign(string key)
    {
        var request = new GetPreSignedUrlRequest
        {
            BucketName = "gc-attachments", Key = key, Verb = HttpVerb.PUT, Protocol = Protocol.HTTP, ContentType = "application/pdf", Expires = DateTime.UtcNow.AddMinutes(5),
        };
        request.Headers["x-amz-tagging"] = Tagging;
        return _signer.GetPreSignedURL(request);
    }

    private async Task<HttpResponseMessage> PutAsync(string url, Action<HttpRequestMessage>? alter = null, string body = "12345")
    {
        using var content = new StringContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/pdf");
        using var request = new HttpRequestMessage(HttpMethod.Put, new Uri(url, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true })) { Content = content };
        request.Headers.TryAddWithoutValidation("x-amz-tagging", Tagging);
        alter?.Invoke(request);
        return await _http.SendAsync(request);
    }

    private sealed class ShiftedTime : TimeProvider
    {
        public TimeSpan Shift { get; set; }

        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + Shift;
    }
}
