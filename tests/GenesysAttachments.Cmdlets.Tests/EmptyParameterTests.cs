namespace GenesysAttachments.Cmdlets.Tests;

/// <summary>A parameter that was given and is empty, as from a variable that was not filled, ends the line; so does nothing else.</summary>
public sealed class EmptyParameterTests : StagedTests
{
    private static readonly Dictionary<string, string[]> Parameters = new()
    {
        ["Send-GCAttachment a.pdf"] = ["ConversationId", "CommunicationId", "ChannelId", "GuestId", "Text", "Name", "ContentType", "Route", "Template", "Policy"],
        ["Add-GCQueueItem a.pdf"] = ["ConversationId", "CommunicationId", "ChannelId", "GuestId", "Text", "Name", "ContentType", "Route", "Template", "Policy"],
        ["New-GCUploadUrl a.pdf"] = ["ConversationId", "CommunicationId", "ChannelId", "GuestId", "Name", "ContentType", "Route", "Policy"],
        ["Test-GCConnection"] = ["ConversationId", "CommunicationId", "ChannelId", "GuestId", "Route"],
        ["Find-GCConversation"] = ["Address"],
        ["Test-GCAttachment a.pdf"] = ["Text", "Name", "ContentType", "Route", "Policy"],
    };

    public EmptyParameterTests(Stage stage)
        : base(stage)
    {
        Files.Write("a.pdf");
    }

    public static TheoryData<string, string, string> Lines()
    {
        var lines = new TheoryData<string, string, string>();
        foreach (var (line, parameters) in Parameters)
        {
            foreach (var value in new[] { "''", "\" `t\"", "$null", "$NotThere" })
            {
                foreach (var parameter in parameters)
                {
                    lines.Add(line, parameter, value);
                }
            }

            lines.Add(line, "Session", "$null");
            lines.Add(line, "Session", "$NotThere");
            lines.Add(line, "Session", "''");
            lines.Add(line, "Session", "'  '");
        }

        return lines;
    }

    [Theory]
    [MemberData(nameof(Lines))]
    public async Task A_parameter_that_is_given_and_empty_ends_the_line(string line, string parameter, string value)
    {
        var target = parameter == "ConversationId" || line.Split('-')[0] is "Test" or "Find" ? "" : "-ConversationId $C";

        var ran = Run($"try {{ {line} {target} -{parameter} {value}; 'went on' }} catch {{ throw }}");

        Assert.Empty(ran.Output);
        Assert.Equal("RequestInvalid", ran.ThrownId);
        Assert.Equal($"-{parameter} was given and is empty.", $"{ran.Thrown}");
        Assert.Contains(parameter, ran.Thrown!.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        Assert.Equal(parameter, ran.Thrown.TargetObject);
        Assert.Empty(await Sandbox.RequestsAsync());
    }

    [Fact]
    public void It_ends_the_line_whatever_comes_in() =>
        Assert.Equal(["RequestInvalid"], Run("[pscustomobject]@{ Path = 'a.pdf'; ConversationId = $C } | Send-GCAttachment -ConversationId $NotThere").ErrorIds);
}
