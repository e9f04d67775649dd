using GenesysAttachments.Sandbox.Bodies;
using GenesysAttachments.Sandbox.Org;

namespace GenesysAttachments.Sandbox.Forms;

/// <summary>The one file of a form: its boundary and part headers as servers expect them, its bytes taken in.</summary>
internal sealed class FormUploads(Organization org)
{
    /// <summary>The request's form; null after a refusal was written.</summary>
    public static async Task<IFormCollection?> ReadAsync(HttpContext context)
    {
        var type = context.Request.ContentType ?? "";
        if (!type.StartsWith("multipart/form-data", StringComparison.OrdinalIgnoreCase))
        {
            await Wire.RefuseAsync(context, 415, "unsupported.media.type", $"The media type '{type}' is not supported.");
            return null;
        }

        if (!type.Contains("boundary=", StringComparison.OrdinalIgnoreCase) || type.Contains("boundary=\"", StringComparison.OrdinalIgnoreCase))
        {
            await Wire.RefuseAsync(context, 400, "bad.request", "The form needs a boundary, without quotes.");
            return null;
        }

        try
        {
            return await context.Request.ReadFormAsync(context.RequestAborted);
        }
        catch (Exception e) when (e is InvalidDataException or BadHttpRequestException)
        {
            await Wire.RefuseAsync(context, 400, "bad.request", $"The form cannot be read: {e.Message}");
            return null;
        }
    }

    /// <summary>Takes the form's file in; null after a refusal was written.</summary>
    public async Task<Upload?> StoreAsync(HttpContext context, IFormCollection form, string route, Conversation conversation)
    {
        if (form.Files is not [{ Name: "file" } file] || !file.ContentDisposition.Contains("name=\"file\"; filename=\"", StringComparison.Ordinal))
        {
            await Wire.RefuseAsync(context, 400, "invalid.value", "The form needs one part with name=\"file\"; filename=\"…\".", field: "file");
            return null;
        }

        if (FileProblem.OfInbound(org.Policy, file.FileName, file.ContentType, file.Length) is { } problem)
        {
            await Wire.RefuseAsync(context, problem.Status, "invalid.value", problem.Message, problem.Code, "file");
            return null;
        }

        await using var bytes = file.OpenReadStream();
        using var body = new HashingStream(bytes);
        var upload = org.Uploads.Announce(route, conversation, file.FileName, file.ContentType, file.Length, allowed: true);
        await org.Files.ReadAsync(body, upload.Id, _ => ValueTask.CompletedTask, context.RequestAborted);
        (upload.Sha256, upload.Status) = (body.Sha256(), "valid");
        return upload;
    }
}
