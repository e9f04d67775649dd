namespace GenesysAttachments.Reports;

/// <summary>The states that a report knows, in the order in which it shows them.</summary>
internal static class States
{
    public const string Fit = "Fit";
    public const string Unfit = "Unfit";
    public const string Sent = "Sent";
    public const string Unknown = "Unknown";
    public const string Failed = "Failed";
    public const string Rejected = "Rejected";
    public const string Cancelled = "Cancelled";
    public const string Skipped = "Skipped";
    public const string Sending = "Sending";
    public const string Queued = "Queued";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [Sent, Fit, Unknown, Failed, Rejected, Unfit, Cancelled, Skipped, Sending, Queued];

    /// <summary>The known state; <see cref="Unknown"/> for a word that is none, so that nothing passes for sent.</summary>
    public static string Of(string state) => All.FirstOrDefault(known => known.Equals(state, StringComparison.OrdinalIgnoreCase)) ?? Unknown;

    /// <summary>What it means, after a number of files.</summary>
    public static string Meaning(string state, bool isOne) => state switch
    {
        Fit => isOne ? "is fit to be sent" : "are fit to be sent",
        Unfit => "would be refused",
        Sent => isOne ? "was sent" : "were sent",
        Unknown => "may have been sent: nobody knows",
        Failed => "failed",
        Rejected => isOne ? "was refused before it left" : "were refused before they left",
        Cancelled => isOne ? "was cancelled" : "were cancelled",
        Skipped => isOne ? "was left out on purpose" : "were left out on purpose",
        Sending => isOne ? "is being sent" : "are being sent",
        _ => isOne ? "is queued" : "are queued",
    };
}
