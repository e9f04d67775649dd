using System.Text.Json;

namespace GenesysAttachments.Cmdlets.Tests;

/// <summary>A session's trace, as a shell begins, shows and ends it.</summary>
public sealed class TraceTests(Stage stage) : StagedTests(stage)
{
    // The folder is all tests'.
    private readonly string _name = $"{Guid.NewGuid():N}.har";

    private string TracePath => Files.PathOf(_name);

    [Fact]
    public async Task It_lies_in_the_shell_s_folder_and_ends_with_the_session()
    {
        Files.Write("a.pdf");

        var ran = Run($"$Sandbox | Connect-GCOrg -TracePath {_name}; Send-GCAttachment a.pdf -ConversationId $C; (Get-GCOrg -Current).TracePath; Disconnect-GCOrg").Clean();

        Assert.Equal(TracePath, ran.Output[1].BaseObject);
        Assert.Equal((await Sandbox.RequestsAsync()).Select(request => request.Method), Methods());
    }

    [Fact]
    public void A_guest_has_one_as_well_and_a_check_of_the_connection_goes_into_it()
    {
        Run($"Connect-GCOrg -Endpoint $Sandbox.Url -DeploymentId $Sandbox.DeploymentId -TracePath {_name}; Test-GCConnection; Get-GCOrg | Disconnect-GCOrg").Clean();

        var entries = Entries();
        Assert.True(entries.Count(entry => entry.TryGetProperty("_webSocketMessages", out _)) > 1);
    }

    [Fact]
    public void One_that_is_there_stays_unless_Force_says_otherwise()
    {
        File.WriteAllText(TracePath, "mine");

        var refused = Run($"$Sandbox | Connect-GCOrg -TracePath {_name}");

        Assert.Equal(["TraceUnusable"], refused.ErrorIds);
        Assert.Equal("mine", File.ReadAllText(TracePath));
        Run($"$Sandbox | Connect-GCOrg -TracePath {_name} -Force; $Sandbox | Connect-GCOrg -TracePath {_name} -Force; Disconnect-GCOrg").Clean();
        Assert.Equal(["POST"], Methods());
    }

    [Fact]
    public void A_sign_in_that_is_refused_leaves_one_that_is_whole_and_free()
    {
        var ran = Run($"Connect-GCOrg -Endpoint $Sandbox.Url -Credential ([pscredential]::new('x', (ConvertTo-SecureString 'canary-secret' -AsPlainText -Force))) -TracePath {_name}");

        Assert.Equal(["AuthenticationFailed"], ran.ErrorIds);
        Assert.Equal(["POST"], Methods());
        Assert.DoesNotContain("canary", File.ReadAllText(TracePath), StringComparison.Ordinal);
        Assert.Equal(["RequestInvalid"], Run($"$Sandbox | Connect-GCOrg -TracePath {_name} -Force -Header @{{ 'X Y' = 1 }}").ErrorIds);
        File.Delete(TracePath);
    }

    [Theory]
    [InlineData("-TracePath ''", "-TracePath was given and is empty.")]
    [InlineData("-TracePath $NotThere", "-TracePath was given and is empty.")]
    [InlineData("-Force", "-Force replaces a trace, and there is none.")]
    public void What_stands_for_nothing_is_refused(string given, string message)
    {
        var ran = Run($"$Sandbox | Connect-GCOrg {given}");

        Assert.Equal(["RequestInvalid"], ran.ErrorIds);
        Assert.Equal(message, $"{ran.Problems[0]}");
    }

    [Fact]
    public void The_end_of_a_runspace_leaves_it_whole()
    {
        Files.Write("a.pdf");
        Shell.Set("T", _name);

        Run("$shell = [powershell]::Create(); $null = $shell.AddScript('param($m, $s, $f, $c, $t) Import-Module $m; Set-Location $f; Connect-GCOrg -Endpoint $s.Url -Credential $s.Credential -TracePath $t; Send-GCAttachment a.pdf -ConversationId $c').AddArgument((Get-Module GenesysAttachments).Path).AddArgument($Sandbox).AddArgument($PWD.Path).AddArgument($C).AddArgument($T).Invoke(); $shell.Streams.Error | Write-Error; $shell.Runspace.Close(); $shell.Dispose()").Clean();

        Assert.Equal("POST", Methods()[0]);
        Assert.Contains("PUT", Methods());
    }

    [Fact]
    public void One_that_can_be_written_no_more_draws_one_warning_and_what_is_sent_goes_on()
    {
        Files.Write("a.pdf");
        Run($"$Sandbox | Connect-GCOrg -TracePath {_name}").Clean();
        Run("$org = Get-GCOrg -Current; $trace = $org.GetType().GetProperty('Org', [Reflection.BindingFlags] 'NonPublic,Instance').GetValue($org).Settings.Trace; $trace.GetType().GetField('_file', [Reflection.BindingFlags] 'NonPublic,Instance').GetValue($trace).Dispose()").Clean();

        var ran = Run("Send-GCAttachment a.pdf -ConversationId $C; Send-GCAttachment a.pdf -ConversationId $C; Disconnect-GCOrg");

        Assert.Empty(ran.ErrorIds);
        Assert.Equal(["Sent", "Sent"], ran.Output.Select(receipt => receipt.Properties["State"].Value));
        Assert.StartsWith($"The trace '{TracePath}' ends here: ", Assert.Single(ran.Warnings), StringComparison.Ordinal);
    }

    private List<JsonElement> Entries()
    {
        using var file = new FileStream(TracePath, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var har = JsonDocument.Parse(file);
        return [.. har.RootElement.Clone().GetProperty("log").GetProperty("entries").EnumerateArray()];
    }

    private List<string> Methods() => [.. Entries().Select(entry => entry.GetProperty("request").GetProperty("method").GetString()!)];
}
