namespace GenesysAttachments.Queue.Lanes;

/// <summary>One worker, as the queue knows it: a process, and a new one each time it starts.</summary>
/// <param name="Host">Name of its machine.</param>
/// <param name="ProcessId">Its process.</param>
/// <param name="Version">Its program's version.</param>
/// <param name="Clients">Whom it is signed in as.</param>
public sealed record Worker(string Host, int ProcessId, string Version, IReadOnlyList<string> Clients)
{
    /// <summary>Its name, never used again. A restored database may hand out a fence twice, but not to the same worker.</summary>
    public Guid Id { get; init; } = Guid.NewGuid();

    /// <summary>This process.</summary>
    /// <param name="clients">Whom it is signed in as.</param>
    public static Worker Here(IReadOnlyList<string> clients) =>
        new(Environment.MachineName, Environment.ProcessId, typeof(Worker).Assembly.GetName().Version?.ToString(3) ?? "0", clients);
}
