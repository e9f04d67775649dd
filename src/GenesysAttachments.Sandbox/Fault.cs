using System.Text.RegularExpressions;

namespace GenesysAttachments.Sandbox;

/// <summary>A scripted failure.</summary>
public sealed record Fault
{
    private static readonly string[] LaterStatuses = ["sent", "failed", "delivery-success", "delivery-failed", "read", "removed", "published"];

    /// <summary>HTTP method it is for; null for any.</summary>
    public string? Method { get; init; }

    /// <summary>Glob over the path as on the wire, without the query; <c>*</c> spans slashes. Null for any.</summary>
    public string? Path { get; init; }

    /// <summary>How often it strikes; -1 until cleared.</summary>
    public int Times { get; init; } = 1;

    /// <summary>Strikes only each so-many-th time it matches: 20 makes it one in twenty. Null for each time.</summary>
    public int? Every { get; init; }

    /// <summary>Answers with this status after reading the request.</summary>
    public int? Status { get; init; }

    /// <summary>Headers of that answer, or of the real one where no status is given.</summary>
    public Dictionary<string, string>? Headers { get; init; }

    /// <summary>Body of that answer; by default an error body of the service's own kind.</summary>
    public string? Body { get; init; }

    /// <summary>Milliseconds to wait first.</summary>
    public int? DelayMs { get; init; }

    /// <summary>Breaks the connection after reading this many bytes of the body.</summary>
    public long? ResetAfterBytes { get; init; }

    /// <summary>Breaks the connection after this many bytes of the answer's body; with <see cref="Stall"/> it goes silent there instead.</summary>
    public long? CutAfterBytes { get; init; }

    /// <summary>Does what was asked, then breaks the connection instead of answering; with <see cref="Status"/> it answers with that instead.</summary>
    public bool AcceptThenDrop { get; init; }

    /// <summary>Reads nothing and answers nothing until the caller goes away; of a frame, it is never answered or never sent.</summary>
    public bool Stall { get; init; }

    /// <summary>
    /// Makes it a failure of the guest socket: the action of a guest's frame (<c>onMessage</c>) or the class of the service's own
    /// (<c>UploadSuccessEvent</c>). With <see cref="Body"/> that text goes instead; it may hold <c>{tracingId}</c> and <c>{attachmentId}</c>.
    /// </summary>
    public string? FrameClass { get; init; }

    /// <summary>Breaks the guest's socket at that frame.</summary>
    public bool DropSocket { get; init; }

    /// <summary>
    /// Of a message on an agent's leg: it is taken as <c>queued</c>, and tells this status whenever it is read later, with the receipt that
    /// belongs to it. <c>sent</c>, <c>failed</c>, <c>delivery-success</c>, <c>delivery-failed</c>, <c>read</c>, <c>removed</c> or <c>published</c>.
    /// </summary>
    public string? ThenStatus { get; init; }

    /// <summary>Code of the receipt's reason (<c>MediaTypeNotAllowed</c>, or any other) where <see cref="ThenStatus"/> is a failure; null for words alone.</summary>
    public string? Reason { get; init; }

    /// <summary>Why nobody can mean it; null when it makes sense.</summary>
    internal string? Problem =>
        Times is 0 or < -1 ? "times is how often the fault strikes, or -1 until cleared."
        : Every < 1 ? "every is 1 or more."
        : AcceptThenDrop && (Stall || ResetAfterBytes is not null) ? "acceptThenDrop is for a request that is taken in."
        : CutAfterBytes < 0 ? "cutAfterBytes is 0 or more."
        : CutAfterBytes is not null && (FrameClass is not null || ResetAfterBytes is not null || AcceptThenDrop) ? "cutAfterBytes is for an answer that begins."
        : ThenStatus is not null && !LaterStatuses.Contains(ThenStatus) ? $"thenStatus is one of {string.Join(", ", LaterStatuses)}."
        : ThenStatus is not null && (Status is not null || Stall || FrameClass is not null || ResetAfterBytes is not null) ? "thenStatus is for a message that is taken."
        : Reason is not null && ThenStatus is not ("failed" or "delivery-failed") ? "reason belongs to a thenStatus that is a failure."
        : null;

    internal bool Matches(string method, string path) =>
        FrameClass is null && (Method is null || Method.Equals(method, StringComparison.OrdinalIgnoreCase))
        && (Path is null || Regex.IsMatch(path, "^" + Regex.Escape(Path).Replace("\\*", ".*", StringComparison.Ordinal).Replace("\\?", ".", StringComparison.Ordinal) + "$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant));
}
