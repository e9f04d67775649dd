using GenesysAttachments.Engine.Sending;

namespace GenesysAttachments.Queue.Working;

/// <summary>How a worker works.</summary>
public sealed record WorkOptions
{
    /// <summary>How hard it tries, and how much of it at a time.</summary>
    public SendOptions Send { get; init; } = new();

    /// <summary>Whether it stays for more when nothing is open; else it ends once nothing is open for its clients.</summary>
    public bool StaysForMore { get; init; }

    /// <summary>After how long it takes nothing more; null: it goes on.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>After how many files it takes nothing more; null: it goes on.</summary>
    public long? MaximumCount { get; init; }
}
