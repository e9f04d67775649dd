using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;

namespace GenesysAttachments.Sandbox.Tests;

/// <summary>The storage's signature check, held against URLs that an independent signer made.</summary>
public sealed class SignatureTests : IAsyncLifetime
{
    private SandboxServer _sandbox = null!;
    private StorageClient _storage = null!;

    public async Task InitializeAsync()
    {
        _sandbox = await SandboxServer.StartAsync(new SandboxOptions());
        _storage = new StorageClient(_sandbox);
    }

    public async Task DisposeAsync()
    {
        _storage.Dispose();
        await _sandbox.DisposeAsync();
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
        using var response = await _storage.PutAsync(_storage.Sign(key));

        Assert.Equal((HttpStatusCode.OK, ""), (response.StatusCode, await response.Content.ReadAsStringAsync()));
    }

    [Theory]
    [InlineData("tagging", 403, "SignatureDoesNotMatch")]
    [InlineData("content type", 403, "SignatureDoesNotMatch")]
    [InlineData("path", 403, "SignatureDoesNotMatch")]
    [InlineData("bucket", 403, "SignatureDoesNotMatch")]
    [InlineData("signature", 403, "SignatureDoesNotMatch")]
    [InlineData("time", 403, "SignatureDoesNotMatch")]
    [InlineData("lifetime", 403, "SignatureDoesNotMatch")]
    [InlineData("key id", 403, "InvalidAccessKeyId")]
    [InlineData("unsigned header", 403, "AccessDenied")]
    [InlineData("authorization", 400, "InvalidArgument")]
    public async Task Refuses_what_was_altered(string what, int status, string code)
    {
        var url = _storage.Sign("report.pdf");
        var altered = what switch
        {
            "path" => url.Replace("report.pdf", "Report.pdf", StringComparison.Ordinal),
            "bucket" => url.Replace("gc-attachments", "gc-attachment", StringComparison.Ordinal),
            "signature" => url[..^1] + (url[^1] == '0' ? '1' : '0'),
            "time" => MoveTime(url),
            "lifetime" => url.Replace("X-Amz-Expires=", "X-Amz-Expires=9", StringComparison.Ordinal),
            "key id" => url.Replace(_sandbox.StorageAccessKey, "AKIAXXXXXXXXXXXXXXXX", StringComparison.Ordinal),
            _ => url,
        };
        using var response = await _storage.PutAsync(altered, request =>
        {
            switch (what)
            {
                case "tagging":
                    StorageClient.SetTagging(request, StorageClient.Tagging + "x");
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

        Assert.Equal((status, code), ((int)response.StatusCode, await StorageClient.CodeAsync(response)));
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("POST")]
    [InlineData("DELETE")]
    public async Task An_upload_url_is_good_for_nothing_but_the_upload(string method)
    {
        using var client = await TestClient.ConnectAsync(_sandbox);
        var (own, tagging) = await client.OpenUploadAsync("a.pdf", 5);
        using var put = await _storage.PutAsync(own, request => StorageClient.SetTagging(request, tagging));

        foreach (var url in new[] { own, _storage.Sign("b.pdf") })
        {
            using var response = await _storage.SendAsync(method, url);

            Assert.Equal((HttpStatusCode.Forbidden, "SignatureDoesNotMatch"), (response.StatusCode, await StorageClient.CodeAsync(response)));
        }

        Assert.Equal(HttpStatusCode.OK, put.StatusCode);
    }

    [Fact]
    public async Task A_url_that_the_vendor_signs_to_read_finds_only_what_is_there()
    {
        using var response = await _storage.Http.GetAsync(new Uri(_storage.SignToRead("a.pdf")));

        Assert.Equal((HttpStatusCode.NotFound, "NoSuchKey"), (response.StatusCode, await StorageClient.CodeAsync(response)));
    }

    private static string MoveTime(string url)
    {
        // One second later: still within the URL's life, so only the signature can tell.
        var date = Regex.Match(url, "X-Amz-Date=([0-9TZ]+)").Groups[1].Value;
        var moved = DateTime.ParseExact(date, "yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture).AddSeconds(1);
        return url.Replace(date, moved.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture), StringComparison.Ordinal);
    }
}
