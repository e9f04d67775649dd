using System.Security;

namespace GenesysAttachments.Cmdlets.Tests;

/// <summary>Which of several sessions is current, and a session's token for calls of one's own.</summary>
public sealed class SelectTests : StagedTests
{
    private const string Guest = "Connect-GCOrg -Endpoint $Sandbox.Url -DeploymentId $Sandbox.DeploymentId";
    private const string NotTaken = "ParameterArgumentTransformationError";

    public SelectTests(Stage stage)
        : base(stage)
    {
        Files.Write("a.pdf");
    }

    /// <summary>Ways to say which session, with the client's and the guest's both there and the guest's current.</summary>
    public static TheoryData<string, string> Ways() => new()
    {
        { "Select-GCOrg $client", "client" },
        { "$client | Select-GCOrg", "client" },
        { "Select-GCOrg -Session $client", "client" },
        { "Select-GCOrg $client.Key", "client" },
        { "Select-GCOrg \" $($client.Key.ToUpperInvariant()) \"", "client" },
        { "Select-GCOrg $Sandbox.ClientId", "client" },
        { "$Sandbox.ClientId | Select-GCOrg", "client" },
        { "Get-GCOrg | Where-Object ClientId | Select-GCOrg", "client" },
        { "Select-GCOrg $client; Select-GCOrg $Sandbox.DeploymentId", "guest" },
        { "Select-GCOrg $client; $guest | Select-GCOrg", "guest" },
        { "$client, $guest | Select-GCOrg", "guest" },
    };

    [Theory]
    [MemberData(nameof(Ways))]
    public void The_session_that_is_named_is_current_from_then_on(string line, string expected)
    {
        var ran = Run($"$client = Get-GCOrg; $guest = {Guest} -PassThru; {line}").Clean();

        Assert.Empty(ran.Output);
        Assert.Equal([expected == "client" ? "" : Sandbox.Fact("DeploymentId")], Run("Get-GCOrg -Current").Of("DeploymentId"));
        Assert.Equal([expected == "client" ? "True" : "False", expected == "guest" ? "True" : "False"], Run("Get-GCOrg | ForEach-Object IsCurrent").Lines);
        Assert.Equal([expected == "client" ? "Agent" : "Guest"], Run($"Send-GCAttachment a.pdf {(expected == "client" ? "-ConversationId $C" : "")} -WhatIf").Clean().Of("Route"));
    }

    [Fact]
    public void It_is_handed_back_on_demand()
    {
        Assert.Equal([$"{Sandbox.Fact("ClientId")} True"], Run($"$client = Get-GCOrg; {Guest}; Select-GCOrg $client -PassThru | ForEach-Object {{ \"$($_.ClientId) $($_.IsCurrent)\" }}").Clean().Lines);
    }

