namespace GenesysAttachments.Engine.Org;

/// <summary>Whether a session's org lists uploads: the list takes a permission of its own (docs/protocol.md, Agent uploads).</summary>
internal sealed class UploadLists
{
    private int _refused;

    /// <summary>Whether it refused to.</summary>
    public bool AreRefused => Volatile.Read(ref _refused) != 0;

    /// <summary>Notes that it refused; false where that was known.</summary>
    public bool Refuse() => Interlocked.Exchange(ref _refused, 1) == 0;
}
