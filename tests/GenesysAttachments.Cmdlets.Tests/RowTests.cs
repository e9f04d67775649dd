namespace GenesysAttachments.Cmdlets.Tests;

/// <summary>What a row brings along stays with that row, and the command line wins.</summary>
public sealed class RowTests : StagedTests
{
    public RowTests(Stage stage)
        : base(stage)
    {
        Files.Write("a.pdf");
        Files.Write("b.csv");
    }

    [Fact]
    public void Values_of_a_row_do_not_stick_to_the_next()
    {
        Files.WriteText("queue.csv", "Path,ConversationId,CommunicationId,Name,ContentType\na.pdf,one,leg,First.pdf,application/pdf\nb.csv,,,,\n");

        var receipts = Run("Import-Csv queue.csv | Send-GCAttachment -WhatIf");

        Assert.Equal(["First.pdf", "b.csv"], receipts.Of("Name"));
        Assert.Equal(["one", ""], receipts.Of("ConversationId"));
        Assert.Equal(["application/pdf", "text/csv"], receipts.Of("ContentType"));
        Assert.Equal(["Skipped", "Rejected"], receipts.Of("State"));
        Assert.Equal(["TargetMissing"], receipts.ErrorIds);
    }

    [Theory]
    [InlineData("-ConversationId given", "ConversationId", "given")]
    [InlineData("-Name Given.pdf", "Name", "Given.pdf")]
    [InlineData("-ContentType application/pdf", "ContentType", "application/pdf")]
    public void The_command_line_wins_over_the_row(string given, string property, string expected)
    {
        var rows = "[pscustomobject]@{ Path = 'a.pdf'; ConversationId = 'row'; Name = 'Row.pdf'; ContentType = 'image/png' }";

        Assert.Equal([expected], Run($"{rows} | Send-GCAttachment {given} -WhatIf").Of(property));
    }

    [Fact]
    public async Task Text_and_name_of_a_row_go_with_it()
    {
        var other = await Sandbox.OpenConversationAsync();
        Files.WriteText("queue.csv", $"FilePath,ConversationId,Text,Name\na.pdf,{Sandbox.ConversationId},For you,Offer.pdf\nb.csv,{other.ConversationId},,\n");

        Assert.Equal(["Sent", "Sent"], Run("Import-Csv queue.csv | Send-GCAttachment").Clean().Of("State"));

        var messages = await Sandbox.MessagesAsync();
        var first = messages.Where(message => message.ConversationId == Sandbox.ConversationId).ToList();
        Assert.Equal(["For you"], first.Select(message => message.Text).Where(text => !string.IsNullOrEmpty(text)));
        Assert.Equal(["Offer.pdf"], first.SelectMany(message => message.Attachments).Select(attachment => attachment.Name));
        var second = Assert.Single(messages, message => message.ConversationId == other.ConversationId);
        Assert.True(string.IsNullOrEmpty(second.Text));
        Assert.Equal("b.csv", Assert.Single(second.Attachments).Name);
    }

    [Fact]
    public async Task A_rows_text_goes_once_however_many_files_its_path_means()
    {
        Assert.Equal(["Sent", "Sent"], Run("[pscustomobject]@{ Path = '?.*'; ConversationId = $C; Text = 'Once' } | Send-GCAttachment").Clean().Of("State"));

        Assert.Single(await Sandbox.MessagesAsync(), message => message.Text == "Once");
    }

    [Fact]
    public async Task Text_on_the_command_line_goes_once_per_conversation()
    {
        var other = await Sandbox.OpenConversationAsync();
        Shell.Set("Other", other.ConversationId);

        Run("@(foreach ($id in $C, $Other) { foreach ($p in 'a.pdf', 'b.csv') { [pscustomobject]@{ Path = $p; ConversationId = $id; Text = 'row' } } }) | Send-GCAttachment -Text shared").Clean();

        var texts = (await Sandbox.MessagesAsync()).Where(message => !string.IsNullOrEmpty(message.Text)).ToList();
        Assert.All(texts, message => Assert.Equal("shared", message.Text));
        Assert.Equal(2, texts.DistinctBy(message => message.ConversationId).Count());
        Assert.Equal(2, texts.Count);
    }

    [Fact]
    public void A_data_row_with_database_nulls_binds_by_what_it_has()
    {
        var table = """
            $t = [Data.DataTable]::new()
            'Path', 'ConversationId', 'Name', 'Text' | ForEach-Object { $null = $t.Columns.Add($_) }
            $null = $t.Rows.Add('a.pdf', 'one', [DBNull]::Value, [DBNull]::Value)
            $t.Rows | Send-GCAttachment -WhatIf
            """;

        var receipts = Run(table);

        Assert.Equal(["a.pdf"], receipts.Of("Name"));
        Assert.Equal(["one"], receipts.Of("ConversationId"));
    }
}
