using GenesysAttachments.Engine.Receiving;
using GenesysAttachments.Engine.SignIn;

namespace GenesysAttachments.Engine.Tests.Receiving;

/// <summary>Whose URL is whose. The token goes to none but the session's own API host, whatever a message says.</summary>
public sealed class LinkTests
{
    private static readonly SessionSettings Ireland = new() { Domain = "mypurecloud.ie" };
    private static readonly SessionSettings Virginia = new() { Domain = "mypurecloud.com" };
    private static readonly SessionSettings Fed = new() { Domain = "use2.us-gov-pure.cloud" };
    private static readonly SessionSettings Local = new() { Domain = "sandbox", Endpoint = new Uri("http://127.0.0.1:8080") };
    private static readonly SessionSettings Gateway = new() { Domain = "mypurecloud.ie", Endpoint = new Uri("https://gw.example.com/genesys/") };

    private const string Id = "0123456789abcdef";

    [Theory]
    [InlineData("https://api.mypurecloud.ie/api/v2/downloads/" + Id)]
    [InlineData("https://API.MyPureCloud.IE/api/v2/downloads/" + Id)]
    [InlineData("https://api.mypurecloud.ie:443/api/v2/downloads/" + Id)]
    [InlineData("https://api.mypurecloud.ie/api/v2/downloads/" + Id + "?contentDisposition=attachment")]
    [InlineData("https://api-downloads.mypurecloud.ie/api/v2/downloads/" + Id)]
    [InlineData("https://apps.mypurecloud.ie/platform/api/v2/downloads/" + Id)]
    public void The_orgs_own_addresses_name_a_download(string url) =>
        Assert.Equal((AttachmentSources.Org, Id), (DownloadAddress.Of(url, "File", Ireland).Source, DownloadAddress.Of(url, "File", Ireland).DownloadId));

    [Theory]
    [InlineData("https://api-downloads.mypurecloud.ie/transcriptsCache/x?Signature=abc")]
    [InlineData("https://shyrka-prod-euw1.s3.eu-west-1.amazonaws.com/a/b?X-Amz-Signature=0")]
    public void The_platforms_storage_is_asked_without_a_token(string url)
    {
        Assert.Equal(AttachmentSources.Storage, DownloadAddress.Of(url, null, Ireland).Source);
        Assert.Equal(AttachmentSources.External, DownloadAddress.Of(url, null, Virginia).Source);
    }

    [Fact]
    public void Each_region_has_buckets_of_its_own()
    {
        Assert.Equal(AttachmentSources.Storage, DownloadAddress.Of("https://shyrka-prod.s3.amazonaws.com/x", null, Virginia).Source);
        Assert.Equal(AttachmentSources.Storage, DownloadAddress.Of("https://shyrka-fedramp-use2-core.s3-fips.us-east-2.amazonaws.com/x", null, Fed).Source);
        Assert.Equal(AttachmentSources.External, DownloadAddress.Of("https://shyrka-prod.s3.amazonaws.com/x", null, Ireland).Source);
    }

    [Theory]
    [InlineData("http://127.0.0.1:8080/api/v2/downloads/" + Id, AttachmentSources.Org)]
    [InlineData("http://127.0.0.1:8081/api/v2/downloads/" + Id, AttachmentSources.External)]
    [InlineData("https://127.0.0.1:8080/api/v2/downloads/" + Id, AttachmentSources.External)]
    [InlineData("http://localhost:8080/api/v2/downloads/" + Id, AttachmentSources.External)]
    [InlineData("http://127.1:8080/api/v2/downloads/" + Id + "/..", AttachmentSources.External)]
    [InlineData("http://127.0.0.1:8080/_sandbox/reset", AttachmentSources.External)]
    [InlineData("https://api.sandbox/api/v2/downloads/" + Id, AttachmentSources.External)]
    public void An_endpoint_of_ones_own_is_the_only_org_host(string url, string source) => Assert.Equal(source, DownloadAddress.Of(url, null, Local).Source);

    [Theory]
    [InlineData("https://gw.example.com/genesys/api/v2/downloads/" + Id, AttachmentSources.Org)]
    [InlineData("https://gw.example.com/api/v2/downloads/" + Id, AttachmentSources.External)]
    [InlineData("https://gw.example.com/genesys/../api/v2/downloads/" + Id, AttachmentSources.External)]
    [InlineData("http://gw.example.com/genesys/api/v2/downloads/" + Id, AttachmentSources.External)]
    [InlineData("https://api.mypurecloud.ie/api/v2/downloads/" + Id, AttachmentSources.External)]
    [InlineData("https://api-downloads.mypurecloud.ie/x", AttachmentSources.External)]
    public void A_gateway_takes_the_place_of_the_regions_hosts(string url, string source) => Assert.Equal(source, DownloadAddress.Of(url, null, Gateway).Source);

