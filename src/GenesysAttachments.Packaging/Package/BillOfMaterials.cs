using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml.Linq;

namespace GenesysAttachments.Packaging.Package;

/// <summary>
/// The list of what is in <c>deps/</c>, with versions and licences, as CycloneDX 1.6. Versions come from the restore's own record,
/// licences from each package's nuspec; it holds no time and no serial number, so that it stays the same for the same files.
/// </summary>
internal static class BillOfMaterials
{
    public const string Name = "sbom.cdx.json";

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static PackageFile Make(string root, ModuleManifest manifest, IReadOnlyList<PackageFile> module)
    {
        using var restore = JsonDocument.Parse(File.ReadAllText(Path.Combine(root, "src", "GenesysAttachments", "obj", "project.assets.json")));
        var libraries = LibrariesByAssembly(restore.RootElement);
        var components = new JsonArray();
        // The copies below, compiled ahead, are the same libraries; their hashes are in the list of all files.
        foreach (var file in module.Where(file => file.Name.StartsWith("deps/", StringComparison.Ordinal) && file.Name.LastIndexOf('/') == 4 && file.Name.EndsWith(".dll", StringComparison.Ordinal)))
        {
            var name = Path.GetFileNameWithoutExtension(file.Name);
            components.Add(libraries.TryGetValue(name, out var library)
                ? Component("library", library.Id, library.Version, $"pkg:nuget/{library.Id}@{library.Version}", LicenceOf(restore.RootElement, library.Id, library.Version), file.Sha256)
                : Component("library", name, manifest.Version, null, "MIT", file.Sha256));
        }

        var table = File.ReadLines(Path.Combine(root, "src", "GenesysAttachments.Engine", "Data", "content-types.tsv")).First().Split(' ', ',');
        components.Add(Component("data", "mime-db", table[2], $"pkg:npm/mime-db@{table[2]}", "MIT", null));
        var document = new JsonObject
        {
            ["bomFormat"] = "CycloneDX",
            ["specVersion"] = "1.6",
            ["version"] = 1,
            ["metadata"] = new JsonObject { ["component"] = Component("library", "GenesysAttachments", manifest.Version, null, "MIT", null) },
            ["components"] = components,
        };
        return PackageFile.OfText(Name, document.ToJsonString(Indented) + "\n");
    }

    private static JsonObject Component(string type, string name, string version, string? address, string licence, string? sha256)
    {
        var component = new JsonObject
        {
            ["type"] = type,
            ["bom-ref"] = address ?? $"{name}@{version}",
            ["name"] = name,
            ["version"] = version,
            ["licenses"] = new JsonArray(licence.Contains(' ', StringComparison.Ordinal)
                ? new JsonObject { ["expression"] = licence }
                : new JsonObject { ["license"] = new JsonObject { ["id"] = licence } }),
        };
        if (address is not null)
        {
            component["purl"] = address;
        }

        if (sha256 is not null)
        {
            component["hashes"] = new JsonArray(new JsonObject { ["alg"] = "SHA-256", ["content"] = sha256 });
        }

        return component;
    }

    private static Dictionary<string, (string Id, string Version)> LibrariesByAssembly(JsonElement restore) =>
        restore.GetProperty("targets").EnumerateObject().First().Value.EnumerateObject()
            .Where(library => library.Value.TryGetProperty("runtime", out _) && library.Value.GetProperty("type").GetString() == "package")
            .SelectMany(library => library.Value.GetProperty("runtime").EnumerateObject()
                .Select(asset => (Assembly: Path.GetFileNameWithoutExtension(asset.Name), Name: library.Name.Split('/'))))
            .ToDictionary(item => item.Assembly, item => (item.Name[0], item.Name[1]), StringComparer.OrdinalIgnoreCase);

    private static string LicenceOf(JsonElement restore, string id, string version)
    {
        foreach (var folder in restore.GetProperty("packageFolders").EnumerateObject())
        {
            var path = Path.Combine(folder.Name, id.ToLowerInvariant(), version, id.ToLowerInvariant() + ".nuspec");
            if (File.Exists(path) && XDocument.Load(path).Descendants().FirstOrDefault(element => element.Name.LocalName == "license" && (string?)element.Attribute("type") == "expression") is { } licence)
            {
                return licence.Value;
            }
        }

        throw new InvalidDataException($"The package {id} {version} does not name its licence.");
    }
}
