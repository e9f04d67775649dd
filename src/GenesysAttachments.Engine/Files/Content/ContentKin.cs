namespace GenesysAttachments.Engine.Files.Content;

/// <summary>
/// Kinds that do no harm under each other's names, because what opens the one opens the other. Programs, scripts, installers, shortcuts and disk
/// images are nobody's kin.
/// </summary>
internal static class ContentKin
{
    // What Word and Excel open under their old names, with a question at most (Microsoft support: "The file format and extension don't match").
    private static readonly string[] OldNames = ["doc", "xls"];
    private static readonly string[] OpenedUnderOldNames = ["rtf", "html", "mhtml", "xml", "table"];

    // One program's old and new form.
    private static readonly (string Old, string New)[] Generations = [("doc", "docx"), ("xls", "xlsx"), ("ppt", "pptx")];

    /// <summary>Whether a file of one kind may go under a name for another.</summary>
    public static bool Are(ContentKind promised, ContentKind found) =>
        (IsPicture(promised) && IsPicture(found))
        || (IsMedia(promised) && IsMedia(found))
        || (OldNames.Contains(promised.Name) && OpenedUnderOldNames.Contains(found.Name))
        || Generations.Any(pair => (pair.Old == promised.Name && pair.New == found.Name) || (pair.Old == found.Name && pair.New == promised.Name));

    // SVG is text that may hold scripts.
    private static bool IsPicture(ContentKind kind) => kind.IsOf("image/") && !kind.IsText;

    private static bool IsMedia(ContentKind kind) => kind.IsOf("audio/") || kind.IsOf("video/");
}
