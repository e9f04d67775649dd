namespace GenesysAttachments.Cmdlets.Tests;

/// <summary>Which session a command uses, and what a session shows.</summary>
public sealed class SessionTests : StagedTests
{
    private const string Guest = "Connect-GCOrg -Endpoint $Sandbox.Url -DeploymentId $Sandbox.DeploymentId";

    public SessionTests(Stage stage)
        : base(stage)
    {
        Files.Write("a.pdf");
    }

    [Fact]
    public void Connecting_says_nothing_and_makes_the_session_current()
    {
        var ran = Run($"Get-GCOrg | Disconnect-GCOrg; $Sandbox | Connect-GCOrg").Clean();

        Assert.Empty(ran.Output);
        Assert.Equal([Sandbox.Fact("ClientId")], Run("Get-GCOrg -Current").Of("ClientId"));
        Assert.Equal(["True"], Run("(Get-GCOrg).IsCurrent").Lines);
    }

    [Fact]
    public void The_last_connected_is_current_and_the_one_before_it_takes_over_when_it_goes()
    {
        var keys = Run($"{Guest}; (Get-GCOrg).Key").Clean().Lines;

        Assert.Equal(2, keys.Count);
        Assert.Equal([keys[1]], Run("Get-GCOrg -Current").Of("Key"));
        Assert.Equal([keys[0]], Run("Disconnect-GCOrg; Get-GCOrg -Current").Of("Key"));
        Assert.Empty(Run("Disconnect-GCOrg; Get-GCOrg -Current").Output);
        Assert.Empty(Run("Get-GCOrg").Output);
    }

    [Fact]
    public void The_same_key_again_replaces_the_session()
    {
        Assert.Single(Run("$Sandbox | Connect-GCOrg; $Sandbox | Connect-GCOrg -RequestsPerMinute 7; Get-GCOrg").Clean().Output);
        Assert.Equal(["7"], Run("Get-GCOrg").Of("RequestsPerMinute"));
    }

    [Theory]
    [InlineData("-Session $org")]
    [InlineData("-Session $org.Key")]
    [InlineData("-Session $org.Key.ToUpperInvariant()")]
    public async Task A_session_given_as_object_or_by_key_wins_over_the_current_one(string given)
    {
        Assert.Equal(["Sent"], Run($"$org = Get-GCOrg -Current; {Guest}; Send-GCAttachment a.pdf -ConversationId $C {given}").Clean().Of("State"));
        Assert.Equal(["webmessaging"], Run($"$org = (Get-GCOrg)[0]; Get-GCConversation $C {given}").Clean().Of("Channel"));
        Assert.Single(await Sandbox.MessagesAsync());
    }

    [Theory]
    [InlineData("Disconnect-GCOrg (Get-GCOrg).Key")]
    [InlineData("Get-GCOrg | Disconnect-GCOrg")]
    [InlineData("(Get-GCOrg).Key | Disconnect-GCOrg")]
    [InlineData("Disconnect-GCOrg -Session (Get-GCOrg)")]
    public void Several_are_disconnected_by_object_or_key(string line)
    {
        Run($"{Guest}; {line}").Clean();

        Assert.Empty(Run("Get-GCOrg").Output);
    }

    [Fact]
    public void Every_shell_has_its_own_sessions_and_takes_one_handed_over()
    {
        using var other = new Shell();
        other.Set("Org", Run("Get-GCOrg -Current").Only());
        other.Set("Path", Files.PathOf("a.pdf"));
        other.Set("C", Sandbox.ConversationId);

        Assert.Empty(other.Run("Get-GCOrg").Output);
        Assert.Equal(["Sent"], other.Run("Send-GCAttachment $Path -ConversationId $C -Session $Org").Clean().Of("State"));
        Assert.Equal(["NotConnected"], other.Run("Get-GCConversation $C").ErrorIds);
    }

    [Fact]
    public void Commands_in_parallel_take_the_session_with_them()
    {
        var script = $$"""
            $org = Get-GCOrg -Current
            $module = '{{Path.Combine(Repository.Module, "GenesysAttachments.psd1")}}'
            1..4 | ForEach-Object -Parallel {
                Import-Module $using:module
                Send-GCAttachment '{{Files.PathOf("a.pdf")}}' -ConversationId $using:C -Session $using:org
            } -ThrottleLimit 4
            """;

        Assert.Equal(Enumerable.Repeat("Sent", 4), Run(script).Clean().Of("State"));
    }

    [Fact]
    public void It_shows_what_tells_sessions_apart_and_no_secret()
    {
        var session = Run("$Sandbox | Connect-GCOrg -Scope 'conversation:send', '' -Synthetic -RequestsPerMinute 50 -PassThru").Clean().Only();

        Assert.Equal(Sandbox.Url, session.Properties["Endpoint"].Value);
        Assert.Equal("127.0.0.1", session.Properties["Region"].Value);
        Assert.Equal(["conversation:send"], (string[])session.Properties["Scope"].Value);
        Assert.Equal(true, session.Properties["Synthetic"].Value);
        Assert.Equal(50, session.Properties["RequestsPerMinute"].Value);
        Assert.InRange((DateTime)session.Properties["TokenExpiresAt"].Value, DateTime.UtcNow, DateTime.UtcNow.AddDays(2));
        Assert.Equal($"{session.Properties["Key"].Value}", $"{session}");
        Shell.Set("Org", session);
        Assert.DoesNotContain(Sandbox.Secret, string.Join('\n', Run("$Org | Format-List * -Force | Out-String; $Org | ConvertTo-Json; $Org | Out-String").Clean().Lines), StringComparison.Ordinal);
    }
}
