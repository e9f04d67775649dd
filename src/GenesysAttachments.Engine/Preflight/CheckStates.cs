namespace GenesysAttachments.Engine.Preflight;

/// <summary>How a check ended.</summary>
public static class CheckStates
{
    /// <summary>It is as it should be.</summary>
    public const string Passed = nameof(Passed);

    /// <summary>Files go, but something is worse than it could be.</summary>
    public const string Warning = nameof(Warning);

    /// <summary>No file goes before this is mended.</summary>
    public const string Failed = nameof(Failed);

    /// <summary>Nobody asked: it cannot be asked without harm, something to ask with is missing, or a check before it failed.</summary>
    public const string NotChecked = nameof(NotChecked);
}
