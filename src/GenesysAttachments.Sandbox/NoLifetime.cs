namespace GenesysAttachments.Sandbox;

/// <summary>
/// Leaves the process's signals to the program: the host's own lifetime would end the sandbox at a Ctrl+C that was meant for a command in
/// the shell that started it, since both are in one process group.
/// </summary>
internal sealed class NoLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
