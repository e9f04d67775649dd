namespace GenesysAttachments.Cmdlets.Tests;

/// <summary>What people type by mistake, and what they are told: an id that scripts can rely on, the words, and what to do.</summary>
public sealed class TypedLineTests : StagedTests
{
    private const string BadValue = "ParameterArgumentValidationError";
    private const string NotTaken = "ParameterArgumentTransformationError";

    public TypedLineTests(Stage stage)
        : base(stage)
    {
        Files.Write("a.pdf");
        Files.Write("b[1].pdf");
        Files.Write("page.html");
        Files.WriteText("bad.json", "{");
        Files.WriteText("list.json", """{"maxBytes":1,"allowedTypes":["pdf"]}""");
        Directory.CreateDirectory(Files.PathOf("folder"));
    }

    /// <summary>Lines about a file or its target: the item is refused, the command goes on.</summary>
    public static TheoryData<string, string, string> Refused() => new()
    {
        { "none.pdf -ConversationId $C", "FileNotFound", "none.pdf" },
        { "*.nothing -ConversationId $C", "FileNotFound", "No file matches" },
        { "folder -ConversationId $C", "FileUnreadable", "folder" },
        { "Env:PATH -ConversationId $C", "PathNotFound", "provider" },
        { "Nowhere:/a.pdf -ConversationId $C", "PathNotFound", "Nowhere" },
        { "-LiteralPath b*.pdf -ConversationId $C", "FileNotFound", "b*.pdf" },
        { "page.html -ConversationId $C", "TypeNotAllowed", "text/html" },
        { "a.pdf -Session $Org", "TargetMissing", "where" },
        { "a.pdf -CommunicationId x", "TargetMissing", "without its conversation" },
        { "a.pdf -ChannelId x", "TargetMissing", "only one" },
        { "a.pdf -GuestId x", "TargetMissing", "only one" },
        { "a.pdf -ConversationId $C -ChannelId x", "TargetAmbiguous", "Messaging" },
        { "a.pdf -ConversationId $C -Route Guest", "TargetMissing", "guest" },
        { "a.pdf -ConversationId $C -Name report", "NameInvalid", "no extension" },
        { "a.pdf -ConversationId $C -ContentType pdf", "TypeUnknown", "application/pdf" },
        { "a.pdf -ConversationId $C -Text ('x' * 2001)", "RequestInvalid", "2,001" },
        { "a.pdf -ConversationId $C -Template Webchat", "TargetAmbiguous", "Multipart" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task A_file_that_cannot_go_is_refused_with_its_receipt_and_no_request(string line, string errorId, string words)
    {
        var ran = Run($"$Org = Get-GCOrg -Current; Send-GCAttachment {line}");

        Assert.Equal([errorId], ran.ErrorIds);
        Assert.Equal(["Rejected"], ran.Of("State"));
        Assert.Equal([errorId], ran.Of("ErrorId"));
        Assert.Contains(words, ran.Errors[0].ToString(), StringComparison.Ordinal);
        Assert.True(ran.Errors[0].ErrorDetails.RecommendedAction.Length > 10);
        Assert.Empty(await Sandbox.RequestsAsync());
    }

    /// <summary>Lines that cannot be understood, or lead nowhere.</summary>
    public static TheoryData<string, string, string> Wrong() => new()
    {
        { "Send-GCAttachment a.pdf -ConversationId not-a-conversation", "ConversationNotFound", "not-a-conversation" },
        { "Send-GCAttachment a.pdf -ConversationId $C -Route Multipart -Template nope", "RequestInvalid", "nope" },
        { "Send-GCAttachment a.pdf -ConversationId $C -Route Sideways", "RequestInvalid", "Sideways" },
        { "Send-GCAttachment a.pdf -ConversationId $C -ThrottleLimit 0", BadValue, "0" },
        { "Send-GCAttachment a.pdf -ConversationId $C -MaximumRetryCount 101", BadValue, "101" },
        { "Send-GCAttachment a.pdf -ConversationId $C -Session nobody", NotTaken, "Get-GCOrg" },
        { "Send-GCAttachment -Path a.pdf -LiteralPath a.pdf -ConversationId $C", "AmbiguousParameterSet", "arameter set" },
        { "New-GCUploadUrl a.pdf -ConversationId $C -Route Media", "RouteHasNoUploadUrl", "Media" },
        { "New-GCUploadUrl a.pdf -ConversationId $C -Route Multipart", "RouteHasNoUploadUrl", "Multipart" },
        { "Get-GCConversation not-a-conversation", "ConversationNotFound", "not-a-conversation" },
        { "Get-GCAttachment not-a-conversation", "ConversationNotFound", "not-a-conversation" },
        { "Get-GCAttachment", "TargetMissing", "No conversation was given" },
        { "Get-GCAttachment -ConversationId $null", "RequestInvalid", "-ConversationId was given and is empty" },
        { "Get-GCAttachment -ConversationId ''", "TargetMissing", "No conversation was given" },
        { "Get-GCAttachment $C -Direction Sideways", BadValue, "Sideways" },
        { "Save-GCAttachment in -ConversationId not-a-conversation", "ConversationNotFound", "not-a-conversation" },
        { "Save-GCAttachment in", "TargetMissing", "No conversation was given" },
        { "Save-GCAttachment a.pdf -ConversationId $C", "RequestInvalid", "is a file, and no folder" },
        { "Save-GCAttachment NoDrive:/in -ConversationId $C", "PathNotFound", "NoDrive" },
        { "Save-GCAttachment in -ConversationId $C -ThrottleLimit 0", BadValue, "0" },
        { "Save-GCAttachment in -ConversationId $C -Session $null", "RequestInvalid", "-Session was given and is empty" },
        { "Get-GCAttachmentPolicy -Path bad.json", "RequestInvalid", "bad.json" },
        { "Get-GCAttachmentPolicy -Path list.json", "RequestInvalid", "application/pdf" },
        { "Get-GCAttachmentPolicy -Path none.json", "FileNotFound", "none.json" },
        { "Get-GCAttachmentPolicy -Path folder", "FileUnreadable", "folder" },
        { "Get-GCAttachmentPolicy -ProfileId none", "ConversationNotFound", "none" },
        { "Get-GCAttachmentPolicy -DeploymentId none", "ConversationNotFound", "Deployment" },
        { "Get-GCAttachmentPolicy -DeploymentId none -Endpoint http://example.com", "RequestInvalid", "https" },
        { "Get-GCAttachmentPolicy -DeploymentId none -Region nowhere", NotTaken, "nowhere" },
        { "Compare-GCAttachmentPolicy 1 2", NotTaken, "policy" },
        { "Connect-GCOrg -Region nowhere", NotTaken, "eu-west-1" },
        { "Connect-GCOrg -Endpoint http://example.com -Credential $Sandbox.Credential", "RequestInvalid", "https" },
        { "Connect-GCOrg -Endpoint example.com -Credential $Sandbox.Credential", "RequestInvalid", "https" },
        { "Connect-GCOrg -Endpoint $Sandbox.Url -Credential $Sandbox.Credential -Header @{ Host = 'x' }", "RequestInvalid", "Host" },
        { "Connect-GCOrg -Endpoint $Sandbox.Url -Credential $Sandbox.Credential -Proxy nowhere", "RequestInvalid", "proxy" },
        { "Connect-GCOrg -Endpoint $Sandbox.Url -Credential $Sandbox.Credential -ProxyCredential $Sandbox.Credential", "RequestInvalid", "no proxy" },
        { "Connect-GCOrg -Endpoint $Sandbox.Url -Credential $Sandbox.Credential -ProxyUseDefaultCredentials", "RequestInvalid", "no proxy" },
        { "Connect-GCOrg -Endpoint $Sandbox.Url -Credential $Sandbox.Credential -Proxy http://proxy.invalid -ProxyCredential $Sandbox.Credential -ProxyUseDefaultCredentials", "RequestInvalid", "not two" },
        { "Connect-GCOrg -Endpoint $Sandbox.Url -Credential $Sandbox.Credential -RequestsPerMinute -1", BadValue, "-1" },
        { "Connect-GCOrg -Endpoint $Sandbox.Url -ClientId x -Interactive -RedirectUri https://example.com", "RequestInvalid", "browser" },
        { "Connect-GCOrg -Endpoint $Sandbox.Url -ClientId x -Interactive -TimeoutSeconds 0", BadValue, "0" },
        { "Connect-GCOrg -Endpoint $Sandbox.Url -DeploymentId none", "ConversationNotFound", "Deployment" },
        { "Send-GCAttachment a.pdf -ConversationId $C -Session $null", "RequestInvalid", "-Session was given and is empty" },
        { "Find-GCConversation -Since 2026-11-02 -Until 2026-11-01", "RequestInvalid", "The span is empty" },
        { "Get-GCConversation $C -Session $null", "RequestInvalid", "-Session was given and is empty" },
        { "Disconnect-GCOrg -Session $null", "RequestInvalid", "-Session was given and is empty" },
        { "Test-GCAttachment a.pdf -Policy $null", "RequestInvalid", "-Policy was given and is empty" },
        { "Get-GCAttachmentPolicy -Session $null", "RequestInvalid", "-Session was given and is empty" },
        { "Connect-GCOrg -Region eu-west-1 -Endpoint $null -Credential $Sandbox.Credential", "RequestInvalid", "-Endpoint was given and is empty" },
        { "Connect-GCOrg -Endpoint $Sandbox.Url -Credential $null", "RequestInvalid", "-Credential was given and is empty" },
        { "Connect-GCOrg -Endpoint $Sandbox.Url -DeploymentId $Sandbox.DeploymentId -GuestToken $null", "RequestInvalid", "-GuestToken was given and is empty" },
        { "Start-GCSandbox -PolicyPath none.json", "RequestInvalid", "none.json" },
        { "Start-GCSandbox -Port 70000", BadValue, "70000" },
        { "Stop-GCSandbox 5", "CannotConvertArgumentNoMessage", "GCSandbox" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void A_line_that_cannot_work_says_why_and_what_to_do(string line, string errorId, string words)
    {
        var ran = Run(line);

        var error = Assert.Single(ran.Problems);
        Assert.Equal([errorId], ran.ErrorIds);
        Assert.Contains(words, $"{error}", StringComparison.Ordinal);
        if (error.Exception.GetType().Name == "GCException")
        {
            Assert.True(error.ErrorDetails.RecommendedAction.Length > 10, error.ErrorDetails.RecommendedAction);
        }
    }

    [Theory]
    [InlineData("Send-GCAttachment a.pdf -ConversationId c")]
    [InlineData("New-GCUploadUrl a.pdf -ConversationId c")]
    [InlineData("Get-GCConversation c")]
    [InlineData("Get-GCAttachment c")]
    [InlineData("Save-GCAttachment in -ConversationId c")]
    [InlineData("Get-GCAttachmentPolicy")]
    [InlineData("Get-GCAttachmentPolicy -ProfileId p")]
    [InlineData("Disconnect-GCOrg")]
    public void Without_a_session_one_error_ends_the_command_and_names_Connect(string line)
    {
        var ran = Run($"Get-GCOrg | Disconnect-GCOrg; try {{ {line}; 'went on' }} catch {{ Write-Error -ErrorRecord $_; 'ended' }}");

        Assert.Equal(["ended"], ran.Lines);
        Assert.Equal(["NotConnected"], ran.ErrorIds);
        Assert.Contains("Connect-GCOrg", ran.Errors[0].ErrorDetails.RecommendedAction, StringComparison.Ordinal);
    }
}
