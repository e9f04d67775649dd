namespace GenesysAttachments.Cmdlets.Tests;

/// <summary>Files that go, on every route, and what comes back.</summary>
public sealed class SendTests : StagedTests
{
    public SendTests(Stage stage)
        : base(stage)
    {
        Files.Write("letter.pdf", 5000);
        for (var i = 0; i < 12; i++)
        {
            Files.Write($"many/f{i:00}.pdf", 2000 + i);
        }
    }

    /// <summary>A target as it stands on the line, and the route it means.</summary>
    public static TheoryData<string, string> Routes() => new()
    {
        { "-ConversationId $C", "Agent" },
        { "-ConversationId $C -CommunicationId $Sandbox.CommunicationId", "Agent" },
        { "-ConversationId \" $C \" -Route agent", "Agent" },
        { "-ChannelId $Sandbox.ChannelId -GuestId $Sandbox.GuestId", "Messaging" },
        { "-ConversationId $C -Route Media", "Media" },
        { "-ConversationId $C -Route Multipart", "Multipart" },
        { "-ConversationId $C -Route Multipart -Template Conversation", "Multipart" },
        { "-ConversationId $C -ChannelId $Sandbox.ChannelId -GuestId $Sandbox.GuestId -Route Multipart -Template Channel", "Multipart" },
        { "-ConversationId $C -Route Multipart -Template '/api/v2/conversations/webmessaging/{conversationId}/messages'", "Multipart" },
    };

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task A_file_arrives_byte_for_byte_and_its_receipt_says_where(string target, string route)
    {
        var receipt = Run($"Send-GCAttachment letter.pdf {target}").Clean().Only();

        var sha256 = Files.Sha256(Files.PathOf("letter.pdf"));
        Assert.Equal(("Sent", route, sha256), (receipt.Properties["State"].Value, receipt.Properties["Route"].Value, receipt.Properties["Sha256"].Value));
        Assert.Equal((0, 5000L, "letter.pdf"), (receipt.Properties["Index"].Value, receipt.Properties["Length"].Value, receipt.Properties["Name"].Value));
        Assert.Equal(Run("(Get-GCOrg -Current).Key").Lines[0], receipt.Properties["Session"].Value);
        Assert.InRange((DateTime)receipt.Properties["Started"].Value, DateTime.UtcNow.AddMinutes(-1), DateTime.UtcNow);
        Assert.InRange((double)receipt.Properties["ElapsedSeconds"].Value, 0, 60);
        Assert.Equal(sha256, Assert.Single(Assert.Single(await Sandbox.MessagesAsync()).Attachments).Sha256);
    }

    [Theory]
    [InlineData("-ConversationId $C")]
    [InlineData("-ChannelId $Sandbox.ChannelId -GuestId $Sandbox.GuestId")]
    [InlineData("-ConversationId $C -Route Media")]
    public async Task A_text_goes_along_once(string target)
    {
        Run($"Get-ChildItem many | Send-GCAttachment {target} -Text Hello").Clean();

        Assert.Single(await Sandbox.MessagesAsync(), message => message.Text == "Hello");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(12)]
    public async Task Many_files_arrive_in_the_order_of_the_input_with_a_receipt_each(int workers)
    {
        var ran = Run($"Get-ChildItem many | Send-GCAttachment -ConversationId $C -ThrottleLimit {workers}").Clean();

        Assert.Equal(Enumerable.Range(0, 12), ran.Of("Index").Select(int.Parse).Order());
        Assert.All(ran.Of("State"), state => Assert.Equal("Sent", state));
        Assert.Equal(Enumerable.Range(0, 12).Select(i => $"f{i:00}.pdf"), (await Sandbox.MessagesAsync()).Select(message => Assert.Single(message.Attachments).Name));
    }

    [Fact]
    public async Task A_receipt_comes_out_while_the_upstream_goes_on()
    {
        using var go = new ManualResetEventSlim();
        Shell.Set("Go", go);
        using var running = Shell.Begin("& { 'letter.pdf'; while (-not $Go.Wait(10)) { 'none.pdf' } } | Send-GCAttachment -ConversationId $C -ErrorAction Ignore | Where-Object State -EQ Sent");

        await Wait.UntilAsync(() => running.OutputCount > 0);
        Assert.False(running.IsOver);
        go.Set();

        Assert.Equal(["Sent"], running.Wait().Of("State"));
    }

    [Fact]
    public void A_name_and_a_type_of_ones_own_are_what_arrives()
    {
        var receipt = Run("Send-GCAttachment letter.pdf -ConversationId $C -Name 'Your offer.pdf' -ContentType 'application/pdf; charset=utf-8'");

        Assert.Equal(["Your offer.pdf"], receipt.Of("Name"));
        Assert.Equal(["Your_offer.pdf"], receipt.Of("SentName"));
        Assert.Equal(["application/pdf"], receipt.Of("ContentType"));
    }

