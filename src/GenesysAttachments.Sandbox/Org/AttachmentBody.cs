using System.Text.Json.Nodes;

namespace GenesysAttachments.Sandbox.Org;

/// <summary>A file as a message tells of it. The org's API and a guest's frames differ in where it lies and in what its size is called.</summary>
internal static class AttachmentBody
{
    /// <param name="upload">The file.</param>
    /// <param name="url">Where it lies, to whom is told.</param>
    /// <param name="sizeName">What its size is called there.</param>
    public static JsonObject Of(Upload upload, string url, string sizeName)
    {
        var told = upload.Told;
        var body = new JsonObject
        {
            ["id"] = upload.Id,
            ["mediaType"] = told?.MediaType ?? upload.MediaType,
            ["url"] = told?.Url ?? url,
            ["mime"] = told?.Mime ?? upload.ContentType,
            ["filename"] = upload.FileName,
            [sizeName] = told?.ContentSizeBytes ?? upload.Length,
            ["sha256"] = told?.Sha256 ?? upload.Sha256,
        };
        if (told?.Text is { } caption)
        {
            body["text"] = caption;
        }

        foreach (var field in told?.Omit ?? [])
        {
            body.Remove(field);
        }

        return body;
    }
}
