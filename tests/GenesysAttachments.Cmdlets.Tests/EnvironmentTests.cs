namespace GenesysAttachments.Cmdlets.Tests;

/// <summary>Sign-in from the environment and from the vendor tool's profile: both belong to the whole process.</summary>
[Collection(AloneCollection.Name)]
public sealed class EnvironmentTests : StagedTests, IDisposable
{
    private static readonly string[] Names =
    [
        "GENESYSCLOUD_REGION", "GENESYSCLOUD_OAUTHCLIENT_ID", "GENESYSCLOUD_OAUTHCLIENT_SECRET", "GENESYSCLOUD_ACCESS_TOKEN", "GENESYS_ENVIRONMENT", "GENESYS_CLIENT_ID", "GENESYS_CLIENT_SECRET",
        "HOME",
    ];

    private readonly List<(string Name, string? Value)> _before = [.. Names.Select(name => (name, Environment.GetEnvironmentVariable(name)))];

    public EnvironmentTests(Stage stage)
        : base(stage)
    {
        Set([.. Names.Where(name => name != "HOME").Select(name => (name, (string?)null))]);
    }

    [Fact]
    public void The_first_family_signs_in()
    {
        Set(("GENESYSCLOUD_REGION", "eu-west-1"), ("GENESYSCLOUD_OAUTHCLIENT_ID", Sandbox.Fact("ClientId")), ("GENESYSCLOUD_OAUTHCLIENT_SECRET", Sandbox.Secret), ("GENESYS_CLIENT_ID", "other"));

        var session = Run("Connect-GCOrg -Endpoint $Sandbox.Url -PassThru").Clean();

        Assert.Equal([Sandbox.Fact("ClientId")], session.Of("ClientId"));
        Assert.Equal(["mypurecloud.ie"], session.Of("Region"));
    }

    [Theory]
    [InlineData(null, "mypurecloud.com")]
    [InlineData("mypurecloud.de", "mypurecloud.de")]
    public void The_older_family_signs_in_with_its_own_default_region(string? region, string expected)
    {
        Set(("GENESYS_ENVIRONMENT", region), ("GENESYS_CLIENT_ID", Sandbox.Fact("ClientId")), ("GENESYS_CLIENT_SECRET", Sandbox.Secret));

        Assert.Equal([expected], Run("Connect-GCOrg -Endpoint $Sandbox.Url -PassThru").Clean().Of("Region"));
    }

    [Fact]
    public async Task A_token_in_the_environment_signs_in()
    {
        Set(("GENESYSCLOUD_ACCESS_TOKEN", await Sandbox.SignInAsync()));

        Assert.Single(Run("Connect-GCOrg -Endpoint $Sandbox.Url; Get-GCConversation $C").Clean().Output);
    }

    [Fact]
    public void A_credential_on_the_line_wins_and_the_region_still_comes_from_the_environment()
    {
        Set(("GENESYSCLOUD_REGION", "mypurecloud.jp"), ("GENESYSCLOUD_OAUTHCLIENT_ID", "other"), ("GENESYSCLOUD_OAUTHCLIENT_SECRET", "other"));

        var session = Run("$Sandbox | Connect-GCOrg -PassThru").Clean();

        Assert.Equal([Sandbox.Fact("ClientId")], session.Of("ClientId"));
        Assert.Equal(["mypurecloud.jp"], session.Of("Region"));
    }

    [Theory]
    [InlineData("GENESYSCLOUD_OAUTHCLIENT_ID", "GENESYSCLOUD_OAUTHCLIENT_SECRET")]
    [InlineData("GENESYSCLOUD_OAUTHCLIENT_SECRET", "GENESYSCLOUD_OAUTHCLIENT_ID")]
    [InlineData("GENESYS_CLIENT_ID", "GENESYS_CLIENT_SECRET")]
    [InlineData("GENESYS_CLIENT_SECRET", "GENESYS_CLIENT_ID")]
    public void A_family_with_a_gap_is_not_completed_from_the_other_and_the_gap_is_named(string there, string missing)
    {
        Set((there, "value"));

        var ran = Run("Connect-GCOrg -Region eu-west-1");

        Assert.Equal(["NotConnected"], ran.ErrorIds);
        Assert.Contains(missing, $"{ran.Problems[0]} {ran.Problems[0].ErrorDetails.RecommendedAction}", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Connect-GCOrg -Region eu-west-1", "NotConnected", "GENESYSCLOUD_OAUTHCLIENT_ID")]
    [InlineData("Connect-GCOrg -Credential $Sandbox.Credential", "RequestInvalid", "GENESYSCLOUD_REGION")]
    [InlineData("Get-GCOrg | Disconnect-GCOrg; Get-GCAttachmentPolicy -DeploymentId d", "RequestInvalid", "GENESYSCLOUD_REGION")]
    public void With_nothing_given_and_nothing_set_the_advice_names_what_to_set(string line, string errorId, string name)
    {
        var ran = Run(line);

        Assert.Equal([errorId], ran.ErrorIds);
        Assert.Contains(name, ran.Problems[0].ErrorDetails.RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    public void A_region_in_the_environment_that_is_none_is_told()
    {
        Set(("GENESYSCLOUD_REGION", "nowhere"));

        Assert.Contains("'nowhere' is not a region", $"{Assert.Single(Run("Connect-GCOrg -Credential $Sandbox.Credential").Problems)}", StringComparison.Ordinal);
    }

    public void Dispose() => Set([.. _before]);

    private static void Set(params IEnumerable<(string Name, string? Value)> variables)
    {
        foreach (var (name, value) in variables)
        {
            Environment.SetEnvironmentVariable(name, value);
        }
    }
}
