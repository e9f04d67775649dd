namespace GenesysAttachments.Queue.Database;

/// <summary>Where a queue's database is; nothing secret.</summary>
/// <param name="Host">Host, or several with commas between them, as given.</param>
/// <param name="Port">Port.</param>
/// <param name="Database">Database; empty where the user's own is meant.</param>
public sealed record QueuePlace(string Host, int Port, string Database);
