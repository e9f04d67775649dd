using System.Globalization;
using System.Management.Automation;
using System.Net;
using GenesysAttachments.Engine.Sandboxes;
using GenesysAttachments.Parameters;
using GenesysAttachments.Shell;
using GenesysAttachments.State;

namespace GenesysAttachments.Commands;

/// <summary>Starts a local stand-in for Genesys Cloud, on loopback alone; it ends with this shell.</summary>
[Cmdlet(VerbsLifecycle.Start, "GCSandbox")]
[OutputType(typeof(GCSandbox))]
public sealed class StartGCSandboxCommand : WaitingCmdlet
{
    // What Write-Host marks its lines with: they are shown whatever the preference, and can be redirected.
    private const string HostTag = "PSHOST";

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

    /// <summary>Seconds a signed URL lives, to put a file or to get one.</summary>
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

    /// <summary>Opens the sandbox's page in a browser, and says where it is.</summary>
    [Parameter]
    public SwitchParameter Show { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var folder = System.IO.Path.GetDirectoryName(typeof(StartGCSandboxCommand).Assembly.Location)!;
        var assembly = System.IO.Path.Combine(folder, "sandbox", "GenesysAttachments.Sandbox.dll");
        var process = WaitFor((_, token) => SandboxProcess.StartAsync(assembly, Arguments(), token), null, terminating: true)!;
        var ready = process.Ready;
        var secret = new NetworkCredential(ready.ClientId, ready.ClientSecret).SecurePassword;
        var sandbox = new GCSandbox(process, new PSCredential(ready.ClientId, secret));
        SandboxTable.Add(sandbox);
        WriteObject(sandbox);
        if (Show)
        {
            ShowPage(new Uri(sandbox.Url));
        }
    }

    private void ShowPage(Uri page)
    {
        var words = Browser.TryOpen(page) ? $"The sandbox's page is at {page}" : $"No browser could be started here. The sandbox's page is at {page}";
        WriteInformation(new HostInformationMessage { Message = words }, [HostTag]);
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
