namespace GenesysAttachments.Sandbox.OAuth;

/// <summary>A token that was issued, and how much of its minute's quota is used.</summary>
/// <param name="client">The client it was issued to.</param>
/// <param name="scopes">What it was issued for; null for everything.</param>
/// <param name="expiresAt">When it ends.</param>
/// <param name="isUser">Whether it stands for a user rather than for a client alone.</param>
internal sealed class AccessToken(OAuthClient client, string[]? scopes, DateTimeOffset expiresAt, bool isUser)
{
    private readonly Lock _lock = new();
    private DateTimeOffset _windowEnds;
    private int _count;

    public OAuthClient Client { get; } = client;

    public string[]? Scopes { get; } = scopes;

    public DateTimeOffset ExpiresAt { get; } = expiresAt;

    public bool IsUser { get; } = isUser;

    /// <summary>How many requests the running minute has seen, and the seconds left of it; null where none is running.</summary>
    public (int Count, int SecondsLeft)? Window(DateTimeOffset now)
    {
        lock (_lock)
        {
            return now < _windowEnds ? (_count, SecondsLeft(now)) : null;
        }
    }

    /// <summary>Counts a request; how many the running minute has seen, and the seconds left of it.</summary>
    public (int Count, int SecondsLeft) Count(DateTimeOffset now)
    {
        lock (_lock)
        {
            if (now >= _windowEnds)
            {
                (_windowEnds, _count) = (now.AddMinutes(1), 0);
            }

            return (++_count, SecondsLeft(now));
        }
    }

    private int SecondsLeft(DateTimeOffset now) => Math.Max(1, (int)Math.Ceiling((_windowEnds - now).TotalSeconds));
}
