namespace GenesysAttachments.Cmdlets.Tests;

/// <summary>Files that go, and what comes back.</summary>
public sealed class SendTests(Stage stage) : StagedTests(stage)
{
    [Fact]
    public async Task A_file_arrives_byte_for_byte_with_its_text_and_a_receipt()
    {
        var path = Files.Write("letter.pdf", 5000);

        var receipt = Run("Send-GCAttachment letter.pdf -ConversationId $C -Text Hello").Clean();

        Assert.Equal(["Sent"], receipt.Of("State"));
        Assert.Equal([Files.Sha256(path)], receipt.Of("Sha256"));
        var messages = await Sandbox.MessagesAsync();
        Assert.Contains(messages, message => message.Text == "Hello");
        Assert.Equal(Files.Sha256(path), messages.SelectMany(message => message.Attachments).Single().Sha256);
    }
}
