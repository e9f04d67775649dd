using System.Collections.Frozen;
using GenesysAttachments.Engine.Files;

namespace GenesysAttachments.Engine.Receiving;

/// <summary>The usual extension of a content type, for a file whose sender gave it no name.</summary>
internal static class Extensions
{
    // Types that several extensions have; of any other the table of types by name is asked the other way round.
    private static readonly FrozenDictionary<string, string> Usual = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
    {
        ["image/jpeg"] = ".jpg",
        ["image/png"] = ".png",
        ["image/gif"] = ".gif",
        ["image/webp"] = ".webp",
        ["image/heic"] = ".heic",
        ["application/pdf"] = ".pdf",
        ["text/plain"] = ".txt",
        ["text/csv"] = ".csv",
        ["text/html"] = ".html",
        ["application/zip"] = ".zip",
        ["application/msword"] = ".doc",
        ["application/vnd.openxmlformats-officedocument.wordprocessingml.document"] = ".docx",
        ["application/vnd.ms-excel"] = ".xls",
        ["application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"] = ".xlsx",
        ["application/vnd.ms-powerpoint"] = ".ppt",
        ["application/vnd.openxmlformats-officedocument.presentationml.presentation"] = ".pptx",
        ["video/mp4"] = ".mp4",
        ["video/3gpp"] = ".3gp",
        ["video/quicktime"] = ".mov",
        ["audio/mpeg"] = ".mp3",
        ["audio/ogg"] = ".ogg",
        ["audio/mp4"] = ".m4a",
        ["audio/amr"] = ".amr",
        ["audio/wav"] = ".wav",
        ["text/vcard"] = ".vcf",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>The extension with its dot; empty where none is known.</summary>
    public static string Of(string? contentType)
    {
        var type = contentType is null ? "" : ContentTypes.Bare(contentType);
        if (Usual.TryGetValue(type, out var usual))
        {
            return usual;
        }

        // What has the type's own name: application/json, image/tiff.
        var own = "." + type[(type.LastIndexOf('/') + 1)..];
        return ContentTypes.ForName("a" + own) == type && type.Length > 0 ? own : "";
    }
}
