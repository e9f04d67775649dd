namespace GenesysAttachments.Engine.Quotas;

/// <summary>Leave for one request, at its time.</summary>
public interface ISharedTurn
{
    /// <summary>Whether its time has passed: the request must not be made on it. To be asked right before.</summary>
    bool HasPassed { get; }
}
