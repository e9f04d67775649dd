using System.Management.Automation;
using System.Net;

namespace GenesysAttachments.Cmdlets.Tests;

/// <summary>Ways to sign in, and what goes along with every request afterwards.</summary>
public sealed class ConnectTests(Stage stage) : StagedTests(stage)
{
    [Fact]
    public async Task A_wrong_secret_fails_at_once_and_is_not_shown()
    {
        Shell.Set("Wrong", new PSCredential(Sandbox.Fact("ClientId"), new NetworkCredential("", "canary-secret").SecurePassword));

        var ran = Run("Connect-GCOrg -Endpoint $Sandbox.Url -Credential $Wrong");

        Assert.Equal(["AuthenticationFailed"], ran.ErrorIds);
        Assert.Contains("Connect-GCOrg", ran.Problems[0].ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", string.Join('\n', Run("$Error[0] | Format-List * -Force | Out-String; $Error[0].Exception.ToString(); Get-Error | Out-String").Lines), StringComparison.Ordinal);
        Assert.Single(await Sandbox.RequestsAsync());
    }

    [Theory]
    [InlineData("-AccessToken canary-secret")]
    [InlineData("-Credential canary-secret")]
    [InlineData("-Credential $Sandbox.Credential -Proxy http://proxy.invalid -ProxyCredential canary-secret")]
    [InlineData("-DeploymentId d -GuestToken canary-secret")]
    public void A_secret_as_plain_text_is_refused_and_not_repeated(string given)
    {
        var ran = Run($"Connect-GCOrg -Endpoint $Sandbox.Url {given}");

        Assert.Equal(["ParameterArgumentTransformationError"], ran.ErrorIds);
        Assert.Contains("Get-Credential", $"{ran.Problems[0]}", StringComparison.Ordinal);
        Assert.DoesNotContain("canary-secret", $"{ran.Problems[0]} {ran.Problems[0].Exception}", StringComparison.Ordinal);
    }

    [Fact]
    public async Task Headers_secure_ones_and_the_marker_go_to_the_org_and_not_to_the_storage()
    {
        Files.Write("a.pdf");
        Run("$Sandbox | Connect-GCOrg -Synthetic -Header @{ 'X-Gateway-Key' = (ConvertTo-SecureString gateway-key -AsPlainText); 'X-Plain' = 1 }; Send-GCAttachment a.pdf -ConversationId $C").Clean();

        var requests = await Sandbox.RequestsAsync();
        Assert.All(requests.Where(request => request.Method != "PUT"), request =>
        {
            Assert.Equal(["gateway-key"], request.Headers["X-Gateway-Key"]);
            Assert.Equal(["1"], request.Headers["X-Plain"]);
            Assert.Equal(["true"], request.Headers["X-Synthetic-Test"]);
        });
        Assert.DoesNotContain("X-Gateway-Key", Assert.Single(requests, request => request.Method == "PUT").Headers.Keys);
    }

    [Fact]
    public void A_header_that_cannot_be_sent_is_named_and_its_value_is_not()
    {
        var ran = Run("$Sandbox | Connect-GCOrg -Header @{ 'X-Key' = \"canary`r`nX-Evil: 1\" }");

        Assert.Equal(["RequestInvalid"], ran.ErrorIds);
        Assert.Contains("X-Key", $"{ran.Problems[0]}", StringComparison.Ordinal);
        Assert.DoesNotContain("canary", $"{ran.Problems[0]}", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-Header $null -Scope $null")]
    [InlineData("-Header @{} -Scope @()")]
    [InlineData("-Proxy http://proxy.invalid:1 -ProxyCredential $Sandbox.Credential")]
    [InlineData("-Proxy http://proxy.invalid:1 -ProxyUseDefaultCredentials")]
    [InlineData("-Proxy http://proxy.invalid:1 -ProxyCredential $Sandbox.Credential -ProxyUseDefaultCredentials:$false")]
    [InlineData("-Region eu-west-1")]
    [InlineData("-Region https://login.mypurecloud.ie")]
    public void What_is_empty_is_none_and_loopback_is_never_proxied(string given) =>
        Assert.Single(Run($"$Sandbox | Connect-GCOrg {given} -PassThru").Clean().Output);

    [Fact]
    public async Task Scopes_are_asked_for_and_a_client_without_them_is_told()
    {
        var (id, secret) = await Sandbox.AddClientAsync(scopes: ["conversation:readonly"]);
        Shell.Set("Limited", new PSCredential(id, new NetworkCredential("", secret).SecurePassword));

        var ran = Run("Connect-GCOrg -Endpoint $Sandbox.Url -Credential $Limited -Scope message:send");

        Assert.Contains("message:send", $"{Assert.Single(ran.Problems)}", StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_obtained_elsewhere_signs_in_without_a_request_and_has_no_known_end()
    {
        Shell.Set("Token", new NetworkCredential("", await Sandbox.SignInAsync()).SecurePassword);
        await Sandbox.ResetAsync();

        var session = Run("Connect-GCOrg -Endpoint $Sandbox.Url -AccessToken $Token -PassThru").Clean().Only();

        Assert.Empty(await Sandbox.RequestsAsync());
        Assert.Null(session.Properties["TokenExpiresAt"].Value);
        Assert.StartsWith("token-", $"{session.Properties["ClientId"].Value}", StringComparison.OrdinalIgnoreCase);
        Assert.Single(Run("Get-GCConversation $C").Clean().Output);
    }

    [Fact]
    public async Task A_token_that_ended_is_an_error_that_says_so()
    {
        Run("$Sandbox | Connect-GCOrg").Clean();
        Shell.Set("Token", new NetworkCredential("", "no-such-token").SecurePassword);

        Assert.Equal(["AuthenticationFailed"], Run("Connect-GCOrg -Endpoint $Sandbox.Url -AccessToken $Token; Get-GCConversation $C").ErrorIds);

        await Sandbox.RevokeTokensAsync();
        Assert.Single(Run("$Sandbox | Connect-GCOrg; Get-GCConversation $C").Clean().Output);
    }
}
