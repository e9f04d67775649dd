namespace GenesysAttachments.Engine.Sending;

/// <summary>What a command asks of every file.</summary>
/// <param name="MaximumRetryCount">Most retries of any one call; null takes the session's, else the table in docs/routes.md.</param>
/// <param name="ThrottleLimit">Files that make requests at a time.</param>
public sealed record SendOptions(int? MaximumRetryCount = null, int ThrottleLimit = SendOptions.DefaultThrottleLimit)
{
    /// <summary>Files at a time when nobody says how many.</summary>
    public const int DefaultThrottleLimit = 5;

    // As many again may wait for their turn with their upload done.
    private const int WaitingShare = 2;

    /// <summary>Workers to send with: as many again as make requests, to wait for their turn with their upload done.</summary>
    public int Workers => ThrottleLimit * WaitingShare;
}
