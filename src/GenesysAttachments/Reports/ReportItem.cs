using GenesysAttachments.Engine.Display;

namespace GenesysAttachments.Reports;

/// <summary>One attachment or receipt as a report shows it. All text may be shown: it holds nothing that moves, hides or turns around.</summary>
internal sealed record ReportItem
{
    /// <summary>State of a receipt; <c>Fit</c> or <c>Unfit</c> of an attachment that was only checked.</summary>
    public required string State { get; init; }

    /// <summary>Name of the file.</summary>
    public required string Name { get; init; }

    /// <summary>Its folder.</summary>
    public required string Folder { get; init; }

    /// <summary>Conversation, channel or guest; empty where none was given.</summary>
    public string Where { get; init; } = "";

    /// <summary>Route; empty where there is none.</summary>
    public string Route { get; init; } = "";

    /// <summary>Bytes.</summary>
    public long Length { get; init; }

    /// <summary>When its work began, in UTC.</summary>
    public DateTime? Started { get; init; }

    /// <summary>How long it took, in seconds; before that its parts, where they are known.</summary>
    public double Seconds { get; init; }

    /// <summary>The wait before its upload, in seconds.</summary>
    public double Wait { get; init; }

    /// <summary>Its upload, in seconds.</summary>
    public double Upload { get; init; }

    /// <summary>From its turn to the end, in seconds.</summary>
    public double Message { get; init; }

    /// <summary>How often it was tried.</summary>
    public int Attempts { get; init; }

    /// <summary>Error id; empty when there was none.</summary>
    public string ErrorId { get; init; } = "";

    /// <summary>Why it is not as it should be, in a sentence; empty when it is.</summary>
    public string Reason { get; init; } = "";

    /// <summary>Whether another try may help.</summary>
    public bool CanRetry { get; init; }

    /// <summary>SHA-256 of what went; empty where nothing did.</summary>
    public string Sha256 { get; init; } = "";

    /// <summary>Message of the platform; empty where there is none.</summary>
    public string MessageId { get; init; } = "";

    /// <summary>Whether somebody has to look at it.</summary>
    public bool NeedsAttention => State is not (States.Sent or States.Skipped or States.Fit or States.Queued or States.Sending) || (State == States.Sent && ErrorId.Length > 0);

    /// <summary>Of a check.</summary>
    public static ReportItem Of(GCAttachment file) => new()
    {
        State = file.IsValid ? States.Fit : States.Unfit,
        Name = Shown(file.Name),
        Folder = FolderOf(file.Path),
        Length = file.Length,
        ErrorId = Shown(file.ProblemDetails.FirstOrDefault()?.ErrorId),
        Reason = Shown(string.Join(" ", file.Problems)),
    };

    /// <summary>Of a receipt.</summary>
    public static ReportItem Of(GCReceipt receipt) => new()
    {
        State = States.Of(receipt.State),
        Name = Shown(receipt.Name is { Length: > 0 } name ? name : Path.GetFileName(receipt.Path)),
        Folder = FolderOf(receipt.Path),
        Where = Shown(receipt.ConversationId ?? receipt.GuestId ?? receipt.ChannelId),
        Route = Shown(receipt.Route),
        Length = Math.Max(0, receipt.Length),
        Started = receipt.Started,
        Seconds = Math.Max(0, receipt.ElapsedSeconds),
        Wait = Math.Max(0, receipt.WaitSeconds ?? 0),
        Upload = Math.Max(0, receipt.UploadSeconds ?? 0),
        Message = Math.Max(0, receipt.MessageSeconds ?? 0),
        Attempts = receipt.Attempts,
        ErrorId = Shown(receipt.ErrorId),
        Reason = Shown(receipt.Message),
        CanRetry = receipt.CanRetry && receipt.State is States.Failed or States.Cancelled,
        Sha256 = Shown(receipt.Sha256),
        MessageId = Shown(receipt.MessageId),
    };

    private static string FolderOf(string path) => Shown(Path.GetDirectoryName(path));

    private static string Shown(string? text) => text is null ? "" : ShownText.Of(text.ReplaceLineEndings(" "));
}
