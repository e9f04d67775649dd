namespace GenesysAttachments.Queue.Items;

/// <summary>What became of an item that was to be queued.</summary>
/// <param name="Id">Its number in the queue.</param>
/// <param name="IsQueued">Whether it was queued now: its key was new, or the item had been rejected or had failed, and is open again.</param>
/// <param name="State">Its state, one of <see cref="ItemStates"/>.</param>
/// <param name="Modified">When the file had been written last that is in the queue under this key.</param>
/// <param name="Sha256">SHA-256 of that file's bytes in hexadecimal, where a worker has read them.</param>
/// <param name="MessageId">Message id of the platform, where it has gone.</param>
public sealed record AddedItem(long Id, bool IsQueued, string State, DateTimeOffset Modified, string? Sha256, string? MessageId);
