namespace GenesysAttachments.Engine.Preflight;

/// <summary>What one check found. Its texts never hold a secret.</summary>
/// <param name="Name">One of <see cref="CheckNames"/>.</param>
/// <param name="Subject">What was looked at: a host, a conversation, a route.</param>
/// <param name="State">One of <see cref="CheckStates"/>.</param>
/// <param name="Elapsed">How long it took.</param>
/// <param name="Message">What was found, in sentences.</param>
/// <param name="Advice">What to do about it; empty where there is nothing to do.</param>
/// <param name="Needs">Permissions or scopes that were asked for by it; empty where it takes none.</param>
/// <param name="ErrorId">Id of the error that a send would meet; null where there is none.</param>
/// <param name="StatusCode">HTTP status of a refusal; null where there is none.</param>
/// <param name="CorrelationId">The id that support asks for; null where there is none.</param>
public sealed record ConnectionCheck(
    string Name, string Subject, string State, TimeSpan Elapsed, string Message, string Advice, string Needs, string? ErrorId, int? StatusCode, string? CorrelationId);
