using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Http;
using GenesysAttachments.Engine.Org;

namespace GenesysAttachments.Engine.Routes.Community;

/// <summary>What the answer of a community message call means: any success will do, and what it says is taken along.</summary>
internal static class CommunityMessage
{
    /// <summary>Waits for the answer and notes it.</summary>
    /// <exception cref="GCException">Refused, failed, or the outcome is unknown, in which case the text counts as gone.</exception>
    public static async Task SendAsync(OrgCall call, MessageText? text, Transfer transfer, Task<HttpReply> answer)
    {
        try
        {
            var reply = await answer.ConfigureAwait(false);
            text?.MarkGone();
            var message = reply.ReadJson(RouteJson.Default.CommunityMessageReply);
            (transfer.MessageId, transfer.MessageStatus) = (message?.Id, message?.Status);
        }
        catch (GCException e) when (e.OutcomeUnknown)
        {
            text?.MarkGone();
            throw;
        }

        if (transfer.MessageStatus is "failed" or "rejected")
        {
            throw new GCException(ErrorIds.MessageRejected, $"{call.What} was taken and then given the status '{transfer.MessageStatus}'.");
        }
    }
}