    [Fact]
    public async Task The_conversation_is_looked_up_once_for_many_files()
    {
        Run("Get-ChildItem many | Send-GCAttachment -ConversationId $C").Clean();

        Assert.Single(await Sandbox.RequestsAsync(), request => request.Method == "GET" && request.Target.EndsWith($"/conversations/{Sandbox.ConversationId}", StringComparison.Ordinal));
    }

    [Fact]
    public void A_path_is_relative_to_the_shells_location_and_not_to_the_processs()
    {
        Assert.Equal(["Sent"], Run("Push-Location many; try { Send-GCAttachment f00.pdf -ConversationId $C } finally { Pop-Location }").Clean().Of("State"));
        Assert.Equal(["Sent"], Run("$null = New-PSDrive -Name Docs -PSProvider FileSystem -Root (Resolve-Path many); Send-GCAttachment Docs:/f01.pdf -ConversationId $C").Clean().Of("State"));
    }

    [Theory]
    [InlineData("disconnected")]
    [InlineData("closed")]
    public async Task A_conversation_that_has_ended_is_shown_as_such_and_takes_nothing(string state)
    {
        Shell.Set("Ended", (await Sandbox.OpenConversationAsync(state)).ConversationId);

        var shown = Run("Get-GCConversation $Ended").Clean();
        Assert.Equal((state, "webmessaging", ""), (shown.Of("State").Single(), shown.Of("Channel").Single(), shown.Of("CommunicationId").Single()));
        Assert.Contains(state, string.Join(' ', Run("Get-GCConversation $Ended | Out-String").Clean().Lines), StringComparison.Ordinal);
        Assert.Equal(["ConversationClosed"], Run("Get-GCConversation $Ended | Select-Object *, @{ n = 'Path'; e = { 'letter.pdf' } } | Send-GCAttachment").ErrorIds);
        Assert.Equal(["ConversationClosed"], Run("Get-GCConversation $Ended | Send-GCAttachment -Path letter.pdf").ErrorIds);
        Assert.Equal(["connected"], Run("Get-GCConversation $C").Clean().Of("State"));
    }

    [Fact]
    public void The_legs_of_a_conversation_pipe_into_it()
    {
        Assert.Equal(["Sent"], Run("Get-GCConversation $C | Select-Object *, @{ n = 'Path'; e = { 'letter.pdf' } } | Send-GCAttachment").Clean().Of("State"));
        var leg = Run("$C, (New-Guid) | Get-GCConversation");
        Assert.Equal([Sandbox.Fact("CommunicationId")], leg.Of("CommunicationId"));
        Assert.Equal(["ConversationNotFound"], leg.ErrorIds);
        Assert.Equal(["Sandbox Agent"], leg.Of("Agent"));
    }

    [Fact]
    public void What_the_check_warns_of_is_a_warning_and_no_reason_to_keep_it()
    {
        Files.WriteText("letter.txt", "Hello");
        File.WriteAllBytes(Files.PathOf("cut.png"), [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52]);
        File.Copy(Files.PathOf("cut.png"), Files.PathOf("bad\u202egpj.png"));

        var ran = Run("'letter.txt', 'cut.png' | Send-GCAttachment -ConversationId $C").Clean();

        Assert.Equal(["'cut.png': The png has no end: it may be cut off."], ran.Warnings);
        Assert.Equal(["Sent", "Sent"], ran.Of("State"));
        Assert.Equal(ran.Warnings, Run("'letter.txt', 'cut.png' | Send-GCAttachment -ConversationId $C -WhatIf").Warnings);
        Assert.DoesNotContain(Run("Get-ChildItem bad* | Send-GCAttachment -ConversationId $C -WhatIf").Warnings, warning => warning.Contains('\u202e'));
    }

    [Fact]
    public void A_warning_asks_nothing_under_debug()
    {
        Files.WriteText("cut.pdf", "%PDF-1.7 and no end");

        var ran = Run("Send-GCAttachment cut.pdf -ConversationId $C -Debug 5>$null").Clean();

        Assert.Empty(ran.Warnings);
        Assert.Equal(["Sent"], ran.Of("State"));
        Assert.Contains(Run("Send-GCAttachment cut.pdf -ConversationId $C -Debug").Clean().Debug, line => line.StartsWith("Warning: 'cut.pdf': ", StringComparison.Ordinal));
        Assert.Single(Run("Send-GCAttachment cut.pdf -ConversationId $C -Debug -WarningAction Continue").Clean().Warnings);
    }
}
