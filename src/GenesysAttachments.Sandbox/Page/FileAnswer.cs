using System.Globalization;
using System.Text;
using GenesysAttachments.Sandbox.Bodies;
using GenesysAttachments.Sandbox.Org;
using Microsoft.Net.Http.Headers;

namespace GenesysAttachments.Sandbox.Page;

/// <summary>
/// Gives an uploaded file back. It is somebody else's, and must not run in the page's origin: it is sandboxed, nothing is guessed of its type,
/// and it is saved rather than shown, unless its own bytes are those of a raster picture.
/// </summary>
internal sealed class FileAnswer(KeptFiles files, Uploads uploads)
{
    // File systems take 255 bytes, and what is not ASCII takes up to four.
    private const int LongestName = 60;
    private const int LongestExtension = 12;

    public async Task AnswerAsync(HttpContext context)
    {
        var id = (string)context.Request.RouteValues["id"]!;
        if (files.Find(id) is not { } file || uploads.Find(id) is not { } upload)
        {
            await Wire.RefuseAsync(context, 404, "not.found", "The file is no longer kept: only the newest uploads are.");
            return;
        }

        var picture = context.Request.Query.ContainsKey("download") ? null : Raster.TypeOf(file.Head);
        var disposition = new ContentDispositionHeaderValue(picture is null ? "attachment" : "inline");
        disposition.SetHttpFileName(SafeName(upload.FileName));
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = "sandbox; default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
        headers.ContentDisposition = disposition.ToString();
        headers.CacheControl = "no-store";
        context.Response.ContentType = picture ?? "application/octet-stream";
        context.Response.ContentLength = file.Length;
        await file.CopyToAsync(context.Response.Body, context.RequestAborted);
    }

    // A name to save under: one that every file system takes, and that looks like what it is.
    private static string SafeName(string name)
    {
        var clean = string.Concat(name.EnumerateRunes().Where(IsPlain).Select(rune => rune.ToString()));
        var extension = Path.GetExtension(clean) is { Length: <= LongestExtension } found ? found : "";
        var stem = clean[..^extension.Length].TrimStart('.');
        var cut = stem.Length > LongestName ? LongestName - (char.IsHighSurrogate(stem[LongestName - 1]) ? 1 : 0) : stem.Length;
        return (cut > 0 ? stem[..cut] : "file") + extension;
    }

    private static bool IsPlain(Rune rune) =>
        rune.Value is not ('/' or '\\' or ':' or '*' or '?' or '"' or '<' or '>' or '|')
        && Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned);
}
