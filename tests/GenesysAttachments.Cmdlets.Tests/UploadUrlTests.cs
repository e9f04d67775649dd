namespace GenesysAttachments.Cmdlets.Tests;

/// <summary>The steps one by one: check, upload URL, send.</summary>
public sealed class UploadUrlTests : StagedTests
{
    public UploadUrlTests(Stage stage)
        : base(stage)
    {
        Files.Write("a.pdf");
        Files.Write("My report.pdf");
        Files.Write("empty.pdf", 0);
    }

    [Theory]
    [InlineData("-ConversationId $C", "Agent")]
    [InlineData("-ConversationId $C -CommunicationId $Sandbox.CommunicationId", "Agent")]
    [InlineData("-ChannelId $Sandbox.ChannelId -GuestId $Sandbox.GuestId", "Messaging")]
    public async Task Checked_files_get_one_url_one_put_and_one_message_each(string target, string route)
    {
        var receipts = Run($"Get-ChildItem *.pdf | Test-GCAttachment | Where-Object IsValid | New-GCUploadUrl {target} | Send-GCAttachment").Clean();

        Assert.Equal(["Sent", "Sent"], receipts.Of("State"));
        Assert.Equal([route, route], receipts.Of("Route"));
        var requests = await Sandbox.RequestsAsync();
        Assert.Equal(2, requests.Count(request => request.Method == "PUT"));
        Assert.Equal(2, requests.Count(request => request.Target.EndsWith("/uploads", StringComparison.Ordinal) || request.Target.EndsWith("/upload-url", StringComparison.Ordinal)));
        Assert.Equal(2, (await Sandbox.MessagesAsync()).Count);
    }

    [Fact]
    public void A_url_says_what_it_is_for()
    {
        var url = Run("New-GCUploadUrl 'My report.pdf' -ConversationId $C").Clean().Only();

        Assert.Equal(("My report.pdf", "My_report.pdf"), (url.Properties["Name"].Value, url.Properties["SentName"].Value));
        Assert.Equal((Sandbox.ConversationId, Sandbox.Fact("CommunicationId")), (url.Properties["ConversationId"].Value, url.Properties["CommunicationId"].Value));
        Assert.NotEmpty($"{url.Properties["AttachmentId"].Value}");
        Assert.InRange((DateTime)url.Properties["ExpiresAt"].Value, DateTime.UtcNow.AddMinutes(5), DateTime.UtcNow.AddMinutes(11));
        Assert.Equal(Run("(Get-GCOrg -Current).Key").Lines[0], url.Properties["Session"].Value);
    }

    [Fact]
    public void It_is_shown_without_its_query_on_every_surface_and_revealed_on_demand()
    {
        var shown = Run("""
            $global:url = New-GCUploadUrl a.pdf -ConversationId $C
            "$url"; $url | Out-String; $url | Format-List * -Force | Out-String; $url | ConvertTo-Json; $url | ConvertTo-Csv
            [Management.Automation.PSSerializer]::Serialize($url); $url | Get-Member -Force | Out-String -Width 400
            """).Clean().Lines;

        Assert.DoesNotMatch("(?i)X-Amz-(?!tagging)", string.Join('\n', shown));
        Assert.EndsWith("?…", shown[0], StringComparison.Ordinal);
        Assert.Contains("X-Amz-Signature=", Run("$url.Reveal()").Lines[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-ConversationId other", "ConversationId")]
    [InlineData("-ConversationId $C -CommunicationId other", "CommunicationId")]
    [InlineData("-ChannelId other", "ChannelId")]
    [InlineData("-GuestId other", "GuestId")]
    public async Task A_url_for_one_target_does_not_go_to_another(string given, string parameter)
    {
        Run("$global:url = New-GCUploadUrl a.pdf -ConversationId $C").Clean();

        var ran = Run($"$url | Send-GCAttachment {given}");

        Assert.Equal(["Rejected"], ran.Of("State"));
        Assert.Equal(["TargetAmbiguous"], ran.ErrorIds);
        Assert.Contains($"-{parameter}", $"{ran.Problems[0]}", StringComparison.Ordinal);
        Assert.Empty(await Sandbox.MessagesAsync());
    }

    [Fact]
    public void The_same_target_said_again_in_other_letters_is_no_other_target() =>
        Assert.Equal(["Sent"], Run("New-GCUploadUrl a.pdf -ConversationId $C | Send-GCAttachment -ConversationId $C.ToUpperInvariant()").Clean().Of("State"));

    [Fact]
    public async Task What_is_refused_by_the_check_or_the_org_is_an_error_and_no_url()
    {
        var closed = await Sandbox.OpenConversationAsync("disconnected");
        Shell.Set("Closed", closed.ConversationId);

        var ran = Run("New-GCUploadUrl empty.pdf, a.pdf -ConversationId $Closed");

        Assert.Empty(ran.Output);
        Assert.Equal(["FileEmpty", "ConversationClosed"], ran.ErrorIds);
        Assert.All(ran.Problems, problem => Assert.NotEmpty(problem.ErrorDetails.RecommendedAction));
    }

    [Fact]
    public void A_name_and_a_type_on_the_line_are_checked_anew()
    {
        var url = Run("Test-GCAttachment a.pdf | New-GCUploadUrl -ConversationId $C -Name Offer.pdf -ContentType application/pdf").Clean();

        Assert.Equal(["Offer.pdf"], url.Of("Name"));
        Assert.Equal(["NameInvalid"], Run("Test-GCAttachment a.pdf | New-GCUploadUrl -ConversationId $C -Name offer").ErrorIds);
        Assert.Equal(["FileEmpty"], Run("Test-GCAttachment empty.pdf | New-GCUploadUrl -ConversationId $C -Name Offer.pdf").ErrorIds);
    }

    [Fact]
    public async Task The_number_of_retries_on_the_line_is_kept()
    {
        await Sandbox.FailAlwaysAsync(new { path = "*/uploads", status = 503 });

        Assert.Equal(["RetriesExhausted"], Run("New-GCUploadUrl a.pdf -ConversationId $C -MaximumRetryCount 0").ErrorIds);
        Assert.Single(await Sandbox.RequestsAsync(), request => request.Target.EndsWith("/uploads", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("-ConversationId $C")]
    [InlineData("-ChannelId $Sandbox.ChannelId -GuestId $Sandbox.GuestId")]
    public async Task It_is_all_that_an_upload_of_one_s_own_needs(string target)
    {
        Files.Write("mine/own.pdf");

        var ran = Run($"$global:url = New-GCUploadUrl mine/own.pdf {target}; (Invoke-WebRequest -Uri $url.Reveal() -Method $url.Method -Headers $url.RevealHeaders() -InFile $url.Path -NoProxy).StatusCode").Clean();

        Assert.Equal(["200"], ran.Lines);
        var put = Assert.Single(await Sandbox.RequestsAsync(), request => request.Method == "PUT");
        Assert.Equal(200, put.Status);
        Assert.Equal(Run("$url.HeaderNames | Sort-Object").Lines, Run("$url.RevealHeaders().Keys | Sort-Object").Lines);
        Assert.Contains("Content-Type", Run("$url.HeaderNames").Lines);
        Assert.DoesNotContain("x-amz-tagging", Run("$url | ConvertTo-Json -Depth 5; $url | Format-List | Out-String; $url | ConvertTo-Csv").Lines.Where(line => line.Contains("organizationId", StringComparison.Ordinal)));
    }
}
