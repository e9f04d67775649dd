namespace GenesysAttachments.Engine.Http;

/// <summary>How a session bears failures that pass: how often it tries, how long it waits, and what is too long to wait.</summary>
public sealed record RetryPolicy
{
    // Each wait is twice the one before, and this many times the first at most.
    private const int LongestFactor = 15;

    /// <summary>Most retries of any one call; null takes the table in docs/routes.md for its kind.</summary>
    public int? MaximumRetryCount { get; init; }

    /// <summary>The wait before the first retry where the server asks for none: 2 s, then 4, 8, 16, 30.</summary>
    public TimeSpan FirstWait { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>The longest <c>Retry-After</c> that is waited out; beyond it the session is parked. 180 s.</summary>
    public TimeSpan LongestRetryAfter { get; init; } = TimeSpan.FromSeconds(180);

    /// <summary>The wait before a retry.</summary>
    /// <param name="retry">0 for the first retry.</param>
    internal TimeSpan Wait(int retry) => FirstWait * Math.Min(1 << Math.Min(retry, 10), LongestFactor);
}
