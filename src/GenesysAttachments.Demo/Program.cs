using System.Diagnostics;
using System.Reflection;
using GenesysAttachments.Demo;

// With --wait the sandbox stays until Enter is pressed, so that its page can be looked at.
const string wait = "--wait";
var files = args.Where(argument => argument != wait).Select(Path.GetFullPath).ToList();
var root = typeof(SampleFiles).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "RepositoryRoot").Value!;
var start = PowerShellProcess.Prepare(
    ["-File", Path.Combine(AppContext.BaseDirectory, "Demo.ps1"), "-ModuleFolder", Path.Combine(root, "out"), .. args.Contains(wait) ? ["-Wait"] : Array.Empty<string>(), .. files]);

// The terminal sends Ctrl+C to the shell too, which then ends with 0: this process waits for it, tidies up, and tells.
var stopped = false;
Console.CancelKeyPress += (_, pressed) => stopped = pressed.Cancel = true;

var folder = Directory.CreateTempSubdirectory("genesys-attachments-demo-");
try
{
    if (files.Count == 0)
    {
        SampleFiles.Write(Path.Combine(folder.FullName, "files"));
    }

    start.WorkingDirectory = folder.FullName;
    using var shell = Process.Start(start)!;
    await shell.WaitForExitAsync();
    return stopped ? 130 : shell.ExitCode;
}
finally
{
    folder.Delete(recursive: true);
}
