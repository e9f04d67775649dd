namespace GenesysAttachments.Queue.Reading;

/// <summary>A worker that was seen.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Host">Its machine.</param>
/// <param name="ProcessId">Its process.</param>
/// <param name="Version">Its program's version.</param>
/// <param name="Clients">Whom it is signed in as.</param>
/// <param name="Started">When it was seen first.</param>
/// <param name="Seen">When it was seen last.</param>
/// <param name="Sent">Files it sent.</param>
/// <param name="Failed">Files that failed with it.</param>
/// <param name="Lanes">Lanes it has now.</param>
public sealed record WorkerFacts(
    Guid Id, string Host, int ProcessId, string Version, IReadOnlyList<string> Clients, DateTimeOffset Started, DateTimeOffset Seen, long Sent, long Failed, long Lanes);
