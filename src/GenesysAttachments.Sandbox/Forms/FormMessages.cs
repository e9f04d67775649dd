using GenesysAttachments.Sandbox.Bodies;
using GenesysAttachments.Sandbox.Org;

namespace GenesysAttachments.Sandbox.Forms;

/// <summary>How a message with files from forms ends: in the log, and with the guide's short answer.</summary>
internal sealed class FormMessages(Organization org)
{
    public async Task SendAsync(HttpContext context, string route, Conversation conversation, string? text, List<Upload> uploads, int status)
    {
        uploads.ForEach(upload => upload.Used = true);
        var message = new OrgMessage { At = org.Time.GetUtcNow(), Route = route, Conversation = conversation, IsInbound = true, Text = text, Uploads = uploads };
        org.Messages.Add(message);
        await Wire.ReplyAsync(context, new { id = message.Id, status = "sent" }, status);
    }
}
