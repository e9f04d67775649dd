using System.Globalization;
using System.Management.Automation;

namespace GenesysAttachments.Parameters;

/// <summary>Receipts that come back from a file, where they are no longer of their own type.</summary>
internal static class Receipts
{
    private static readonly string[] Marks = ["Index", "Path", "SentName", "State", "ErrorId", "CanRetry"];

    /// <summary>A receipt, or what can be counted as one: anything with a state. Null for something else.</summary>
    public static GCReceipt? Of(object item) => PSObject.AsPSObject(item) is var wrapped && wrapped.BaseObject is GCReceipt receipt ? receipt
        : Text(wrapped, "State") is null ? null : Read(wrapped);

    /// <summary>The receipt that an object from CSV, JSON or Clixml once was; null when it is something else.</summary>
    public static GCReceipt? Rebuild(PSObject custom) => Marks.All(mark => custom.Properties[mark] is not null) ? Read(custom) : null;

    /// <summary>The error for something that is no receipt. (Its id is spelt out: naming the engine's constant costs nothing, its table would.)</summary>
    public static ErrorRecord NotOne(object item)
    {
        var type = PSObject.AsPSObject(item).BaseObject.GetType().Name;
        return new ErrorRecord(new PSArgumentException($"An object of type {type} is no receipt: it has no State."), "RequestInvalid", ErrorCategory.InvalidArgument, item)
        {
            ErrorDetails = new ErrorDetails($"An object of type {type} is no receipt: it has no State. It counts as Unknown.") { RecommendedAction = "Pipe what Send-GCAttachment gave, or what was saved of it." },
        };
    }

    private static GCReceipt Read(PSObject saved) => new()
    {
        Index = (int)Number(saved, nameof(GCReceipt.Index)),
        Path = Text(saved, nameof(GCReceipt.Path)) ?? "",
        Name = Text(saved, nameof(GCReceipt.Name)) ?? "",
        SentName = Text(saved, nameof(GCReceipt.SentName)) ?? "",
        Length = (long)Number(saved, nameof(GCReceipt.Length)),
        ContentType = Text(saved, nameof(GCReceipt.ContentType)) ?? "",
        Sha256 = Text(saved, nameof(GCReceipt.Sha256)),
        Route = Text(saved, nameof(GCReceipt.Route)),
        ConversationId = Text(saved, nameof(GCReceipt.ConversationId)),
        CommunicationId = Text(saved, nameof(GCReceipt.CommunicationId)),
        ChannelId = Text(saved, nameof(GCReceipt.ChannelId)),
        GuestId = Text(saved, nameof(GCReceipt.GuestId)),
        State = Text(saved, nameof(GCReceipt.State)) ?? "",
        AttachmentId = Text(saved, nameof(GCReceipt.AttachmentId)),
        MessageId = Text(saved, nameof(GCReceipt.MessageId)),
        MessageStatus = Text(saved, nameof(GCReceipt.MessageStatus)),
        Created = Time(saved, nameof(GCReceipt.Created)),
        Verified = Flag(saved, nameof(GCReceipt.Verified)),
        Attempts = (int)Number(saved, nameof(GCReceipt.Attempts)),
        Started = Time(saved, nameof(GCReceipt.Started)),
        ElapsedSeconds = Number(saved, nameof(GCReceipt.ElapsedSeconds)),
        WaitSeconds = NumberOrNull(saved, nameof(GCReceipt.WaitSeconds)),
        UploadSeconds = NumberOrNull(saved, nameof(GCReceipt.UploadSeconds)),
        MessageSeconds = NumberOrNull(saved, nameof(GCReceipt.MessageSeconds)),
        ErrorId = Text(saved, nameof(GCReceipt.ErrorId)),
        Message = Text(saved, nameof(GCReceipt.Message)),
        // Where nothing is said, another try is the safe guess: it comes back with a better answer.
        CanRetry = Flag(saved, nameof(GCReceipt.CanRetry)) ?? true,
        RetryAt = Time(saved, nameof(GCReceipt.RetryAt)),
        CorrelationId = Text(saved, nameof(GCReceipt.CorrelationId)),
        Session = Text(saved, nameof(GCReceipt.Session)),
    };

    private static string? Text(PSObject saved, string name) =>
        Convert.ToString(saved.Properties[name]?.Value, CultureInfo.InvariantCulture) is { Length: > 0 } text ? text : null;

    private static double Number(PSObject saved, string name) => NumberOrNull(saved, name) ?? 0;

    private static double? NumberOrNull(PSObject saved, string name) =>
        double.TryParse(Text(saved, name), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) && Math.Abs(number) < int.MaxValue * 1e6 ? number : null;

    private static bool? Flag(PSObject saved, string name) => bool.TryParse(Text(saved, name), out var flag) ? flag : null;

    // Export-Csv writes times in the culture of the shell, and JSON gives them as they are.
    private static DateTime? Time(PSObject saved, string name) => saved.Properties[name]?.Value switch
    {
        DateTime time => time.ToUniversalTime(),
        DateTimeOffset time => time.UtcDateTime,
        string text when DateTime.TryParse(text, CultureInfo.CurrentCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time) => time,
        _ => null,
    };
}
