using GenesysAttachments.Engine.Quotas;
using GenesysAttachments.Engine.Telemetry;

namespace GenesysAttachments.Engine.Http;

/// <summary>
/// What one piece of work hands to every call it makes: who listens, what it began with, how often to try, what has happened so far.
/// Nothing else steers a call.
/// </summary>
public sealed record CallContext
{
    /// <summary>Work that nobody listens to, with the session's own number of retries.</summary>
    public static CallContext Silent => new();

    /// <summary>Takes the story of it; null when nobody wants it.</summary>
    public StepLog? Log { get; init; }

    /// <summary>Most retries of any one call; null takes the session's, else the table in docs/routes.md.</summary>
    public int? MaximumRetryCount { get; init; }

    /// <summary>The file's share of the quota; null for work that belongs to no file.</summary>
    public QuotaShare? Share { get; init; }

    /// <summary>Told of the requests that send the message; null when nobody wants to know.</summary>
    public IMessageMarks? Marks { get; init; }

    /// <summary>What is known so far of the file that the work brings along.</summary>
    public Transfer Transfer { get; init; } = new();
}
