namespace GenesysAttachments.Engine.Files.Content;

/// <summary>How a file's content and its name go together.</summary>
public static class ContentVerdicts
{
    /// <summary>The content is what the name says.</summary>
    public const string Match = nameof(Match);

    /// <summary>The content is of the family the name says; a closer look is not possible, or siblings pass for each other.</summary>
    public const string Compatible = nameof(Compatible);

    /// <summary>Nothing is known of the content, or of what the name promises.</summary>
    public const string Unverifiable = nameof(Unverifiable);

    /// <summary>The content is positively something else than the name says.</summary>
    public const string Mismatch = nameof(Mismatch);
}
