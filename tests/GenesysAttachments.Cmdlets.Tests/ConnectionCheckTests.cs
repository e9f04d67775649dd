namespace GenesysAttachments.Cmdlets.Tests;

/// <summary>Test-GCConnection as its user meets it: rows, an exit code, and nothing sent.</summary>
public sealed class ConnectionCheckTests(Stage stage) : StagedTests(stage)
{
    private const string Failed = "(Test-GCConnection -ConversationId $C).State -contains 'Failed'";

    [Fact]
    public async Task With_all_as_it_should_be_nothing_fails_and_nothing_is_sent()
    {
        var ran = Run("Test-GCConnection -ConversationId $C").Clean();

        Assert.Equal(
            ["NameResolution", "Connection", "Clock", "SignIn", "Scopes", "Conversation", "Policy", "UploadUrl", "UploadStatus", "UploadList", "Storage", "Message", "Quota"], ran.Of("Name"));
        Assert.All(ran.Of("State"), state => Assert.Contains(state, new[] { "Passed", "NotChecked" }));
        Assert.Equal(["False"], Run(Failed).Clean().Lines);
        Assert.DoesNotContain(await Sandbox.RequestsAsync(), request => request.Method == "PUT" || request.Target.EndsWith("/messages", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_it_finds_is_a_row_and_never_an_error()
    {
        await Sandbox.FailAsync(new { method = "POST", path = "*/uploads", status = 403, times = -1 });

        var ran = Run("$ErrorActionPreference = 'Stop'; Test-GCConnection -ConversationId $C | Where-Object State -eq Failed").Clean();

        Assert.Equal(["UploadUrl"], ran.Of("Name"));
        Assert.Equal(["PermissionMissing"], ran.Of("ErrorId"));
        Assert.Equal(["True"], Run(Failed).Clean().Lines);
    }

    [Theory]
    [InlineData("$Sandbox", "SignIn", "Passed")]
    [InlineData("Get-GCConversation $C", "Conversation", "Passed")]
    public void What_is_piped_is_looked_at(string piped, string name, string state) =>
        Assert.Equal([state], Run($"{piped} | Test-GCConnection | Where-Object Name -eq {name}").Clean().Of("State"));

    [Fact]
    public void Without_a_session_and_a_credential_it_looks_at_the_network_and_says_what_to_give()
    {
        var ran = Run("Get-GCOrg | Disconnect-GCOrg; Test-GCConnection -Endpoint $Sandbox.Url").Clean();

        Assert.Equal(3, ran.Of("State").Count(state => state == "Passed"));
        Assert.Contains("Give -Credential", $"{ran.Output.Single(row => $"{row.Properties["Name"].Value}" == "SignIn").Properties["Advice"].Value}", StringComparison.Ordinal);
    }

    [Fact]
    public void It_leaves_the_sessions_as_they_are() => Assert.Equal(["1"], Run("$Sandbox | Test-GCConnection | Out-Null; @(Get-GCOrg).Count").Clean().Lines);

    [Theory]
    [InlineData("Get-GCOrg | Disconnect-GCOrg; Test-GCConnection", "NotConnected")]
    [InlineData("Test-GCConnection -Route Guest", "RequestInvalid")]
    [InlineData("Test-GCConnection -Route Nowhere", "RequestInvalid")]
    [InlineData("Test-GCConnection -DeploymentId $Sandbox.DeploymentId -Endpoint $Sandbox.Url -Route Agent", "RequestInvalid")]
    [InlineData("Test-GCConnection -Endpoint http://example.com", "RequestInvalid")]
    public void Only_what_cannot_be_used_ends_it(string line, string errorId)
    {
        var ran = Run($"try {{ {line}; 'went on' }} catch {{ throw }}");

        Assert.Empty(ran.Output);
        Assert.Equal(errorId, ran.ThrownId);
    }

    [Fact]
    public void No_secret_is_in_a_row()
    {
        var secret = Run("$Sandbox.Credential.GetNetworkCredential().Password").Lines.Single();

        var shown = string.Join('\n', Run("$Sandbox | Test-GCConnection -Debug -Verbose *>&1 | ForEach-Object { $_ | ConvertTo-Json -Depth 3 -WarningAction Ignore; $_ | Format-List * | Out-String }").Lines);

        Assert.Contains("UploadUrl", shown, StringComparison.Ordinal);
        Assert.DoesNotContain(secret, shown, StringComparison.Ordinal);
        Assert.DoesNotContain("X-Amz-Signature=", shown, StringComparison.Ordinal);
    }
}
