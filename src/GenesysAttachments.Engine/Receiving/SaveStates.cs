namespace GenesysAttachments.Engine.Receiving;

/// <summary>The outcomes of an attachment that was to be saved.</summary>
public static class SaveStates
{
    /// <summary>It was fetched, compared with what the platform says of it, and is there.</summary>
    public const string Saved = nameof(Saved);

    /// <summary>Left out on purpose: the same bytes are there already, there is nothing to fetch, <c>-WhatIf</c>, or a declined question.</summary>
    public const string Skipped = nameof(Skipped);

    /// <summary>A link to a host that is not the platform's: it was not fetched.</summary>
    public const string External = nameof(External);

    /// <summary>Tried and not saved.</summary>
    public const string Failed = nameof(Failed);

    /// <summary>The command ended before it was saved.</summary>
    public const string Cancelled = nameof(Cancelled);
}
