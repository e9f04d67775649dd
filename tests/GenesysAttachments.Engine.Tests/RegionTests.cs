using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.SignIn;

namespace GenesysAttachments.Engine.Tests;

/// <summary>What is a region, and where a secret goes only when the user says so.</summary>
public sealed class RegionTests
{
    private const string Refused = "refused";
    private const string Trust = "trust ";

    [Theory]
    // AWS names, domains, their hosts and URLs of them.
    [InlineData("eu-west-1", "mypurecloud.ie")]
    [InlineData("EU-WEST-1", "mypurecloud.ie")]
    [InlineData(" us-east-1\r\n", "mypurecloud.com")]
    [InlineData("eusc-de-east-1", "edee1.eusc-pure.cloud")]
    [InlineData("mypurecloud.de", "mypurecloud.de")]
    [InlineData("MyPureCloud.Com.AU", "mypurecloud.com.au")]
    [InlineData("use2.us-gov-pure.cloud", "use2.us-gov-pure.cloud")]
    [InlineData("login.mypurecloud.ie", "mypurecloud.ie")]
    [InlineData("api.mypurecloud.jp", "mypurecloud.jp")]
    [InlineData("apps.usw2.pure.cloud", "usw2.pure.cloud")]
    [InlineData("webmessaging.cac1.pure.cloud", "cac1.pure.cloud")]
    [InlineData("api-cdn.mypurecloud.com", "mypurecloud.com")]
    [InlineData("https://mypurecloud.ie", "mypurecloud.ie")]
    [InlineData("https://mypurecloud.ie/", "mypurecloud.ie")]
    [InlineData("HTTPS://LOGIN.MYPURECLOUD.DE/", "mypurecloud.de")]
    [InlineData("https://apps.edee1.eusc-pure.cloud", "edee1.eusc-pure.cloud")]
    // New regions under the platform's own suffixes.
    [InlineData("new1.pure.cloud", "new1.pure.cloud")]
    [InlineData("a.b.pure.cloud", "a.b.pure.cloud")]
    [InlineData("usw9.us-gov-pure.cloud", "usw9.us-gov-pure.cloud")]
    [InlineData("frfr1.eusc-pure.cloud", "frfr1.eusc-pure.cloud")]
    [InlineData("https://api.new1.pure.cloud/", "new1.pure.cloud")]
    // Other names: look-alikes, neighbours, gateways.
    [InlineData("mypurecloud.com.evil.example", Trust + "mypurecloud.com.evil.example")]
    [InlineData("mypurecIoud.com", Trust + "mypurecioud.com", "mypurecloud.com")]
    [InlineData("rnypurecloud.com", Trust + "rnypurecloud.com", "mypurecloud.com")]
    [InlineData("mypurec1oud.ie", Trust + "mypurec1oud.ie", "mypurecloud.ie")]
    [InlineData("mypurecloud.co", Trust + "mypurecloud.co", "mypurecloud.com")]
    [InlineData("mypurecloud.ie.com", Trust + "mypurecloud.ie.com")]
    [InlineData("evil-mypurecloud.com", Trust + "evil-mypurecloud.com")]
    [InlineData("evil.mypurecloud.com", Trust + "evil.mypurecloud.com")]
    [InlineData("login.login.mypurecloud.com", Trust + "login.mypurecloud.com")]
    [InlineData("usw2.pure.cloud.evil.example", Trust + "usw2.pure.cloud.evil.example")]
    [InlineData("usw2.pure.clud", Trust + "usw2.pure.clud", "usw2.pure.cloud")]
    [InlineData("usw2.evilpure.cloud", Trust + "usw2.evilpure.cloud")]
    [InlineData("usw2.eu-gov-pure.cloud", Trust + "usw2.eu-gov-pure.cloud")]
    [InlineData("evil-pure.cloud", Trust + "evil-pure.cloud")]
    [InlineData("pure.cloud", Trust + "pure.cloud")]
    [InlineData("us-gov-pure.cloud", Trust + "us-gov-pure.cloud")]
    [InlineData("https://login.gateway.example/", Trust + "gateway.example")]
    [InlineData("api.example", Trust + "api.example")]
    [InlineData("purecloud", Refused)]
    // No names of hosts.
    [InlineData("nowhere", Refused)]
    [InlineData("localhost", Refused)]
    [InlineData("", Refused)]
    [InlineData("  ", Refused)]
    [InlineData(".", Refused)]
    [InlineData("https://", Refused)]
    [InlineData("mypurecloud", Refused)]
    [InlineData("eu-west1", Refused, "eu-west-1")]
    [InlineData("https://eu-west-1", Refused, "eu-west-1")]
    [InlineData("mypurecloud.ie.", Refused, "mypurecloud.ie")]
    [InlineData(".mypurecloud.ie", Refused)]
    [InlineData("mypurecloud..ie", Refused, "mypurecloud.ie")]
    [InlineData(".pure.cloud", Refused)]
    [InlineData("-a.pure.cloud", Refused)]
    [InlineData("a-.pure.cloud", Refused)]
    [InlineData("a_b.pure.cloud", Refused)]
    [InlineData("a b.pure.cloud", Refused)]
    [InlineData("*.pure.cloud", Refused)]
    [InlineData("mypurecloud.ie,mypurecloud.de", Refused)]
    [InlineData("mypurecloud.ie mypurecloud.de", Refused)]
    // More than a host.
    [InlineData("http://mypurecloud.ie", Refused, "mypurecloud.ie")]
    [InlineData("wss://webmessaging.mypurecloud.ie", Refused, "mypurecloud.ie")]
    [InlineData("ftp://mypurecloud.ie", Refused)]
    [InlineData("https:mypurecloud.ie", Refused)]
    [InlineData("https:/mypurecloud.ie", Refused)]
    [InlineData("https:///mypurecloud.ie", Refused)]
    [InlineData("//mypurecloud.ie", Refused)]
    [InlineData("https://https://mypurecloud.ie", Refused)]
    [InlineData("https://mypurecloud.ie//", Refused, "mypurecloud.ie")]
    [InlineData("https://apps.mypurecloud.com.au/directory/", Refused, "mypurecloud.com.au")]
    [InlineData("mypurecloud.ie/oauth", Refused, "mypurecloud.ie")]
    [InlineData("https://mypurecloud.ie/..", Refused)]
    [InlineData("https://mypurecloud.ie?", Refused)]
    [InlineData("https://mypurecloud.ie/?a=b", Refused)]
    [InlineData("https://mypurecloud.ie#", Refused)]
    [InlineData("https://mypurecloud.ie/#/admin", Refused, "mypurecloud.ie")]
    [InlineData("mypurecloud.ie:443", Refused, "mypurecloud.ie")]
    [InlineData("https://mypurecloud.ie:8443/", Refused)]
    [InlineData("https://mypurecloud.ie@evil.example", Refused)]
    [InlineData("https://a:b@mypurecloud.ie", Refused)]
    [InlineData("a@mypurecloud.ie", Refused)]
    [InlineData(@"https:\\mypurecloud.ie", Refused)]
    [InlineData(@"evil.example\.mypurecloud.ie", Refused)]
    [InlineData(@"https://evil.example\.pure.cloud/", Refused)]
    [InlineData("evil.example/.pure.cloud", Refused)]
    [InlineData("evil.example%2f.pure.cloud", Refused)]
    [InlineData("evil.example#.pure.cloud", Refused)]
    [InlineData("evil.example?.pure.cloud", Refused)]
    // Addresses of digits, in any way of writing them.
    [InlineData("127.0.0.1", Refused)]
    [InlineData("https://10.0.0.1/", Refused)]
    [InlineData("0x7f.1", Refused)]
    [InlineData("1.0x7f", Refused)]
    [InlineData("2130706433", Refused)]
    [InlineData("[::1]", Refused)]
    [InlineData("::1", Refused)]
    // Letters of other scripts, and what cannot be seen.
    [InlineData("mypurecl\u043Eud.com", Refused, "mypurecloud.com")]
    [InlineData("\uFF4Dypurecloud.com", Refused, "mypurecloud.com")]
    [InlineData("m\u00FCnchen.pure.cloud", Refused)]
    [InlineData("xn--mnchen-3ya.pure.cloud", Refused)]
    [InlineData("evil.xn--p1ai", Refused)]
    [InlineData("a\u3002pure.cloud", Refused)]
    [InlineData("a.pure.cloud\u2024", Refused)]
    [InlineData("\u212Aa.pure.cloud", Refused)]
    [InlineData("mypurecloud.ie\0", Refused)]
    [InlineData("mypure\tcloud.ie", Refused)]
    [InlineData("mypurecloud.ie\nevil.example", Refused)]
    [InlineData("\uFEFFmypurecloud.ie", Refused)]
    [InlineData("mypure\u200Bcloud.ie", Refused)]
    [InlineData("mypure\u00ADcloud.ie", Refused)]
    [InlineData("mypurecloud.ie\u00A0", Refused)]
    [InlineData("\u202Emypurecloud.ie", Refused)]
    public void A_region_is_known_or_trusted_or_refused(string text, string expected, string? guess = null)
    {
        var region = new GivenRegion(text, "-Region");

        var trusted = Try(region, isTrusted: true);
        var plain = Try(region, isTrusted: false);

        Assert.Equal(expected.StartsWith(Trust, StringComparison.Ordinal), region.NeedsTrust);
        if (expected == Refused)
        {
            Assert.Null(trusted.Domain);
            Assert.Contains("is not a region", trusted.Error!.Message, StringComparison.Ordinal);
        }
        else
        {
            Assert.Equal(expected.Replace(Trust, "", StringComparison.Ordinal), trusted.Domain);
        }

        Assert.Equal(region.NeedsTrust ? null : trusted.Domain, plain.Domain);
        if (guess is not null)
        {
            Assert.EndsWith($" Perhaps {guess} was meant.", plain.Error!.Message.Split(" Only")[0], StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Every_region_of_the_table_is_taken_by_each_of_its_names()
    {
        foreach (var (aws, domain, _) in RegionTable.All)
        {
            Assert.All(new[] { aws, domain, $"login.{domain}", $"https://apps.{domain}/" }, text => Assert.Equal(domain, new GivenRegion(text, "x").Resolve(isTrusted: false)));
        }
    }

    [Fact]
    public void What_nobody_knows_is_refused_with_its_place_and_where_the_secret_would_go()
    {
        var error = Try(new GivenRegion("https://login.mypurecloud.com.evil.example/", "profile 'nightly' in config.toml"), isTrusted: false).Error!;

        Assert.Equal(ErrorIds.RequestInvalid, error.ErrorId);
        foreach (var words in new[] { "'https://login.mypurecloud.com.evil.example/'", "from profile 'nightly' in config.toml", "secret or token would go to", "login.mypurecloud.com.evil.example", "-TrustRegion" })
        {
            Assert.Contains(words, error.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("https://id:canary@mypurecloud.ie/")]
    [InlineData("id:canary@mypurecloud.ie")]
    [InlineData("canary@mypurecloud.ie")]
    [InlineData("id:canary@https://mypurecloud.ie")]
    [InlineData("https://id:canary\uFF20mypurecloud.ie")]
    [InlineData("https://canary%40mypurecloud.ie")]
    [InlineData("https://id:can?canary@mypurecloud.ie")]
    [InlineData("https://mypurecloud.ie/#access_token=canary")]
    [InlineData("https://mypurecloud.ie/?token=canary")]
    public void What_may_be_a_password_is_not_repeated(string text)
    {
        var error = Try(new GivenRegion(text, "GENESYSCLOUD_REGION"), isTrusted: true).Error!;

        Assert.DoesNotContain("canary", error.ToString() + error.Advice, StringComparison.Ordinal);
        Assert.Contains("GENESYSCLOUD_REGION", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_error_shows_letters_that_deceive_or_cannot_be_seen()
    {
        var error = Try(new GivenRegion("mypurecl\u043Eud\u202E.com\u001B[31m" + new string('x', 5000), "-Region"), isTrusted: true).Error!;

        Assert.Contains(@"mypurecl\u{043E}ud\u{202E}.com\u{001B}[31m", error.Message, StringComparison.Ordinal);
        Assert.All(error.Message, c => Assert.True(c is >= ' ' and <= '~' or '…'));
        Assert.InRange(error.Message.Length, 10, 300);
    }

    [Theory]
    [InlineData(63, true)]
    [InlineData(64, false)]
    public void A_label_is_as_long_as_a_label_may_be(int length, bool isTaken) => Assert.Equal(isTaken, Try(new GivenRegion(new string('a', length) + ".pure.cloud", "x"), isTrusted: true).Domain is not null);

    [Fact]
    public void A_domain_leaves_room_for_the_longest_of_its_hosts()
    {
        var domain = string.Concat(Enumerable.Repeat(new string('a', 49) + ".", 5))[..(240 - "x.pure.cloud".Length)].TrimEnd('.') + "x.pure.cloud";

        Assert.Equal((240, domain), (domain.Length, Try(new GivenRegion(domain, "x"), isTrusted: false).Domain));
        Assert.Null(Try(new GivenRegion("a" + domain, "x"), isTrusted: true).Domain);
    }

    private static (string? Domain, GCException? Error) Try(GivenRegion region, bool isTrusted)
    {
        try
        {
            return (region.Resolve(isTrusted), null);
        }
        catch (GCException e)
        {
            return (null, e);
        }
    }
}
