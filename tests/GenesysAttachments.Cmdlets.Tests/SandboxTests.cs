namespace GenesysAttachments.Cmdlets.Tests;

/// <summary>The sandbox as users start and stop it.</summary>
public sealed class SandboxTests : StagedTests
{
    public SandboxTests(Stage stage)
        : base(stage)
    {
        Files.Write("a.pdf");
    }

    [Fact]
    public void It_is_started_with_a_policy_and_a_store_of_ones_own_and_pipes_into_Connect()
    {
        Files.WriteText("policy.json", """{"outbound":{"fileTypes":[{"type":"application/pdf"}],"maxFileSizeKB":100}}""");
        using var shell = new Shell();
        shell.Run($"Set-Location '{Files.Folder}'");

        var ran = shell.Run("""
            $sandbox = Start-GCSandbox -Port 0 -PolicyPath policy.json -StorePath store
            $sandbox | Connect-GCOrg
            (Get-GCAttachmentPolicy).AllowedTypes
            Send-GCAttachment a.pdf -ConversationId $sandbox.ConversationId | ForEach-Object State
            (Get-ChildItem store -Recurse -File).Length
            $sandbox | Stop-GCSandbox
            """).Clean();

        Assert.Equal(["application/pdf", "Sent", "1000"], ran.Lines);
    }

    [Fact]
    public void One_that_is_stopped_is_gone_with_its_process()
    {
        var ran = Run("$s = Start-GCSandbox; $id = $s.ProcessId; (Get-Process -Id $id).Id -eq $id; $s | Stop-GCSandbox; Wait-Process -Id $id -Timeout 10 -ErrorAction Ignore; Get-Process -Id $id -ErrorAction Ignore; $s | Stop-GCSandbox").Clean();

        Assert.Equal(["True"], ran.Lines);
    }

    [Fact]
    public void Several_are_stopped_by_the_parameter() =>
        Assert.Empty(Run("$s = (Start-GCSandbox), (Start-GCSandbox); Stop-GCSandbox -InputObject $s; Wait-Process -Id $s.ProcessId -Timeout 10 -ErrorAction Ignore; Get-Process -Id $s.ProcessId -ErrorAction Ignore").Clean().Output);

    [Fact]
    public void A_port_that_is_taken_is_an_error_that_ends_the_command()
    {
        var port = new Uri(Sandbox.Url).Port;

        var ran = Run($"try {{ Start-GCSandbox -Port {port}; 'went on' }} catch {{ Write-Error -ErrorRecord $_ }}");

        Assert.Empty(ran.Output);
        Assert.Equal(["RequestInvalid"], ran.ErrorIds);
        Assert.Contains($"{port}", $"{ran.Problems[0]}", StringComparison.Ordinal);
    }

    [Fact]
    public void Quotas_are_kept_unless_told_otherwise()
    {
        var shown = Run("$s = Start-GCSandbox; $token = (Invoke-RestMethod \"$($s.Url)/oauth/token\" -Method Post -Body @{ grant_type = 'client_credentials' } -Authentication Basic -Credential $s.Credential -AllowUnencryptedAuthentication -NoProxy).access_token; (Invoke-WebRequest \"$($s.Url)/api/v2/conversations/$($s.ConversationId)\" -Headers @{ Authorization = \"Bearer $token\" } -NoProxy).Headers['inin-ratelimit-allowed']; $s | Stop-GCSandbox").Clean();

        Assert.Equal(["300"], shown.Lines);
    }

    [Fact]
    public void Its_secret_is_in_its_credential_alone() =>
        Assert.DoesNotContain(Sandbox.Secret, string.Join('\n', Run("$Sandbox | Format-List * -Force | Out-String; $Sandbox | ConvertTo-Json; $Sandbox | Out-String; [Management.Automation.PSSerializer]::Serialize($Sandbox)").Clean().Lines), StringComparison.Ordinal);
}
