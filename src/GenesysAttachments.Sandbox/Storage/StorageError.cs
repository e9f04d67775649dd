using System.Security;
using GenesysAttachments.Sandbox.Bodies;

namespace GenesysAttachments.Sandbox.Storage;

/// <summary>A refusal of the storage, in S3's XML.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Code">S3's code.</param>
/// <param name="Message">Its words.</param>
internal sealed record StorageError(int Status, string Code, string Message)
{
    public async Task AnswerAsync(HttpContext context)
    {
        Refusal.Note(context, $"{Code}: {Message}");
        context.Response.StatusCode = Status;
        context.Response.ContentType = "application/xml";
        await context.Response.WriteAsync(
            $"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>{Code}</Code><Message>{SecurityElement.Escape(Message)}</Message><RequestId>{context.TraceIdentifier}</RequestId></Error>");
    }
}
