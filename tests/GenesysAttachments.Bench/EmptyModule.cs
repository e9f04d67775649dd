using System.Text.RegularExpressions;

namespace GenesysAttachments.Bench;

/// <summary>A binary module with one cmdlet that does nothing and a formats file without views; its manifest is otherwise ours.</summary>
internal static partial class EmptyModule
{
    private const string Formats = """<?xml version="1.0" encoding="utf-8"?><Configuration><ViewDefinitions /></Configuration>""";

    /// <summary>Makes one, and gives the path of its manifest.</summary>
    public static async Task<string> WriteAsync(string folder)
    {
        await Shell.RunAsync("New-EmptyModule.ps1", Path.Combine(folder, "Empty.dll"));
        await File.WriteAllTextAsync(Path.Combine(folder, "Empty.Format.ps1xml"), Formats);

        var ours = await File.ReadAllTextAsync(Shell.Module);
        var manifest = Path.Combine(folder, "Empty.psd1");
        await File.WriteAllTextAsync(manifest, Commands().Replace(ours.Replace("'GenesysAttachments.", "'Empty.", StringComparison.Ordinal), "CmdletsToExport = @('Get-Nothing')"));
        return manifest;
    }

    [GeneratedRegex(@"CmdletsToExport\s*=\s*@\([^)]*\)")]
    private static partial Regex Commands();
}
