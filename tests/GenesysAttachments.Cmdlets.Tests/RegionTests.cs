using System.Net;
using System.Net.Sockets;
using System.Text;

namespace GenesysAttachments.Cmdlets.Tests;

/// <summary>
/// Where the secret of a sign-in may go, wherever its region comes from. A proxy of the test's own hears every connection that is made; the
/// environment and the home folder belong to the whole process.
/// </summary>
[Collection(AloneCollection.Name)]
public sealed class RegionTests : StagedTests, IDisposable
{
    private const string Evil = "mypurecloud.com.evil.example";
    private const string OnTheLine = "-Region";
    private const string InTheEnvironment = "GENESYSCLOUD_REGION";
    private const string InTheOlderEnvironment = "GENESYS_ENVIRONMENT";
    private const string InTheProfile = "profile 'nightly' in ";

    private static readonly string[] Names = ["HOME", InTheEnvironment, "GENESYSCLOUD_OAUTHCLIENT_ID", "GENESYSCLOUD_OAUTHCLIENT_SECRET", "GENESYSCLOUD_ACCESS_TOKEN", InTheOlderEnvironment, "GENESYS_CLIENT_ID", "GENESYS_CLIENT_SECRET"];

    private readonly List<(string Name, string? Value)> _before = [.. Names.Select(name => (name, Environment.GetEnvironmentVariable(name)))];
    private readonly TcpListener _proxy = new(IPAddress.Loopback, 0);

    public RegionTests(Stage stage)
        : base(stage)
    {
        foreach (var name in Names.Where(name => name != "HOME"))
        {
            Environment.SetEnvironmentVariable(name, null);
        }

        _proxy.Start();
    }

    private static bool HasHome => !OperatingSystem.IsWindows();

    private string Proxy => $"-Proxy http://127.0.0.1:{((IPEndPoint)_proxy.LocalEndpoint).Port} -MaximumRetryCount 0";

    /// <summary>Ways to sign in, and where their region stands; profiles where a process can choose its home.</summary>
    public static TheoryData<string, string> Lines()
    {
        var lines = new TheoryData<string, string>
        {
            { "-Credential $Sandbox.Credential", OnTheLine },
            { "-AccessToken $Sandbox.Credential.Password", OnTheLine },
            { "-DeploymentId $Sandbox.DeploymentId", OnTheLine },
            { "-Credential $Sandbox.Credential", InTheEnvironment },
            { "-AccessToken $Sandbox.Credential.Password", InTheEnvironment },
            { "-DeploymentId $Sandbox.DeploymentId", InTheEnvironment },
            { "-Credential $Sandbox.Credential", InTheOlderEnvironment },
            { "", InTheEnvironment },
            { "", InTheOlderEnvironment },
            { "-SecretName nightly", OnTheLine },
            { "-SecretName nightly", InTheEnvironment },
            { "-SecretName nightly -ClientId c", InTheOlderEnvironment },
        };
        if (HasHome)
        {
            lines.Add("-Profile nightly", OnTheLine);
            lines.Add("-Profile nightly", InTheProfile);
            lines.Add("-Profile elsewhere", InTheEnvironment);
        }

        return lines;
    }

