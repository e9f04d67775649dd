using System.Net;

namespace GenesysAttachments.Cmdlets.Tests;

/// <summary>As a guest of a web messaging deployment.</summary>
public sealed class GuestTests : StagedTests
{
    private const string Connect = "Connect-GCOrg -Endpoint $Sandbox.Url -DeploymentId $Sandbox.DeploymentId";
    private const string Polish = "Żółć ünï.pdf";

    public GuestTests(Stage stage)
        : base(stage)
    {
        Files.Write(Polish, 4000);
        Files.Write("setup.exe");
    }

    [Fact]
    public async Task A_file_goes_into_the_guests_own_conversation_and_its_echo_is_verified()
    {
        var receipt = Run($"{Connect}; Send-GCAttachment '{Polish}' -Text Hello").Clean();

        Assert.Equal(["Sent"], receipt.Of("State"));
        Assert.Equal(["Guest"], receipt.Of("Route"));
        Assert.Equal(["True"], receipt.Of("Verified"));
        var message = Assert.Single(await Sandbox.MessagesAsync());
        Assert.Equal(("Hello", Polish), (message.Text, Assert.Single(message.Attachments).Name));
    }

    [Fact]
    public void An_upload_url_of_a_guest_is_sent_through_its_own_session()
    {
        var receipt = Run($"$url = {Connect} -PassThru | ForEach-Object {{ New-GCUploadUrl '{Polish}' -Session $_ }}; $Sandbox | Connect-GCOrg; $url | Send-GCAttachment").Clean();

        Assert.Equal(["Sent"], receipt.Of("State"));
        Assert.Equal(["Guest"], receipt.Of("Route"));
    }

    [Fact]
    public void Files_are_checked_against_the_deployments_rules()
    {
        var checks = Run($"{Connect}; Test-GCAttachment setup.exe, '{Polish}'").Clean();

        Assert.Equal(["Session", "Session"], checks.Of("Policy"));
        Assert.Equal(["False", "True"], checks.Of("IsValid"));
        Assert.Equal(["ExtensionBlocked"], Run("(Test-GCAttachment setup.exe).ProblemDetails.ErrorId").Lines);
    }

    [Fact]
    public async Task The_same_token_comes_back_to_the_same_conversation()
    {
        Shell.Set("Token", new NetworkCredential("", Guid.NewGuid().ToString()).SecurePassword);

        Run($"{Connect} -GuestToken $Token; Send-GCAttachment '{Polish}'; Disconnect-GCOrg; {Connect} -GuestToken $Token; Send-GCAttachment '{Polish}'").Clean();

        Assert.Single((await Sandbox.MessagesAsync()).DistinctBy(message => message.ConversationId));
    }

    [Fact]
    public async Task Leaving_for_good_tells_the_service()
    {
        Run($"{Connect}; Disconnect-GCOrg -EndConversation").Clean();

        Assert.Contains(await Sandbox.RequestsAsync(), request => request.Target == "closeSession");
        Assert.Equal([Sandbox.Fact("ClientId")], Run("Get-GCOrg").Of("ClientId"));
    }

    [Fact]
    public void A_client_has_no_conversation_of_its_own_to_end()
    {
        Run("Disconnect-GCOrg -EndConversation").Clean();

        Assert.Empty(Run("Get-GCOrg").Output);
    }

    [Fact]
    public async Task Where_the_conversation_has_ended_a_new_one_is_started_on_demand()
    {
        Shell.Set("Token", new NetworkCredential("", Guid.NewGuid().ToString()).SecurePassword);
        Run($"{Connect} -GuestToken $Token; Send-GCAttachment '{Polish}'; Disconnect-GCOrg").Clean();
        await Sandbox.EndConversationAsync((await Sandbox.MessagesAsync())[0].ConversationId);

        Assert.Equal(["ConversationClosed"], Run($"{Connect} -GuestToken $Token").ErrorIds);
        Assert.Equal(["Sent"], Run($"{Connect} -GuestToken $Token -StartNew; Send-GCAttachment '{Polish}'").Clean().Of("State"));

        Assert.Equal(2, (await Sandbox.MessagesAsync()).DistinctBy(message => message.ConversationId).Count());
    }

    [Theory]
    [InlineData("-DeploymentId (New-Guid)", "ConversationNotFound")]
    [InlineData("-DeploymentId $Sandbox.DeploymentId -GuestToken (ConvertTo-SecureString no-uuid -AsPlainText)", "RequestInvalid")]
    public void A_guest_who_cannot_come_in_is_told_why(string given, string errorId)
    {
        var ran = Run($"Connect-GCOrg -Endpoint $Sandbox.Url {given}");

        Assert.Equal([errorId], ran.ErrorIds);
        Assert.NotEmpty(ran.Problems[0].ErrorDetails.RecommendedAction);
    }

    [Fact]
    public void A_guest_has_no_access_to_what_a_client_has()
    {
        var session = Run($"{Connect} -Origin $Sandbox.Url -PassThru").Clean().Only();

        Assert.Null(session.Properties["ClientId"].Value);
        Assert.Equal(Sandbox.Fact("DeploymentId"), session.Properties["DeploymentId"].Value);
        Assert.NotEmpty(Run("Get-GCConversation $C").Problems);
        Assert.Equal(["TargetAmbiguous"], Run($"Send-GCAttachment '{Polish}' -ConversationId $C").ErrorIds);
    }

    [Fact]
    public void A_guests_token_is_on_no_surface()
    {
        var token = Guid.NewGuid().ToString();
        Shell.Set("Token", new NetworkCredential("", token).SecurePassword);

        var ran = Run($"$org = {Connect} -GuestToken $Token -PassThru -Verbose -Debug; $r = Send-GCAttachment '{Polish}' -Verbose -Debug; $org, $r | ForEach-Object {{ $_ | Format-List * -Force | Out-String; $_ | ConvertTo-Json; $_ | ConvertTo-Csv; \"$_\" }}").Clean();

        Assert.DoesNotContain(token, string.Join('\n', ran.Lines.Concat(ran.Verbose).Concat(ran.Debug)), StringComparison.OrdinalIgnoreCase);
    }
}
