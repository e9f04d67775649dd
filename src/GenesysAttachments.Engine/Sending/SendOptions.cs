namespace GenesysAttachments.Engine.Sending;

/// <summary>What a command asks of every file.</summary>
/// <param name="MaximumRetryCount">Most retries of any one call; null takes the session's, else the table in docs/routes.md.</param>
/// <param name="ThrottleLimit">Files that make requests at a time.</param>
/// <param name="FilesPerMessage">Most files of a conversation in one message.</param>
/// <param name="ReadsBack">Whether each file is fetched after its message and compared.</param>
public sealed record SendOptions(int? MaximumRetryCount = null, int ThrottleLimit = SendOptions.DefaultThrottleLimit, int FilesPerMessage = 1, bool ReadsBack = false)
{
    /// <summary>Files at a time when nobody says how many.</summary>
    public const int DefaultThrottleLimit = 5;

    // As many again may wait for their turn with their upload done.
    private const int WaitingShare = 2;

    /// <summary>Most files of one message that anybody can ask for.</summary>
    public const int MostFilesPerMessage = 10;

    /// <summary>
    /// Workers to send with: as many again as make requests, to wait for their turn with their upload done; and enough to have the next message
    /// together while one leaves.
    /// </summary>
    public int Workers => Math.Max(ThrottleLimit * WaitingShare, FilesPerMessage > 1 ? ThrottleLimit + (FilesPerMessage * WaitingShare) : 0);
}
