using System.Xml.Linq;

namespace GenesysAttachments.Packaging.Package;

/// <summary>A NuGet package in the form that PowerShell's galleries and <c>Install-PSResource</c> take: nuspec, OPC parts, module at the root.</summary>
internal static class GalleryPackage
{
    private const string Id = "GenesysAttachments";
    private static readonly XNamespace Nuspec = "http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd";
    private static readonly XNamespace Types = "http://schemas.openxmlformats.org/package/2006/content-types";
    private static readonly XNamespace Relations = "http://schemas.openxmlformats.org/package/2006/relationships";
    private static readonly XNamespace Core = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties";
    private static readonly XNamespace Dc = "http://purl.org/dc/elements/1.1/";

    public static byte[] Make(ModuleManifest manifest, IReadOnlyList<PackageFile> module)
    {
        const string Properties = "package/services/metadata/core-properties/properties.psmdcp";
        return Archive.Zip(
        [
            .. module,
            Xml($"{Id}.nuspec", Specification(manifest)),
            Xml("[Content_Types].xml", ContentTypes(module)),
            Xml("_rels/.rels", new XElement(
                Relations + "Relationships",
                Relation("http://schemas.microsoft.com/packaging/2010/07/manifest", $"/{Id}.nuspec", "R1"),
                Relation("http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties", "/" + Properties, "R2"))),
            Xml(Properties, new XElement(
                Core + "coreProperties",
                new XElement(Dc + "creator", manifest.Author),
                new XElement(Dc + "description", manifest.Description),
                new XElement(Dc + "identifier", Id),
                new XElement(Core + "version", manifest.Version))),
        ]);
    }

    private static XElement Specification(ModuleManifest manifest) => new(
        Nuspec + "package",
        new XElement(
            Nuspec + "metadata",
            new XElement(Nuspec + "id", Id),
            new XElement(Nuspec + "version", manifest.Version),
            new XElement(Nuspec + "authors", manifest.Author),
            new XElement(Nuspec + "owners", manifest.Author),
            new XElement(Nuspec + "requireLicenseAcceptance", "false"),
            new XElement(Nuspec + "license", new XAttribute("type", "expression"), "MIT"),
            new XElement(Nuspec + "description", manifest.Description),
            new XElement(Nuspec + "copyright", manifest.Copyright),
            // PSModule is how a gallery knows what the package is; the others are what it can be searched by.
            new XElement(Nuspec + "tags", string.Join(' ', new[] { "PSModule", "PSIncludes_Cmdlet" }.Concat(manifest.Cmdlets.Select(name => $"PSCmdlet_{name} PSCommand_{name}")).Concat(manifest.Tags)))));

    private static XElement ContentTypes(IEnumerable<PackageFile> module) => new(
        Types + "Types",
        new[] { "rels", "nuspec", "psmdcp" }.Concat(module.Select(file => Path.GetExtension(file.Name).TrimStart('.'))).Where(extension => extension.Length > 0)
            .Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.Ordinal)
            .Select(extension => new XElement(Types + "Default", new XAttribute("Extension", extension), new XAttribute("ContentType", extension switch
            {
                "rels" => "application/vnd.openxmlformats-package.relationships+xml",
                "psmdcp" => "application/vnd.openxmlformats-package.core-properties+xml",
                _ => "application/octet",
            }))),
        module.Where(file => Path.GetExtension(file.Name).Length == 0).Select(file =>
            new XElement(Types + "Override", new XAttribute("PartName", "/" + file.Name), new XAttribute("ContentType", "application/octet"))));

    private static XElement Relation(string type, string target, string id) =>
        new(Relations + "Relationship", new XAttribute("Type", type), new XAttribute("Target", target), new XAttribute("Id", id));

    private static PackageFile Xml(string name, XElement root) => PackageFile.OfText(name, $"<?xml version=\"1.0\" encoding=\"utf-8\"?>\n{root}\n");
}
