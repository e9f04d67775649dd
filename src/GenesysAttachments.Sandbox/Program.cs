using System.Runtime.InteropServices;
using System.Text.Json;
using GenesysAttachments.Sandbox;

SandboxOptions options;
try
{
    options = SandboxOptions.Parse(args);
}
catch (FormatException e)
{
    await Console.Error.WriteLineAsync(e.Message);
    return 2;
}

// Before anything else: a Ctrl+C while it starts is no more meant for an owned sandbox than a later one.
using var stop = new CancellationTokenSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => End(signal, unlessOwned: true));
using var quit = PosixSignalRegistration.Create(PosixSignal.SIGQUIT, signal => End(signal, unlessOwned: true));
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal => End(signal, unlessOwned: false));

SandboxServer server;
try
{
    server = await SandboxServer.StartAsync(options);
}
catch (Exception e) when (e is IOException or FormatException or UnauthorizedAccessException)
{
    await Console.Error.WriteLineAsync($"The sandbox cannot start: {e.Message}");
    return 1;
}

await using (server)
{
    Console.WriteLine(JsonSerializer.Serialize(server.Identity));
    var ownerGone = options.Owned ? Task.Run(() => Console.OpenStandardInput().ReadByte()) : new TaskCompletionSource<int>().Task;
    await Task.WhenAny(ownerGone, server.WaitForShutdownAsync(stop.Token));
}

return 0;

void End(PosixSignalContext signal, bool unlessOwned)
{
    signal.Cancel = true;
    if (!(unlessOwned && options.Owned))
    {
        stop.Cancel();
    }
}
