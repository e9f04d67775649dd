namespace GenesysAttachments.Engine.Http;

/// <summary>What a failure of the network comes to.</summary>
/// <param name="Id">Its error id.</param>
/// <param name="Sentence">What happened.</param>
internal sealed record NetworkReason(string Id, string Sentence)
{
    /// <summary>What to do; null takes the id's.</summary>
    public string? Advice { get; init; }

    /// <summary>Whether it may pass by itself, so that another attempt is worth it.</summary>
    public bool MayPass { get; init; } = true;

    /// <summary>Whether no connection came about, as against one that broke.</summary>
    public bool IsUnreachable { get; init; }

    /// <summary>Whether the sentence says all: .NET's words would add nothing, or what nobody may see.</summary>
    public bool IsWhole { get; init; }
}
