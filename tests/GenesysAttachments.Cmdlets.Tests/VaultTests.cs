namespace GenesysAttachments.Cmdlets.Tests;

/// <summary>Sign-in with a secret that whichever module offers Get-Secret gives.</summary>
public sealed class VaultTests(Stage stage) : StagedTests(stage)
{
    private const string Line = "Connect-GCOrg -Endpoint $Sandbox.Url -SecretName nightly -PassThru";

    [Theory]
    [InlineData("$Sandbox.Credential", "")]
    [InlineData("$Sandbox.Credential", "-ClientId $Sandbox.ClientId")]
    [InlineData("$Sandbox.Credential.Password", "-ClientId $Sandbox.ClientId")]
    [InlineData("$Sandbox.Credential.GetNetworkCredential().Password", "-ClientId $Sandbox.ClientId")]
    public void A_credential_or_the_secret_of_a_client_signs_in(string stored, string given)
    {
        var session = Run($"function Get-Secret {{ param ($Name) if ($Name -eq 'nightly') {{ {stored} }} }}; {Line} {given}").Clean();

        Assert.Equal([Sandbox.Fact("ClientId")], session.Of("ClientId"));
    }

    [Theory]
    [InlineData("$Sandbox.Credential.Password", "RequestInvalid", "no client id")]
    [InlineData("'text'", "RequestInvalid", "no client id")]
    [InlineData("@{ a = 1 }", "RequestInvalid", "type Hashtable")]
    [InlineData("throw 'the vault is locked'", "NotConnected", "the vault is locked")]
    [InlineData("Write-Error 'no such secret'", "NotConnected", "no such secret")]
    [InlineData("$null", "NotConnected", "no secret 'nightly'")]
    public void What_is_of_no_use_ends_the_command_with_the_reason(string stored, string errorId, string words)
    {
        var ran = Run($"function Get-Secret {{ [CmdletBinding()] param ($Name) {stored} }}; {Line}");

        Assert.Equal([errorId], ran.ErrorIds);
        Assert.Contains(words, $"{ran.Problems[0]}", StringComparison.Ordinal);
        Assert.NotEmpty(ran.Problems[0].ErrorDetails.RecommendedAction);
        Assert.Empty(ran.Output);
    }

    [Fact]
    public void An_alias_for_another_vaults_command_will_do() =>
        Assert.Single(Run($"function Get-Other {{ param ($Name) $Sandbox.Credential }}; Set-Alias Get-Secret Get-Other; {Line}").Clean().Output);

    [Fact]
    public void Where_no_module_offers_it_that_is_said()
    {
        var ran = Run($"$PSModuleAutoLoadingPreference = 'None'; {Line}");

        Assert.Contains("No module offers Get-Secret", $"{Assert.Single(ran.Problems)}", StringComparison.Ordinal);
        Assert.Contains("SecretManagement", ran.Problems[0].ErrorDetails.RecommendedAction, StringComparison.Ordinal);
    }
}
