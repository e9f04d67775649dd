namespace GenesysAttachments.Cmdlets.Tests;

/// <summary>What a server's answer becomes for the user: an id, a category, what to do, and a receipt that says the same.</summary>
public sealed class ErrorTests : StagedTests
{
    public ErrorTests(Stage stage)
        : base(stage)
    {
        Files.Write("a.pdf");
        Files.Write("b.pdf");
    }

    /// <summary>Where the answer is put in place of the real one, and what it means.</summary>
    public static TheoryData<string, string, int, string, string> Answers() => new()
    {
        { "POST", "*/uploads", 400, "RequestInvalid", "InvalidArgument" },
        { "POST", "*/uploads", 403, "PermissionMissing", "PermissionDenied" },
        { "POST", "*/uploads", 413, "FileTooLarge", "LimitsExceeded" },
        { "POST", "*/uploads", 500, "RetriesExhausted", "ResourceUnavailable" },
        { "PUT", "*a.pdf", 400, "UploadRejected", "InvalidOperation" },
        { "PUT", "*a.pdf", 403, "UploadRejected", "InvalidOperation" },
        { "PUT", "*a.pdf", 503, "RetriesExhausted", "ResourceUnavailable" },
        { "POST", "*/messages", 400, "RequestInvalid", "InvalidArgument" },
        { "POST", "*/messages", 403, "PermissionMissing", "PermissionDenied" },
        { "POST", "*/messages", 500, "MessageOutcomeUnknown", "InvalidResult" },
        { "GET", "*/conversations/*", 404, "ConversationNotFound", "ObjectNotFound" },
        { "GET", "*/conversations/*", 503, "RetriesExhausted", "ResourceUnavailable" },
    };

    [Theory]
    [MemberData(nameof(Answers))]
    public async Task An_answer_has_its_id_category_advice_and_receipt(string method, string path, int status, string errorId, string category)
    {
        await Sandbox.FailAlwaysAsync(new { method, path, status });
        if (errorId == "MessageOutcomeUnknown")
        {
            await Sandbox.FailAlwaysAsync(new { method = "GET", path = $"*/conversations/{Sandbox.ConversationId}", status = 403 });
        }

        var target = path == "*/conversations/*" ? "" : "-CommunicationId $Sandbox.CommunicationId";
        var ran = Run($"Send-GCAttachment a.pdf -ConversationId $C {target} -MaximumRetryCount 0");

        var error = Assert.Single(ran.Errors);
        Assert.Equal([errorId], ran.ErrorIds);
        Assert.Equal(category, $"{error.CategoryInfo.Category}");
        Assert.Equal(Files.PathOf("a.pdf"), error.TargetObject);
        Assert.True(error.ErrorDetails.RecommendedAction.Length > 10);
        Assert.Equal([errorId], ran.Of("ErrorId"));
        Assert.Equal([errorId == "MessageOutcomeUnknown" ? "Unknown" : "Failed"], ran.Of("State"));
        Assert.Equal(ran.Of("Message")[0], $"{error}");
    }

    [Theory]
    [InlineData("disconnected", "ConversationClosed")]
    [InlineData("closed", "ConversationClosed")]
    public async Task An_ended_conversation_fails_its_file_and_the_rest_goes(string state, string errorId)
    {
        var ended = await Sandbox.OpenConversationAsync(state);
        Shell.Set("Ended", ended.ConversationId);

        var ran = Run("[pscustomobject]@{ Path = 'a.pdf'; ConversationId = $Ended }, [pscustomobject]@{ Path = 'b.pdf'; ConversationId = $C } | Send-GCAttachment | Sort-Object Index");

        Assert.Equal(["Failed", "Sent"], ran.Of("State"));
        Assert.Equal([errorId], ran.ErrorIds);
    }

    [Fact]
    public async Task What_no_item_can_pass_fails_the_rest_without_another_request()
    {
        await Sandbox.RevokeTokensAsync();
        await Sandbox.FailAlwaysAsync(new { path = "/oauth/token", status = 401, body = """{"error":"invalid_client"}""" });

        var ran = Run("'a.pdf', 'b.pdf', 'a.pdf', 'b.pdf' | Send-GCAttachment -ConversationId $C -ThrottleLimit 1");

        Assert.Equal(Enumerable.Repeat("Failed", 4), ran.Of("State"));
        Assert.All(ran.ErrorIds, id => Assert.Equal("AuthenticationFailed", id));
        Assert.Single(await Sandbox.RequestsAsync(), request => request.Target == "/oauth/token");
    }

    [Fact]
    public async Task A_client_without_a_permission_is_told_which()
    {
        var (id, secret) = await Sandbox.AddClientAsync(permissions: ["conversation:communication:view"]);
        Shell.Set("Limited", new System.Management.Automation.PSCredential(id, new System.Net.NetworkCredential("", secret).SecurePassword));

        var ran = Run("Send-GCAttachment a.pdf -ConversationId $C -Session (Connect-GCOrg -Endpoint $Sandbox.Url -Credential $Limited -PassThru)");

        Assert.Equal(["PermissionMissing"], ran.ErrorIds);
        Assert.Contains("conversation:", $"{ran.Errors[0]}", StringComparison.Ordinal);
        Assert.Contains("OAuth", ran.Errors[0].ErrorDetails.RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_passing_failure_is_retried_with_the_whole_file()
    {
        await Sandbox.FailAsync(new { method = "PUT", status = 503 });

        Assert.Equal(["4"], Run("Send-GCAttachment a.pdf -ConversationId $C").Clean().Of("Attempts"));

        Assert.Equal([1000, 1000], (await Sandbox.RequestsAsync()).Where(request => request.Method == "PUT").Select(request => request.BodyLength));
    }

    [Fact]
    public void The_concise_view_shows_the_recommendation() =>
        Assert.Contains("Recommendation: Check the path", Run("Send-GCAttachment none.pdf -ConversationId $C -ErrorVariable e -ErrorAction SilentlyContinue > $null; $e | Out-String -Width 300").Lines[0], StringComparison.Ordinal);
}
