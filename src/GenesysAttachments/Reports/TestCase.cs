namespace GenesysAttachments.Reports;

/// <summary>One attachment or receipt as a line of a test report.</summary>
/// <param name="Class">Group it is shown under.</param>
/// <param name="Name">Name of the test.</param>
/// <param name="Outcome">How it went.</param>
/// <param name="Seconds">How long it took.</param>
/// <param name="Id">Error id; empty when it passed.</param>
/// <param name="Message">Why; empty when it passed.</param>
internal sealed record TestCase(string Class, string Name, TestOutcome Outcome, double Seconds, string Id, string Message)
{
    /// <summary>A valid file passes; one with problems fails with all of them.</summary>
    public static TestCase Of(GCAttachment file) => new(
        "GenesysAttachments.Check",
        file.Path,
        file.IsValid ? TestOutcome.Passed : TestOutcome.Failed,
        0,
        file.ProblemDetails.FirstOrDefault()?.ErrorId ?? "",
        string.Join('\n', file.Problems));

    /// <summary>What was sent passes, unless it came back otherwise, what was skipped or still lies in a queue is skipped, what nobody knows is an error, the rest fails.</summary>
    public static TestCase Of(GCReceipt receipt) => new(
        $"GenesysAttachments.{receipt.Route ?? "Send"}",
        string.Join(' ', new[] { receipt.Path, receipt.ConversationId ?? receipt.GuestId }.Where(part => !string.IsNullOrEmpty(part))),
        receipt.State switch
        {
            "Sent" when string.IsNullOrEmpty(receipt.ErrorId) => TestOutcome.Passed,
            "Skipped" or "Queued" or "Sending" => TestOutcome.Skipped,
            "Sent" or "Rejected" or "Failed" => TestOutcome.Failed,
            _ => TestOutcome.Error,
        },
        receipt.ElapsedSeconds,
        receipt.ErrorId ?? "",
        receipt.Message ?? "");
}
