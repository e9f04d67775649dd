namespace GenesysAttachments.Engine.Journals;

/// <summary>Kinds of lines, and what each leaves an item at.</summary>
internal static class JournalEvents
{
    /// <summary>A process begins to write.</summary>
    public const string Run = "run";

    /// <summary>A message is about to be sent. Durable before its request is made.</summary>
    public const string Intent = "intent";

    /// <summary>Its request is being made now.</summary>
    public const string Posting = "posting";

    /// <summary>The request is known not to have left; it is made again.</summary>
    public const string Withdrawn = "withdrawn";

    /// <summary>The platform has the message.</summary>
    public const string Sent = "sent";

    /// <summary>It may have the message.</summary>
    public const string Unknown = "unknown";

    /// <summary>It has not.</summary>
    public const string Failed = "failed";

    /// <summary>It was refused before it left this machine.</summary>
    public const string Rejected = "rejected";

    /// <summary>The command was stopped before it.</summary>
    public const string Cancelled = "cancelled";

    /// <summary>The state after such a line; null for one that says nothing of an item.</summary>
    public static JournalState? After(string name) => name switch
    {
        Intent => JournalState.Intended,
        Posting => JournalState.Posting,
        Sent => JournalState.Sent,
        Unknown => JournalState.Unknown,
        Withdrawn or Failed or Rejected or Cancelled => JournalState.Open,
        _ => null,
    };
}
