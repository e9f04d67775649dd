namespace GenesysAttachments.Sandbox.Org;

/// <summary>What a conversation may be in, in the words of tests and of the community's guides.</summary>
internal static class ConversationStates
{
    public const string Connected = "connected";
    public const string Disconnected = "disconnected";
    public const string Closed = "closed";

    private static readonly (string Name, string State)[] Words =
    [
        (Connected, Connected), (Disconnected, Disconnected), (Closed, Closed), ("ACTIVE", Connected), ("RESOLVED", Closed),
    ];

    /// <summary>Every word that is taken, in any case of letters.</summary>
    public static IEnumerable<string> Names => Words.Select(word => word.Name);

    /// <summary>The state of a word; null when it is none.</summary>
    public static string? Parse(string word) => Words.FirstOrDefault(known => known.Name.Equals(word, StringComparison.OrdinalIgnoreCase)).State;
}
