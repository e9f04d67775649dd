using System.Diagnostics;
using System.Text;
using System.Text.Json;
using GenesysAttachments.Engine.Display;
using GenesysAttachments.Engine.Errors;

namespace GenesysAttachments.Engine.Sandboxes;

/// <summary>A sandbox in a child process that ends with this one: it watches its standard input.</summary>
public sealed class SandboxProcess : IDisposable
{
    private const string Runtime = "Microsoft.AspNetCore.App";
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(30);

    // Kept for its own sake: a collected Process loses the pipe that keeps the child alive.
    private readonly Process _process;
    private volatile bool _hasEnded;

    private SandboxProcess(Process process, SandboxReady ready) => (_process, Ready) = (process, ready);

    /// <summary>What to connect with.</summary>
    public SandboxReady Ready { get; }

    /// <summary>Starts a sandbox and waits for its ready line.</summary>
    /// <param name="assemblyPath">Path of the sandbox's assembly.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="cancellationToken">Ends the wait, and the child.</param>
    /// <exception cref="GCException"><see cref="ErrorIds.SandboxRuntimeMissing"/>, or <see cref="ErrorIds.RequestInvalid"/> with what the sandbox said.</exception>
    public static async Task<SandboxProcess> StartAsync(string assemblyPath, IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(FindHost(HostFolders()))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            CreateNoWindow = true,
            WorkingDirectory = Path.GetDirectoryName(assemblyPath)!,
        };
        SandboxEnvironment.Reduce(start.Environment);
        foreach (var argument in arguments.Prepend("--owned").Prepend(assemblyPath))
        {
            start.ArgumentList.Add(argument);
        }

        var process = Process.Start(start) ?? throw new GCException(ErrorIds.SandboxRuntimeMissing, $"'{start.FileName}' did not start.");
        var said = new StringBuilder();
        process.ErrorDataReceived += (_, line) =>
        {
            lock (said)
            {
                said.AppendLine(line.Data);
            }
        };
        process.BeginErrorReadLine();
        try
        {
            using var limit = new CancellationTokenSource(StartLimit);
            using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
            var line = await process.StandardOutput.ReadLineAsync(both.Token).ConfigureAwait(false);
            if (line is not null)
            {
                return new SandboxProcess(process, JsonSerializer.Deserialize(line, SandboxJson.Default.SandboxReady)!);
            }

            await process.WaitForExitAsync(both.Token).ConfigureAwait(false);
            lock (said)
            {
                var words = Redaction.Text(said.ToString());
                throw new GCException(ErrorIds.RequestInvalid, words.StartsWith("The sandbox", StringComparison.Ordinal) ? words : $"The sandbox did not start. {words}") { Advice = "Correct the parameter the message names, or choose another -Port." };
            }
        }
        catch (Exception e) when (e is OperationCanceledException or JsonException)
        {
            Kill(process);
            cancellationToken.ThrowIfCancellationRequested();
            throw new GCException(ErrorIds.Timeout, "The sandbox gave no sign of being ready.", e);
        }
        catch
        {
            Kill(process);
            throw;
        }
    }

    /// <summary>Whether it was ended, or ended by itself.</summary>
    public bool HasEnded => _hasEnded || _process.HasExited;

    /// <summary>Ends the sandbox.</summary>
    public void Dispose()
    {
        if (!_hasEnded)
        {
            _hasEnded = true;
            Kill(_process);
        }
    }

    private static void Kill(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It has ended already.
        }

        process.Dispose();
    }

    private static IEnumerable<string?> HostFolders() => new[] { Environment.GetEnvironmentVariable("DOTNET_ROOT") }
        .Concat((Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator))
        .Append(Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.ProgramFiles), "dotnet"))
        .Concat(["/usr/share/dotnet", "/usr/lib/dotnet", "/usr/local/share/dotnet"])
        .Append(Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".dotnet"));

    /// <summary>The <c>dotnet</c> host of an installation that has the ASP.NET Core runtime; the shell may bring a .NET of its own.</summary>
    /// <param name="folders">Where it may be.</param>
    /// <exception cref="GCException"><see cref="ErrorIds.SandboxRuntimeMissing"/>: in none of them.</exception>
    internal static string FindHost(IEnumerable<string?> folders)
    {
        var name = OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet";
        foreach (var folder in folders.Where(folder => !string.IsNullOrEmpty(folder)))
        {
            var host = new FileInfo(Path.Combine(folder!, name));
            if (host.Exists && Directory.Exists(RuntimesOf(host)) && Directory.EnumerateDirectories(RuntimesOf(host), $"{Environment.Version.Major}.*").Any())
            {
                return host.FullName;
            }
        }

        throw new GCException(ErrorIds.SandboxRuntimeMissing, $"No {Runtime} {Environment.Version.Major} runtime was found.");
    }

    private static string RuntimesOf(FileInfo host) =>
        Path.Combine(Path.GetDirectoryName((host.ResolveLinkTarget(returnFinalTarget: true) ?? host).FullName)!, "shared", Runtime);
}
