namespace GenesysAttachments.Cmdlets.Tests;

/// <summary>Find-GCConversation as its user meets it: what comes, when it comes, and where it can go.</summary>
public sealed class FindTests : StagedTests
{
    private const string Open = "$open = { param($State, $Started, $Count) 1..$Count | ForEach-Object { (Invoke-RestMethod \"$($Sandbox.Url)/_sandbox/conversations\" -Method Post -NoProxy -ContentType application/json -Body (ConvertTo-Json @{ state = $State; startedAt = $Started })).conversationId } }; ";

    public FindTests(Stage stage)
        : base(stage)
    {
        Files.Write("a.pdf");
    }

    [Fact]
    public void Without_anything_it_is_the_last_day_and_pipes_into_whatever_takes_a_conversation()
    {
        Assert.Equal([Sandbox.ConversationId], Run("Find-GCConversation").Clean().Of("ConversationId"));
        Assert.Equal([Sandbox.Fact("CommunicationId")], Run("Find-GCConversation | Get-GCConversation").Clean().Of("CommunicationId"));
        Assert.Equal(["Passed"], Run("Find-GCConversation | Test-GCConnection | Where-Object Name -eq Conversation").Clean().Of("State"));
        Assert.Equal(["Sent"], Run("Find-GCConversation | Select-Object ConversationId, @{ n = 'Path'; e = { 'a.pdf' } } | Send-GCAttachment").Clean().Of("State"));
    }

    [Fact]
    public void Times_are_utc_and_a_time_without_a_zone_is_local()
    {
        var ran = Run(Open + """
            $id = & $open connected ([datetime]::UtcNow.Date.AddDays(-10)) 1
            $found = Find-GCConversation -Since (Get-Date).AddDays(-12) -Until (Get-Date).AddDays(-8)
            $found.ConversationId -eq $id
            "$($found.Started.Kind)"
            @(Find-GCConversation -Since $found.Started -Until $found.Started.AddSeconds(1)).Count
            @(Find-GCConversation -Since $found.Started.ToLocalTime() -Until $found.Started.AddSeconds(1)).Count
            @(Find-GCConversation -Since $found.Started.AddDays(-1) -Until $found.Started).Count
            """).Clean();

        Assert.Equal(["True", "Utc", "1", "1", "0"], ran.Lines);
    }

    [Fact]
    public async Task What_is_downstream_gets_them_as_they_come_and_ends_the_search()
    {
        Run(Open + "$null = & $open connected ([datetime]::UtcNow.AddHours(-3)) 250").Clean();
        var before = (await Sandbox.RequestsAsync()).Count;

        Assert.Equal(["10"], Run("@(Find-GCConversation | Select-Object -First 10).Count").Clean().Lines);
        Assert.Equal(1, (await Sandbox.RequestsAsync()).Count - before);

        Assert.Equal(["251 2"], Run("""
            $seen = 0; $atFirst = 0
            Find-GCConversation | ForEach-Object { if ($seen++ -eq 150) { $atFirst = @(Invoke-RestMethod "$($Sandbox.Url)/_sandbox/requests" -NoProxy | ForEach-Object { $_ } | Where-Object target -like '*details/query').Count } }
            "$seen $($atFirst - 1)"
            """).Clean().Lines);
    }

    [Fact]
    public void Switches_narrow_it()
    {
        Run("$null = Send-GCAttachment a.pdf -ConversationId $C; $null = Invoke-RestMethod \"$($Sandbox.Url)/_sandbox/conversations\" -Method Post -NoProxy -ContentType application/json -Body '{\"state\":\"closed\"}'").Clean();

        Assert.Equal(["2"], Run("@(Find-GCConversation).Count").Clean().Lines);
        Assert.Equal([Sandbox.ConversationId], Run("Find-GCConversation -WithAttachment").Clean().Of("ConversationId"));
        Assert.Equal([Sandbox.ConversationId], Run("Find-GCConversation -Active").Clean().Of("ConversationId"));
        Assert.Equal([Sandbox.ConversationId], Run("Find-GCConversation -Address $Sandbox.GuestId").Clean().Of("ConversationId"));
        Assert.Empty(Run("Find-GCConversation -Address nobody@example.com").Clean().Output);
    }

    [Fact]
    public async Task A_row_finds_its_address_s_conversations_and_one_without_finds_nobody_s()
    {
        var ran = Run("""
            $null = '{"guestId":"one"}', '{"guestId":"two"}' | ForEach-Object { Invoke-RestMethod "$($Sandbox.Url)/_sandbox/conversations" -Method Post -NoProxy -ContentType application/json -Body $_ }
            $found = [pscustomobject]@{ Address = 'two' }, [pscustomobject]@{ Address = '' }, [pscustomobject]@{ Address = $null }, [pscustomobject]@{ Other = 1 }, [pscustomobject]@{ Address = 'one' } | Find-GCConversation
            $found.CustomerAddress
            ($found | Find-GCConversation).CustomerAddress
            """);

        Assert.Equal(["two", "one", "two", "one"], ran.Lines);
        Assert.Equal(["RowNotUnderstood", "RowNotUnderstood", "InputObjectNotBound"], ran.ErrorIds);
        Assert.Equal(4, (await Sandbox.RequestsAsync()).Count(request => request.Target.EndsWith("/details/query", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("-Since (Get-Date).AddDays(1)", "-Since lies in the future")]
    [InlineData("-Since 2026-02-01 -Until 2026-01-01", "The span is empty")]
    [InlineData("-Since 1999-01-01", "longer than 5 years")]
    [InlineData("-Since $null", "-Since was given and is empty")]
    [InlineData("-Until $null", "-Until was given and is empty")]
    public async Task A_span_that_is_none_ends_the_line_with_advice(string span, string words)
    {
        var ran = Run($"try {{ Find-GCConversation {span}; 'went on' }} catch {{ throw }}");

        Assert.Empty(ran.Output);
        Assert.Equal("RequestInvalid", ran.ThrownId);
        Assert.Contains(words, $"{ran.Thrown}", StringComparison.Ordinal);
        Assert.NotEmpty(ran.Thrown!.ErrorDetails.RecommendedAction);
        Assert.Empty(await Sandbox.RequestsAsync());
    }

    [Fact]
    public void A_missing_permission_is_named_in_one_error()
    {
        var ran = Run("""
            $made = Invoke-RestMethod "$($Sandbox.Url)/_sandbox/clients" -Method Post -NoProxy -ContentType application/json -Body '{"permissions":["conversation:message:view"]}'
            Connect-GCOrg -Endpoint $Sandbox.Url -Credential ([pscredential]::new($made.clientId, (ConvertTo-SecureString $made.clientSecret -AsPlainText -Force)))
            Find-GCConversation
            """);

        Assert.Equal(["PermissionMissing"], ran.ErrorIds);
        Assert.Contains("analytics:conversationDetail:view", ran.Problems[0].ErrorDetails.RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_big_result_says_so_once()
    {
        await Sandbox.FailAsync(new { path = "*/details/query", status = 200, times = 2, body = """{"totalHits":250000,"conversations":[]}""" });

        var warning = Assert.Single(Run("Find-GCConversation").Warnings);

        Assert.Contains("250,000", $"{warning}", StringComparison.Ordinal);
        Assert.Contains("minutes at 300 a minute", $"{warning}", StringComparison.Ordinal);
    }
}
