namespace GenesysAttachments.Queue.Items;

/// <summary>Where an item is. It goes from <see cref="Queued"/> to <see cref="Sending"/> to its end, and back only if it is known not to have left.</summary>
public static class ItemStates
{
    /// <summary>Nothing has left for it.</summary>
    public const string Queued = "Queued";

    /// <summary>It may have left. Never sent again by itself.</summary>
    public const string Sending = "Sending";

    /// <summary>It has gone, on evidence.</summary>
    public const string Sent = "Sent";

    /// <summary>Nobody knows whether it has gone.</summary>
    public const string Unknown = "Unknown";

    /// <summary>It was refused before anything left.</summary>
    public const string Rejected = "Rejected";

    /// <summary>It could not be sent, and has not gone.</summary>
    public const string Failed = "Failed";
}
