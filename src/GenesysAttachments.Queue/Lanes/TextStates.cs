namespace GenesysAttachments.Queue.Lanes;

/// <summary>What became of a text that goes by a message of its own.</summary>
public static class TextStates
{
    /// <summary>It may have left, and its end was not told.</summary>
    public const string Sending = "Sending";

    /// <summary>It has gone.</summary>
    public const string Sent = "Sent";

    /// <summary>Nobody knows; it is not sent again by itself.</summary>
    public const string Unknown = "Unknown";
}
