using System.Globalization;
using System.Management.Automation;
using System.Net;
using GenesysAttachments.Binding;
using GenesysAttachments.Engine.Sessions;
using GenesysAttachments.Loading;

namespace GenesysAttachments.Commands;

/// <summary>Starts a local stand-in for Genesys Cloud, on loopback alone; it ends with this shell.</summary>
[Cmdlet(VerbsLifecycle.Start, "GCSandbox")]
[OutputType(typeof(GCSandbox))]
public sealed class StartGCSandboxCommand : WaitingCmdlet
{
    /// <summary>Port; 0 takes a free one.</summary>
    [Parameter]
    [ValidateRange(0, 65535)]
    [ArgumentCompleter(typeof(NoValues))]
    public int Port { get; set; }

    /// <summary>Milliseconds before each answer.</summary>
    [Parameter]
    [ValidateRange(0, 600_000)]
    [ArgumentCompleter(typeof(NoValues))]
    public int LatencyMilliseconds { get; set; }

    /// <summary>Seconds an upload URL lives.</summary>
    [Parameter]
    [ValidateRange(1, 604_800)]
    [ArgumentCompleter(typeof(NoValues))]
    public int PresignLifetimeSeconds { get; set; } = 600;

    /// <summary>Keeps no quotas.</summary>
    [Parameter]
    public SwitchParameter NoQuota { get; set; }

    /// <summary>JSON file with the org's attachment rules.</summary>
    [Parameter]
    public string? PolicyPath { get; set; }

    /// <summary>Folder that uploaded files are written to.</summary>
    [Parameter]
    public string? StorePath { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var folder = System.IO.Path.GetDirectoryName(typeof(StartGCSandboxCommand).Assembly.Location)!;
        var assembly = System.IO.Path.Combine(folder, "sandbox", "GenesysAttachments.Sandbox.dll");
        var process = WaitFor(token => SandboxProcess.StartAsync(assembly, Arguments(), token), null, terminating: true)!;
        var ready = process.Ready;
        var secret = new NetworkCredential(ready.ClientId, ready.ClientSecret).SecurePassword;
        var sandbox = new GCSandbox(process, new PSCredential(ready.ClientId, secret));
        SandboxTable.Add(sandbox);
        WriteObject(sandbox);
    }

    private List<string> Arguments()
    {
        List<string> arguments = ["--port", Text(Port), "--latency", Text(LatencyMilliseconds), "--presign-lifetime", Text(PresignLifetimeSeconds), "--quota", NoQuota ? "off" : "on"];
        AddPath("--policy", PolicyPath);
        AddPath("--store", StorePath);
        return arguments;

        static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

        void AddPath(string option, string? path)
        {
            if (!string.IsNullOrEmpty(path))
            {
                arguments.AddRange([option, GetUnresolvedProviderPathFromPSPath(path)]);
            }
        }
    }
}
