namespace GenesysAttachments.Engine.Files.Content;

/// <summary>How strictly content is held against what its name says.</summary>
public static class ContentCheckLevels
{
    /// <summary>Another kind is refused, unless what opens the one opens the other: that is a warning.</summary>
    public const string Standard = nameof(Standard);

    /// <summary>Another kind is refused.</summary>
    public const string Strict = nameof(Strict);

    /// <summary>Content refuses nothing: what it is found to be is a warning.</summary>
    public const string Off = nameof(Off);

    /// <summary>The word as it is written here, whatever the case; <see cref="Standard"/> where there is none.</summary>
    public static string Canonical(string? level) =>
        string.Equals(level, Strict, StringComparison.OrdinalIgnoreCase) ? Strict : string.Equals(level, Off, StringComparison.OrdinalIgnoreCase) ? Off : Standard;
}
