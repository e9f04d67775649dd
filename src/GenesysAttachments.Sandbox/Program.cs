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
    using var stop = new CancellationTokenSource();
    Console.CancelKeyPress += (_, pressed) =>
    {
        // In an owned sandbox Ctrl+C is meant for the command in the shell, which is in the same process group.
        pressed.Cancel = true;
        if (!options.Owned)
        {
            stop.Cancel();
        }
    };
    using var terminate = System.Runtime.InteropServices.PosixSignalRegistration.Create(System.Runtime.InteropServices.PosixSignal.SIGTERM, signal =>
    {
        signal.Cancel = true;
        stop.Cancel();
    });

    Console.WriteLine(JsonSerializer.Serialize(server.Identity));
    var ownerGone = options.Owned ? Task.Run(() => Console.OpenStandardInput().ReadByte()) : new TaskCompletionSource<int>().Task;
    await Task.WhenAny(ownerGone, server.WaitForShutdownAsync(stop.Token));
}

return 0;
