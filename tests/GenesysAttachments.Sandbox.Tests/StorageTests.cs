using System.Net;

namespace GenesysAttachments.Sandbox.Tests;

/// <summary>What the storage refuses although it was signed: too late, without a length, or other bytes than were announced.</summary>
public sealed class StorageTests : IAsyncLifetime
{
    private readonly ShiftedTime _time = new();
    private SandboxServer _sandbox = null!;
    private StorageClient _storage = null!;
    private TestClient _client = null!;

    public async Task InitializeAsync()
    {
        _sandbox = await SandboxServer.StartAsync(new SandboxOptions { PresignLifetime = 60 }, _time);
        _storage = new StorageClient(_sandbox);
        _client = await TestClient.ConnectAsync(_sandbox);
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        _storage.Dispose();
        await _sandbox.DisposeAsync();
    }

    [Fact]
    public async Task An_expired_url_is_refused()
    {
        var (url, tagging) = await _client.OpenUploadAsync("a.pdf", 5);
        _time.Shift = TimeSpan.FromSeconds(61);

        using var response = await PutAsync(url, tagging);

        Assert.Equal((HttpStatusCode.Forbidden, "AccessDenied"), (response.StatusCode, await StorageClient.CodeAsync(response)));
        Assert.Contains("Request has expired", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_chunked_body_has_no_length()
    {
        using var response = await _storage.PutAsync(_storage.Sign("chunked.pdf"), request => request.Headers.TransferEncodingChunked = true);

        Assert.Equal((HttpStatusCode.LengthRequired, "MissingContentLength"), (response.StatusCode, await StorageClient.CodeAsync(response)));
    }

    [Fact]
    public async Task A_chunked_body_breaks_the_signature_where_the_length_is_signed()
    {
        var (url, tagging) = await _client.OpenUploadAsync("a.pdf", 5);

        using var response = await PutAsync(url, tagging, request => request.Headers.TransferEncodingChunked = true);

        Assert.Equal((HttpStatusCode.Forbidden, "SignatureDoesNotMatch"), (response.StatusCode, await StorageClient.CodeAsync(response)));
    }

    [Theory]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAA==", "BadDigest")]
    [InlineData("AAAA", "InvalidDigest")]
    [InlineData("827ccb0eea8a706c4c34a16891f84e7b", "InvalidDigest")]
    public async Task A_digest_that_is_another_or_none_is_refused(string md5, string code)
    {
        using var response = await _storage.PutAsync(_storage.Sign("digest.pdf"), request => request.Content!.Headers.TryAddWithoutValidation("Content-MD5", md5));

        Assert.Equal((HttpStatusCode.BadRequest, code), (response.StatusCode, await StorageClient.CodeAsync(response)));
    }

    [Fact]
    public async Task A_digest_that_fits_is_taken()
    {
        using var response = await _storage.PutAsync(_storage.Sign("digest.pdf"), request => request.Content!.Headers.TryAddWithoutValidation("Content-MD5", "gnzLDuqKcGxMNKFokfhOew=="));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task The_sandbox_s_own_url_binds_the_length()
    {
        var (url, tagging) = await _client.OpenUploadAsync("a.pdf", 5);

        using var longer = await PutAsync(url, tagging, body: "123456");
        using var exact = await PutAsync(url, tagging);

        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.OK), (longer.StatusCode, exact.StatusCode));
    }

    private Task<HttpResponseMessage> PutAsync(string url, string tagging, Action<HttpRequestMessage>? alter = null, string body = "12345") => _storage.PutAsync(
        url,
        request =>
        {
            StorageClient.SetTagging(request, tagging);
            alter?.Invoke(request);
        },
        body);

    private sealed class ShiftedTime : TimeProvider
    {
        public TimeSpan Shift { get; set; }

        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + Shift;
    }
}
