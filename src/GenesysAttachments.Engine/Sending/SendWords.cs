using System.Globalization;
using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Files;
using GenesysAttachments.Engine.Http;
using GenesysAttachments.Engine.Routes;

namespace GenesysAttachments.Engine.Sending;

/// <summary>The sentences of a sender.</summary>
internal static class SendWords
{
    /// <summary>Why a file was not sent, and what to look for in the conversation.</summary>
    public static string Summary(Transfer transfer, GCException? error)
    {
        var ids = string.Join(", ", new[] { ("message ", transfer.MessageId), ("attachment ", transfer.AttachmentId) }.Where(id => id.Item2 is not null).Select(id => id.Item1 + id.Item2));
        return (error is null ? "" : $": {error.ErrorId}. {error.Message}") + (ids.Length == 0 ? "" : error is null ? $": {ids}." : $" ({ids})");
    }

    /// <summary>What each side says of a size that the org does not take: the policy let it pass, so the org's limit is another.</summary>
    public static string Size(Attachment file) =>
        string.Create(CultureInfo.InvariantCulture, $"It has {file.Length:N0} bytes; the policy it was checked against ({file.PolicySource}) takes {file.PolicyMaxBytes:N0}.");

    /// <summary>The error of what a stop came before.</summary>
    public static GCException Stopped(Plan plan, string what, Exception? cause) =>
        new(ErrorIds.Cancelled, $"'{plan.File.Name}' {what}: the command was stopped.", cause);

    /// <summary>What an exception says of itself, which is code as well.</summary>
    public static string Said(Func<string?> words)
    {
        try
        {
            return words() ?? "";
        }
        catch (Exception e)
        {
            return $"(It cannot say what: {e.GetType().Name}.)";
        }
    }
}
