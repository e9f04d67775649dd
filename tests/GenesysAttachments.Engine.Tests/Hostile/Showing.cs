using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Sending;

namespace GenesysAttachments.Engine.Tests.Hostile;

/// <summary>What a user can see of the engine's objects, outlet by outlet.</summary>
internal static class Showing
{
    /// <summary>The parts of a receipt that a server had a word in.</summary>
    public static IEnumerable<(string Outlet, string Text)> Of(Receipt receipt)
    {
        var transfer = receipt.Transfer;
        (string, string?)[] parts =
        [
            ("receipt", $"{receipt}".ReplaceLineEndings(" ")), ("CommunicationId", transfer.CommunicationId), ("AttachmentId", transfer.AttachmentId), ("MessageId", transfer.MessageId),
            ("MessageStatus", transfer.MessageStatus), ("CorrelationId", transfer.CorrelationId), ("Note", receipt.Note),
        ];
        return parts.Where(part => part.Item2 is not null).Select(part => (part.Item1, part.Item2!)).Concat(receipt.Error is null ? [] : Of(receipt.Error));
    }

    /// <summary>An error with all that it wraps: a shell shows inner messages too.</summary>
    public static IEnumerable<(string Outlet, string Text)> Of(GCException error)
    {
        yield return ("advice", error.Advice);
        yield return ("ServerCode", error.ServerCode ?? "");
        yield return ("CorrelationId", error.CorrelationId ?? "");
        for (Exception? one = error; one is not null; one = one.InnerException)
        {
            // .NET's own messages have lines.
            yield return one == error ? ("message", one.Message) : ($"inner {one.GetType().Name}", one.Message.ReplaceLineEndings(" "));
        }
    }
}