    [Theory]
    [InlineData("127.0.0.1", "fits 2 sessions")]
    [InlineData("$Sandbox.Url", "fits 2 sessions")]
    [InlineData("nobody", "There is no session 'nobody' in this runspace.")]
    [InlineData("''", "There is no session ''")]
    public void A_name_that_fits_several_or_none_changes_nothing(string name, string words)
    {
        var ran = Run($"{Guest}; Select-GCOrg {name}");

        Assert.Equal([NotTaken], ran.ErrorIds);
        Assert.Contains(words, $"{ran.Problems[0]}", StringComparison.Ordinal);
        Assert.Equal([Sandbox.Fact("DeploymentId")], Run("Get-GCOrg -Current").Of("DeploymentId"));
        if (words.StartsWith("fits", StringComparison.Ordinal))
        {
            Assert.All(Run("Get-GCOrg").Of("Key"), key => Assert.Contains(key, $"{ran.Problems[0]}", StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("Send-GCAttachment a.pdf -ConversationId c -WhatIf -Session 127.0.0.1")]
    [InlineData("Test-GCAttachment a.pdf -Session 127.0.0.1")]
    [InlineData("Disconnect-GCOrg 127.0.0.1")]
    [InlineData("Get-GCConversation c -Session 127.0.0.1")]
    [InlineData("Get-GCAttachmentPolicy -Session 127.0.0.1")]
    public void A_name_is_taken_everywhere_while_only_one_session_has_it(string line)
    {
        Run($"{Guest}").Clean();

        Assert.Equal([NotTaken], Run(line).ErrorIds);
        Assert.Equal(2, Run("Get-GCOrg").Output.Count);
        Assert.DoesNotContain(NotTaken, Run($"Disconnect-GCOrg $Sandbox.DeploymentId; {line}").ErrorIds);
    }

    [Fact]
    public void A_session_of_another_shell_is_taken_in()
    {
        using var other = new Shell();
        other.Set("Org", Run("Get-GCOrg").Only());

        Assert.Equal(["True"], other.Run("Select-GCOrg $Org; (Get-GCOrg).IsCurrent").Clean().Lines);
    }

    [Theory]
    [InlineData("Get-GCOrg -AsAccessToken")]
    [InlineData("Get-GCOrg -AsAccessToken -Session (Get-GCOrg)")]
    [InlineData("Get-GCOrg -AsAccessToken -Session $Sandbox.ClientId")]
    [InlineData("Get-GCOrg | Get-GCOrg -AsAccessToken")]
    public void A_token_is_a_secret_that_the_shells_own_requests_take(string line)
    {
        var token = Run($"$global:Token = {line}; $Token").Clean().Only();

        Assert.IsType<SecureString>(token.BaseObject);
        Assert.Equal(["200"], Run("(Invoke-WebRequest \"$($Sandbox.Url)/api/v2/conversations/$C\" -Authentication Bearer -Token $Token -AllowUnencryptedAuthentication -NoProxy).StatusCode").Clean().Lines);
    }

    [Fact]
    public async Task A_token_that_is_known_costs_no_request_and_one_given_by_hand_comes_back()
    {
        await Sandbox.ResetAsync();
        Run("$Sandbox | Connect-GCOrg; $null = Get-GCOrg -AsAccessToken; $null = Get-GCOrg -AsAccessToken").Clean();
        Assert.Single(await Sandbox.RequestsAsync(), request => request.Target == "/oauth/token");

        Shell.Set("Given", new System.Net.NetworkCredential("", await Sandbox.SignInAsync()).SecurePassword);
        Assert.Equal(["True"], Run("$t = Get-GCOrg -AsAccessToken -Session (Connect-GCOrg -Endpoint $Sandbox.Url -AccessToken $Given -PassThru); (ConvertFrom-SecureString $t -AsPlainText) -ceq (ConvertFrom-SecureString $Given -AsPlainText)").Clean().Lines);
    }

    [Theory]
    [InlineData(Guest + "; Get-GCOrg -AsAccessToken", "A guest's session has no access token.")]
    [InlineData("Get-GCOrg | Disconnect-GCOrg; Get-GCOrg -AsAccessToken", "There is no session")]
    public void Where_there_is_no_token_the_error_says_so(string line, string words)
    {
        var ran = Run(line);

        Assert.Empty(ran.Output);
        Assert.Equal(["NotConnected"], ran.ErrorIds);
        Assert.Contains(words, $"{ran.Problems[0]}", StringComparison.Ordinal);
    }

    [Fact]
    public void Sessions_with_a_sandbox_that_has_stopped_are_gone_and_the_one_before_is_current()
    {
        var ran = Run("""
            $other = Start-GCSandbox
            $other | Connect-GCOrg
            Connect-GCOrg -Endpoint $other.Url -DeploymentId $other.DeploymentId
            @(Get-GCOrg).Count
            $other | Stop-GCSandbox
            @(Get-GCOrg).Count
            (Get-GCOrg -Current).Endpoint
            Send-GCAttachment a.pdf -ConversationId $C | ForEach-Object State
            """).Clean();

        Assert.Equal(["3", "1", Sandbox.Url, "Sent"], ran.Lines);
    }
}
