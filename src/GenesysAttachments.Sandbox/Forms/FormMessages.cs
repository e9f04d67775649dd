using GenesysAttachments.Sandbox.Bodies;
using GenesysAttachments.Sandbox.Org;

namespace GenesysAttachments.Sandbox.Forms;

/// <summary>How a message with a file from a form ends: in the log, and with the guide's short answer.</summary>
internal sealed class FormMessages(Organization org)
{
    public async Task SendAsync(HttpContext context, string route, Conversation conversation, string? text, Upload? upload, int status)
    {
        upload?.Used = true;
        org.Messages.Add(new SentMessage(org.Time.GetUtcNow(), route, conversation.ConversationId, text, upload is null ? [] : [upload.Sent]));
        await Wire.ReplyAsync(context, new { id = Guid.NewGuid().ToString(), status = "sent" }, status);
    }
}