    [Theory]
    [MemberData(nameof(Lines))]
    public async Task A_region_that_nobody_knows_gets_nothing_unless_it_is_trusted(string line, string place)
    {
        var connect = Prepare(line, place, Evil);

        var refused = Run(connect);

        Assert.False(_proxy.Pending());
        Assert.Equal(["RequestInvalid"], refused.ErrorIds);
        foreach (var words in new[] { $"'{Evil}'", $"(from {place}", $"login.{Evil}", "-TrustRegion" })
        {
            Assert.Contains(words, $"{refused.Problems[0]}", StringComparison.Ordinal);
        }

        if (line.Contains("-AccessToken", StringComparison.Ordinal))
        {
            // A token is not tried before it is used.
            Assert.Equal([Evil], Run($"{connect} -TrustRegion -PassThru").Clean().Of("Region"));
            return;
        }

        var asked = ReadFirstLineAsync();
        var trusted = Run($"{connect} -TrustRegion -Verbose");

        Assert.Matches($@"^CONNECT \S*{Evil.Replace(".", @"\.", StringComparison.Ordinal)}:443 ", await asked);
        Assert.Contains(trusted.Verbose, text => text.Contains(Evil, StringComparison.Ordinal) && text.Contains("-TrustRegion", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Lines))]
    public void Trust_mends_no_url(string line, string place)
    {
        foreach (var region in new[] { $"https://id:canary@{Evil}", "http://mypurecloud.ie", "mypurecloud.ie:443", "mypurecl\u043Eud.com" })
        {
            var ran = Run($"{Prepare(line, place, region)} -TrustRegion");

            Assert.False(_proxy.Pending());
            Assert.Contains("is not a region", $"{Assert.Single(ran.Problems)}", StringComparison.Ordinal);
            Assert.Contains($"from {place}", $"{ran.Problems[0]}", StringComparison.Ordinal);
            Assert.DoesNotContain("canary", $"{ran.Problems[0]} {ran.Problems[0].Exception}", StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_user_is_sent_to_no_unknown_host_to_sign_in()
    {
        var ran = Run($"Connect-GCOrg -Region {Evil} -ClientId c -Interactive -TimeoutSeconds 1");

        Assert.Equal(["RequestInvalid"], ran.ErrorIds);
    }

    [Theory]
    [InlineData("mypurecIoud.com", "Perhaps mypurecloud.com was meant")]
    [InlineData("eu-west1", "Perhaps eu-west-1 was meant")]
    public void A_slip_of_the_hand_is_told_what_was_meant(string region, string words) =>
        Assert.Contains(words, $"{Assert.Single(Run($"Connect-GCOrg -Region {region} -Credential $Sandbox.Credential").Problems)}", StringComparison.Ordinal);

    [Theory]
    [InlineData($"Connect-GCOrg -Region {Evil} -Endpoint $Sandbox.Url -Credential $Sandbox.Credential -PassThru")]
    [InlineData($"Get-GCAttachmentPolicy -Region {Evil} -Endpoint $Sandbox.Url -DeploymentId $Sandbox.DeploymentId")]
    public async Task An_endpoint_of_the_users_own_makes_no_region_of_a_name(string line)
    {
        var refused = Run(line);

        Assert.Equal(["RequestInvalid"], refused.ErrorIds);
        Assert.Empty(await Sandbox.RequestsAsync());

        var trusted = Run($"{line} -TrustRegion -Verbose").Clean();

        Assert.Single(trusted.Output);
        Assert.Contains(trusted.Verbose, text => text.Contains($"'{Evil}' is not a region", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("https://api.mypurecloud.ie/", "mypurecloud.ie")]
    [InlineData("new1.pure.cloud", "new1.pure.cloud")]
    public void A_region_of_the_platform_needs_no_trust_and_no_line_about_it(string region, string domain)
    {
        var ran = Run($"Connect-GCOrg -Region {region} -Endpoint $Sandbox.Url -Credential $Sandbox.Credential -TrustRegion -PassThru -Verbose").Clean();

        Assert.Equal([domain], ran.Of("Region"));
        Assert.DoesNotContain(ran.Verbose, text => text.Contains("TrustRegion", StringComparison.Ordinal));
    }

    [Fact]
    public void A_policy_is_read_from_no_unknown_region_of_the_environment()
    {
        Environment.SetEnvironmentVariable(InTheEnvironment, Evil);

        var ran = Run("Get-GCOrg | Disconnect-GCOrg; Get-GCAttachmentPolicy -DeploymentId d");

        Assert.Equal(["RequestInvalid"], ran.ErrorIds);
        Assert.Contains($"from {InTheEnvironment}", $"{ran.Problems[0]}", StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _proxy.Dispose();
        foreach (var (name, value) in _before)
        {
            Environment.SetEnvironmentVariable(name, value);
        }
    }

    // Puts the region where it shall stand, and a good one where it shall not matter.
    private string Prepare(string line, string place, string region)
    {
        var (id, secret) = (Sandbox.Fact("ClientId"), Sandbox.Secret);
        if (line.Length == 0)
        {
            var family = place == InTheEnvironment ? "GENESYSCLOUD_OAUTHCLIENT" : "GENESYS_CLIENT";
            Environment.SetEnvironmentVariable($"{family}_ID", id);
            Environment.SetEnvironmentVariable($"{family}_SECRET", secret);
        }

        if (place is InTheEnvironment or InTheOlderEnvironment)
        {
            Environment.SetEnvironmentVariable(place, region);
        }

        Environment.SetEnvironmentVariable("HOME", Files.Folder);
        Directory.CreateDirectory(Files.PathOf(".gc"));
        var credential = $"client_id = '{id}'\nclient_secret = '{secret}'\n";
        Files.WriteText(".gc/config.toml", $"[nightly]\n{credential}environment = \"{(place == InTheProfile ? region : "eu-west-1")}\"\n[elsewhere]\n{credential}");
        return $"function Get-Secret {{ param ($Name) $Sandbox.Credential }}; Connect-GCOrg {line} {(place == OnTheLine ? $"-Region '{region}'" : "")} {Proxy}";
    }

    // One connection is enough to know where it would go: any other is refused.
    private async Task<string> ReadFirstLineAsync()
    {
        using var client = await _proxy.AcceptTcpClientAsync();
        _proxy.Stop();
        using var reader = new StreamReader(client.GetStream(), Encoding.ASCII);
        return await reader.ReadLineAsync() ?? "";
    }
}
