using GenesysAttachments.Engine.Preflight;

namespace GenesysAttachments;

/// <summary>What one check of <c>Test-GCConnection</c> found. Flat, and without secrets: it may be shown to others.</summary>
public sealed class GCConnectionCheck
{
    internal GCConnectionCheck(ConnectionCheck check) =>
        (Name, Subject, State, Seconds, Message, Advice, Needs, ErrorId, StatusCode, CorrelationId) =
        (check.Name, check.Subject, check.State, Math.Round(check.Elapsed.TotalSeconds, 3), check.Message, check.Advice, check.Needs, check.ErrorId, check.StatusCode, check.CorrelationId);

    /// <summary>
    /// <c>NameResolution</c>, <c>Connection</c>, <c>Clock</c>, <c>SignIn</c>, <c>Scopes</c>, <c>Deployment</c>, <c>Conversation</c>, <c>Policy</c>,
    /// <c>UploadUrl</c>, <c>UploadStatus</c>, <c>UploadList</c>, <c>Storage</c>, <c>Message</c> or <c>Quota</c>.
    /// </summary>
    public string Name { get; }

    /// <summary>What was looked at: a host, a conversation, a route.</summary>
    public string Subject { get; }

    /// <summary><c>Passed</c>, <c>Warning</c>, <c>Failed</c> or <c>NotChecked</c>.</summary>
    public string State { get; }

    /// <summary>How long it took, in seconds.</summary>
    public double Seconds { get; }

    /// <summary>What was found, in sentences.</summary>
    public string Message { get; }

    /// <summary>What to do about it; empty where there is nothing to do.</summary>
    public string Advice { get; }

    /// <summary>Permissions or scopes that were asked for by it; empty where it takes none.</summary>
    public string Needs { get; }

    /// <summary>Id of the error that a send would meet; null where there is none.</summary>
    public string? ErrorId { get; }

    /// <summary>HTTP status of a refusal; null where there is none.</summary>
    public int? StatusCode { get; }

    /// <summary>The id that support asks for; null where there is none.</summary>
    public string? CorrelationId { get; }

    /// <summary>One line: state, name and message.</summary>
    public override string ToString() => $"{State}: {Name}. {Message}";
}
