namespace GenesysAttachments.Engine.Quotas;

/// <summary>Room that is kept for the requests of one file, until it is disposed.</summary>
/// <param name="governor">Whose room it is.</param>
internal sealed class QuotaShare(QuotaGovernor governor) : IDisposable
{
    private static readonly AsyncLocal<QuotaShare?> Flowing = new();

    /// <summary>The share of the work that runs here; null when it has none.</summary>
    public static QuotaShare? Current => Flowing.Value;

    /// <summary>Whose room it is.</summary>
    public QuotaGovernor Governor => governor;

    /// <summary>Requests that may still leave at once. The governor counts it.</summary>
    public int Left { get; set; }

    /// <summary>Makes it the share of the asynchronous work that begins here.</summary>
    public void Follow() => Flowing.Value = this;

    /// <inheritdoc/>
    public void Dispose() => governor.Return(this);
}
