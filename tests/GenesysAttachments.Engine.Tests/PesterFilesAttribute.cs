using System.Diagnostics;
using System.Reflection;
using Xunit.Sdk;

namespace GenesysAttachments.Engine.Tests;

/// <summary>One row per Pester file; skipped, each with the reason, where there is no PowerShell 7.6 with Pester 5.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PesterFilesAttribute : DataAttribute
{
    private static readonly Lazy<string?> Missing = new(Probe);

    public PesterFilesAttribute() => Skip = Missing.Value;

    public override IEnumerable<object[]> GetData(MethodInfo testMethod) =>
        new[] { "tests/Pester", "docs/examples" }
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*.Tests.ps1"))
            .Order(StringComparer.Ordinal)
            .Select(file => new object[] { Path.GetRelativePath(Repository.Root, file).Replace('\\', '/') });

    private static string? Probe()
    {
        var start = new ProcessStartInfo("pwsh") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in new[] { "-NoProfile", "-NonInteractive", "-Command", "\"$($PSVersionTable.PSVersion) $(@(Get-Module Pester -ListAvailable | Where-Object { $_.Version.Major -eq 5 }).Count)\"" })
        {
            start.ArgumentList.Add(argument);
        }

        try
        {
            using var process = Process.Start(start)!;
            var words = process.StandardOutput.ReadToEnd().Trim().Split(' ');
            process.WaitForExit();
            return words.Length != 2 || !Version.TryParse(words[0].Split('-')[0], out var version) ? "pwsh on the PATH does not answer"
                : version < new Version(7, 6) ? $"pwsh on the PATH is {words[0]}; the module needs 7.6"
                : words[1] == "0" ? "there is no Pester 5 for the pwsh on the PATH"
                : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return "there is no pwsh on the PATH";
        }
    }
}
