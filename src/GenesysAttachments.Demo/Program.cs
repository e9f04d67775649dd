using System.Diagnostics;
using System.Reflection;
using GenesysAttachments.Demo;

var root = typeof(SampleFiles).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "RepositoryRoot").Value!;
var start = PowerShellProcess.Prepare(
    ["-File", Path.Combine(AppContext.BaseDirectory, "Demo.ps1"), "-ModuleFolder", Path.Combine(root, "out"), .. args.Select(Path.GetFullPath)]);

// The terminal sends Ctrl+C to the shell too, which then ends with 0: this process waits for it, tidies up, and tells.
var stopped = false;
Console.CancelKeyPress += (_, pressed) => stopped = pressed.Cancel = true;

var folder = Directory.CreateTempSubdirectory("genesys-attachments-demo-");
try
{
    if (args.Length == 0)
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
