using System.ComponentModel;
using System.Diagnostics;
using System.Reflection;
using System.Runtime.InteropServices;

namespace GenesysAttachments.Demo;

/// <summary>Starts a real PowerShell: the one on the PATH where it is new enough for the module, else the one of the PowerShell package.</summary>
internal static class PowerShellProcess
{
    private static readonly Version Least = new(7, 6);
    private static readonly Lazy<bool> IsOnPath = new(AskPath);

    /// <summary>What to start, for a shell without profile and without questions; the caller redirects as it likes.</summary>
    /// <param name="arguments">What comes after the switches, such as <c>-File</c> and a script.</param>
    public static ProcessStartInfo Prepare(params IEnumerable<string> arguments)
    {
        var start = IsOnPath.Value ? new ProcessStartInfo("pwsh") : OfPackage();
        foreach (var argument in new[] { "-NoProfile", "-NonInteractive" }.Concat(arguments))
        {
            start.ArgumentList.Add(argument);
        }

        return start;
    }

    // The package has the shell for the 'dotnet' that runs us; shells inside it look for that by DOTNET_ROOT.
    private static ProcessStartInfo OfPackage()
    {
        var dotnet = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "../../.."));
        var package = typeof(PowerShellProcess).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "PowerShellPackage").Value!;
        var shell = Path.Combine(package, "tools/net10.0/any", OperatingSystem.IsWindows() ? "win" : "unix", "pwsh.dll");
        var start = new ProcessStartInfo(Path.Combine(dotnet, OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet"));
        start.ArgumentList.Add(Path.GetFullPath(shell));
        start.Environment["DOTNET_ROOT"] = dotnet;
        return start;
    }

    private static bool AskPath()
    {
        var start = new ProcessStartInfo("pwsh") { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in new[] { "-NoProfile", "-NonInteractive", "-Command", "[string] $PSVersionTable.PSVersion" })
        {
            start.ArgumentList.Add(argument);
        }

        try
        {
            using var process = Process.Start(start)!;
            var answer = process.StandardOutput.ReadToEnd().Trim();
            process.WaitForExit();
            return Version.TryParse(answer.Split('-')[0], out var version) && version >= Least;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}
