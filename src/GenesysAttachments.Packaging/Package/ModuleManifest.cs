using System.Text.RegularExpressions;

namespace GenesysAttachments.Packaging.Package;

/// <summary>What the packages need to know of the module's manifest.</summary>
/// <param name="Version">Version.</param>
/// <param name="Author">Author.</param>
/// <param name="Copyright">Copyright.</param>
/// <param name="Description">Description.</param>
/// <param name="Tags">Tags.</param>
/// <param name="Cmdlets">Exported cmdlets.</param>
internal sealed partial record ModuleManifest(
    string Version, string Author, string Copyright, string Description, IReadOnlyList<string> Tags, IReadOnlyList<string> Cmdlets)
{
    /// <summary>Reads the manifest as text: it is a data file whose form the tests keep.</summary>
    public static ModuleManifest Read(string path)
    {
        var text = File.ReadAllText(path);
        return new ModuleManifest(One("ModuleVersion"), One("Author"), One("Copyright"), One("Description"), Many("Tags"), Many("CmdletsToExport"));

        string One(string key) => Regex.Match(text, $@"^\s*{key}\s*=\s*'([^']*)'", RegexOptions.Multiline) is { Success: true } found
            ? found.Groups[1].Value
            : throw new InvalidDataException($"The manifest has no {key}.");

        IReadOnlyList<string> Many(string key) =>
            [.. Quoted().Matches(Regex.Match(text, $@"^\s*{key}\s*=\s*@\(([^)]*)\)", RegexOptions.Multiline).Groups[1].Value).Select(match => match.Groups[1].Value)];
    }

    [GeneratedRegex("'([^']*)'")]
    private static partial Regex Quoted();
}
