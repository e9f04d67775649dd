namespace GenesysAttachments.Engine.Quotas;

/// <summary>
/// What one file may still send of what it began with. It bars nobody who has begun: only new files wait until those begun are nearly
/// done. Dispose it when the file's work is over.
/// </summary>
public sealed class QuotaShare : IDisposable
{
    private readonly QuotaGovernor _governor;

    internal QuotaShare(QuotaGovernor governor, int left) => (_governor, Left) = (governor, left);

    /// <summary>Requests still expected. The governor counts it, under its lock.</summary>
    internal int Left { get; set; }

    internal bool IsOf(QuotaGovernor governor) => _governor == governor;

    /// <inheritdoc/>
    public void Dispose() => _governor.Return(this);
}
