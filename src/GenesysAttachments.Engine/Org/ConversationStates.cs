namespace GenesysAttachments.Engine.Org;

/// <summary>What a conversation is in, as far as it matters to whoever sends into it.</summary>
public static class ConversationStates
{
    /// <summary>An agent is on it.</summary>
    public const string Connected = "connected";

    /// <summary>Somebody is on it, and no agent.</summary>
    public const string Waiting = "waiting";

    /// <summary>Nobody is on it any more.</summary>
    public const string Disconnected = "disconnected";

    /// <summary>It is over: it has an end, or is called closed or resolved.</summary>
    public const string Closed = "closed";

    /// <summary>Whether a state says that somebody is there: the platform's word, or that of the community's guides.</summary>
    internal static bool IsConnected(string? state) => Is(state, Connected, "active");

    /// <summary>The state of a conversation.</summary>
    internal static string Of(ConversationBody body)
    {
        if (body.EndTime is not null || Is(body.State, Closed, "resolved"))
        {
            return Closed;
        }

        var there = (body.Participants ?? []).Where(participant => participant.Messages?.Any(leg => IsConnected(leg.State)) == true).ToList();
        return there.Any(participant => participant.Purpose == "agent") ? Connected : there.Count > 0 ? Waiting : Disconnected;
    }

    private static bool Is(string? state, params ReadOnlySpan<string> words)
    {
        foreach (var word in words)
        {
            if (word.Equals(state, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}