    /// <summary>What looks like the platform's, or hopes to.</summary>
    public static TheoryData<string> Strangers() =>
    [
        "https://api.mypurecloud.ie.evil.example/api/v2/downloads/" + Id,
        "https://evil-api.mypurecloud.ie/api/v2/downloads/" + Id,
        "https://api.mypurecloud.ie.:443/api/v2/downloads/" + Id,
        "https://api.mypurecloud.ie./api/v2/downloads/" + Id,
        "https://api.mypurecloud.iee/api/v2/downloads/" + Id,
        "https://xapi.mypurecloud.ie/api/v2/downloads/" + Id,
        "https://api.mypurecloud.com/api/v2/downloads/" + Id,
        "https://api-downloads.mypurecloud.de/api/v2/downloads/" + Id,
        "https://apps.mypurecloud.ie/api/v2/downloads/" + Id,
        "https://api.mypurecloud.ie/platform/api/v2/downloads/" + Id,
        "https://login.mypurecloud.ie/api/v2/downloads/" + Id,
        "https://mypurecloud.ie/api/v2/downloads/" + Id,
        "https://api.mypurecloud.ie:444/api/v2/downloads/" + Id,
        "https://api.mypurecloud.ie:80/api/v2/downloads/" + Id,
        "http://api.mypurecloud.ie/api/v2/downloads/" + Id,
        "http://api.mypurecloud.ie:443/api/v2/downloads/" + Id,
        "https://api.mypurecloud.ie/api/v2/downloads/../conversations",
        "https://api.mypurecloud.ie/api/v2/downloads/..%2fconversations",
        "https://api.mypurecloud.ie/api/v2/downloads/" + Id + "/x",
        "https://api.mypurecloud.ie/api/v2/downloads/" + Id + "/",
        "https://api.mypurecloud.ie/api/v2/downloads/",
        "https://api.mypurecloud.ie/api/v2/downloads",
        "https://api.mypurecloud.ie//api/v2/downloads/" + Id,
        "https://api.mypurecloud.ie/api/v2/downloads/a%00b",
        "https://api.mypurecloud.ie/api/v2/downloads/a;b",
        "https://api.mypurecloud.ie/API/v2/downloads/" + Id,
        "https://api.mypurecloud.ie/x?/api/v2/downloads/" + Id,
        "https://api.mypurecloud.ie?/api/v2/downloads/" + Id,
        "https://evil.example/https://api.mypurecloud.ie/api/v2/downloads/" + Id,
        "https://evil.example/?https://api.mypurecloud.ie/api/v2/downloads/" + Id,
        "https://evil-bucket.s3.eu-west-1.amazonaws.com/a.pdf?X-Amz-Signature=0",
        "https://shyrka-prod-euw1.s3.eu-west-1.amazonaws.com.evil.example/a",
        "https://shyrka-prod-euw1.evil.s3.eu-west-1.amazonaws.com/a",
        "https://shyrka-prod-.s3.eu-west-1.amazonaws.com/a",
        "https://shyrka-prod-euw1.s3.us-west-2.amazonaws.com/a",
        "https://x.cloudfront.net/a.pdf",
        "http://169.254.169.254/latest/meta-data/iam/security-credentials/",
        "http://[::ffff:169.254.169.254]/latest/meta-data/",
        "http://127.0.0.1:9200/_cat",
        "http://localhost/",
        "http://0x7f000001/",
        "https://2130706433/",
        "https://intranet/payroll.xlsx",
        "ftp://files.example.com/a.pdf",
        "https://files.example.com/a.pdf",
    ];

    [Theory]
    [MemberData(nameof(Strangers))]
    public void Everything_else_is_a_strangers(string url) => Assert.Equal((AttachmentSources.External, null), (DownloadAddress.Of(url, "File", Ireland).Source, DownloadAddress.Of(url, "File", Ireland).DownloadId));

    /// <summary>What no request is ever made of.</summary>
    public static TheoryData<string?> None() =>
    [
        null,
        "",
        "x",
        "/api/v2/downloads/" + Id,
        "//api.mypurecloud.ie/api/v2/downloads/" + Id,
        "https://",
        "https:///api/v2/downloads/" + Id,
        "https:/api.mypurecloud.ie/api/v2/downloads/" + Id,
        "https:api.mypurecloud.ie/api/v2/downloads/" + Id,
        "https://api.mypurecloud.ie\\@evil.example/api/v2/downloads/" + Id,
        "https://evil.example\\.api.mypurecloud.ie/api/v2/downloads/" + Id,
        "https:\\\\api.mypurecloud.ie\\api\\v2\\downloads\\" + Id,
        "https://user@api.mypurecloud.ie/api/v2/downloads/" + Id,
        "https://api.mypurecloud.ie@evil.example/api/v2/downloads/" + Id,
        "https://@api.mypurecloud.ie/api/v2/downloads/" + Id,
        "https://:@api.mypurecloud.ie/api/v2/downloads/" + Id,
        "https://api.mypurecloud.ie/api/v2/downloads/" + Id + "#x",
        "https://evil.example#@api.mypurecloud.ie/api/v2/downloads/" + Id,
        "https://api%2Emypurecloud.ie/api/v2/downloads/" + Id,
        "https://api.mypurecloud.ie%00.evil.example/api/v2/downloads/" + Id,
        "https://api.mypurecloud。ie/api/v2/downloads/" + Id,
        "https://аpi.mypurecloud.ie/api/v2/downloads/" + Id,
        "https://api.mypurecloud.ie /api/v2/downloads/" + Id,
        " https://api.mypurecloud.ie/api/v2/downloads/" + Id,
        "https://api.mypurecloud.ie/api/v2/downloads/" + Id + "\r\nX: y",
        "https://api.mypurecloud.ie/api/v2/downloads/a\tb",
        "javascript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "https://[::1/a",
        "https://" + "a.b/".PadRight(20_000, 'c'),
    ];

    [Theory]
    [MemberData(nameof(None))]
    public void What_is_no_plain_url_is_none(string? url) => Assert.Equal(AttachmentSources.None, DownloadAddress.Of(url, "File", Ireland).Source);

    [Fact]
    public void A_link_has_no_bytes_of_the_platforms() => Assert.Equal(AttachmentSources.None, DownloadAddress.Of("https://api.mypurecloud.ie/api/v2/downloads/" + Id, "Link", Ireland).Source);
}
