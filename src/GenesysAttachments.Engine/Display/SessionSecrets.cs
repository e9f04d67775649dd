namespace GenesysAttachments.Engine.Display;

/// <summary>What a session must never show: what it signs in with, what its headers hold, and the tokens it was given. Thread-safe.</summary>
internal sealed class SessionSecrets
{
    // An answer may still repeat a token that was replaced while it was under way.
    private const int MostTokens = 8;
    private readonly Lock _lock = new();
    private readonly string?[] _lasting;
    private readonly Queue<string> _tokens = new();
    private volatile SecretMask _mask;

    /// <summary>Starts with what stays secret as long as the session lives.</summary>
    public SessionSecrets(params IEnumerable<string?> lasting)
    {
        _lasting = [.. lasting];
        _mask = new SecretMask(_lasting);
    }

    /// <summary>Takes them out of what is shown.</summary>
    public SecretMask Mask => _mask;

    /// <summary>A token has come.</summary>
    public void Add(string? token)
    {
        lock (_lock)
        {
            if (token is null || _tokens.Contains(token))
            {
                return;
            }

            _tokens.Enqueue(token);
            if (_tokens.Count > MostTokens)
            {
                _tokens.Dequeue();
            }

            // A list of its own: a mask looks at it when a text comes, on any thread.
            _mask = new SecretMask([.. _lasting, .. _tokens]);
        }
    }
}
