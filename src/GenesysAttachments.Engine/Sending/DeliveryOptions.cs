namespace GenesysAttachments.Engine.Sending;

/// <summary>What a command asks of every delivery.</summary>
/// <param name="MaximumRetryCount">Most retries of any one call; null takes the table in docs/routes.md.</param>
/// <param name="Template">Path of the Multipart route, by name or in full; null lets the ids decide.</param>
/// <param name="ThrottleLimit">Files that make requests at a time.</param>
public sealed record DeliveryOptions(int? MaximumRetryCount = null, string? Template = null, int ThrottleLimit = DeliveryOptions.DefaultThrottleLimit)
{
    /// <summary>Files at a time when nobody says how many.</summary>
    public const int DefaultThrottleLimit = 5;

    // As many again may wait for their turn with their upload done.
    private const int WaitingShare = 2;

    /// <summary>Workers to deliver with: as many again as make requests, to wait for their turn with their upload done.</summary>
    public int Workers => ThrottleLimit * WaitingShare;
}
