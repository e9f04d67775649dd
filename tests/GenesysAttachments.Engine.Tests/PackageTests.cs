using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using System.Xml.Linq;
using GenesysAttachments.Packaging.Package;

namespace GenesysAttachments.Engine.Tests;

/// <summary>The packages of the staged module.</summary>
public sealed class PackageTests : IDisposable
{
    private const long MostBytes = 3_000_000;

    private readonly string _folder = Directory.CreateTempSubdirectory("gca-").FullName;

    [Fact]
    public void The_same_module_gives_the_same_bytes()
    {
        var first = Pack("first");
        var second = Pack("second");

        Assert.Equal(["GenesysAttachments-0.2.0.zip", "GenesysAttachments.0.2.0.nupkg", "GenesysAttachments-0.2.0.sha256"], first.Select(Path.GetFileName));
        Assert.All(first.Zip(second), pair => Assert.Equal(File.ReadAllBytes(pair.First), File.ReadAllBytes(pair.Second)));
        Assert.All(first, path => Assert.InRange(new FileInfo(path).Length, 1, MostBytes));
    }

    [Fact]
    public void Both_packages_hold_the_staged_module_and_what_vouches_for_it()
    {
        var staged = Directory.EnumerateFiles(Repository.Module, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(Repository.Module, path).Replace('\\', '/'));
        var module = staged.Concat(["SHA256SUMS", "sbom.cdx.json"]).Order(StringComparer.Ordinal).ToList();
        var packages = Pack("both");

        using var zip = ZipFile.OpenRead(packages[0]);
        using var gallery = ZipFile.OpenRead(packages[1]);

        Assert.Equal(module.Select(name => "GenesysAttachments/0.2.0/" + name), zip.Entries.Select(entry => entry.FullName).Order(StringComparer.Ordinal));
        string[] parts = ["GenesysAttachments.nuspec", "[Content_Types].xml", "_rels/.rels", "package/services/metadata/core-properties/properties.psmdcp"];
        Assert.Equal(module.Concat(parts).Order(StringComparer.Ordinal), gallery.Entries.Select(entry => entry.FullName).Order(StringComparer.Ordinal));
        Assert.Equal(36, module.Count);
    }

    [Fact]
    public void Every_hash_is_right()
    {
        var packages = Pack("hashes");
        using var zip = ZipFile.OpenRead(packages[0]);
        var lines = Text(zip, "GenesysAttachments/0.2.0/SHA256SUMS").TrimEnd().Split('\n').Select(line => line.Split("  ", 2)).ToList();

        Assert.Equal(zip.Entries.Count - 1, lines.Count);
        foreach (var line in lines)
        {
            using var stream = zip.GetEntry("GenesysAttachments/0.2.0/" + line[1])!.Open();
            Assert.Equal(line[0], Convert.ToHexStringLower(SHA256.HashData(stream)));
        }

        Assert.All(File.ReadAllLines(packages[2]).Select(line => line.Split("  ", 2)), line =>
            Assert.Equal(line[0], Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.Combine(Path.GetDirectoryName(packages[2])!, line[1]))))));
    }

    [Fact]
    public void The_bill_of_materials_names_each_assembly_with_version_and_licence()
    {
        using var zip = ZipFile.OpenRead(Pack("sbom")[0]);
        using var document = JsonDocument.Parse(Text(zip, "GenesysAttachments/0.2.0/sbom.cdx.json"));
        var components = document.RootElement.GetProperty("components").EnumerateArray().ToDictionary(item => item.GetProperty("name").GetString()!);

        var assemblies = Directory.EnumerateFiles(Path.Combine(Repository.Module, "deps"), "*.dll").Select(Path.GetFileNameWithoutExtension);
        Assert.Equal(assemblies.Append("mime-db").Order(StringComparer.Ordinal), components.Keys.Order(StringComparer.Ordinal));
        Assert.Equal("BSD-3-Clause", components["Polly.Core"].GetProperty("licenses")[0].GetProperty("license").GetProperty("id").GetString());
        Assert.Equal("pkg:nuget/Polly.Core@8.9.1", components["Polly.Core"].GetProperty("purl").GetString());
        Assert.Equal("PostgreSQL", components["Npgsql"].GetProperty("licenses")[0].GetProperty("license").GetProperty("id").GetString());
        Assert.Equal("MIT", components["Microsoft.Extensions.Http"].GetProperty("licenses")[0].GetProperty("license").GetProperty("id").GetString());
        Assert.Matches(@"^\d+\.\d+\.\d+$", components["mime-db"].GetProperty("version").GetString()!);
    }

    [Fact]
    public void A_gallery_can_read_what_the_package_is()
    {
        using var gallery = ZipFile.OpenRead(Pack("gallery")[1]);
        var metadata = XDocument.Parse(Text(gallery, "GenesysAttachments.nuspec")).Root!.Elements().Single();
        string Value(string name) => metadata.Elements().Single(element => element.Name.LocalName == name).Value;

        Assert.Equal(("GenesysAttachments", "0.2.0", "MIT"), (Value("id"), Value("version"), Value("license")));
        var tags = Value("tags").Split(' ');
        Assert.Contains("PSModule", tags);
        Assert.Contains("PSCmdlet_Send-GCAttachment", tags);
        Assert.Contains("PSEdition_Core", tags);
        var target = XDocument.Parse(Text(gallery, "_rels/.rels")).Root!.Elements().Select(relation => relation.Attribute("Target")!.Value.TrimStart('/'));
        Assert.All(target, part => Assert.NotNull(gallery.GetEntry(part)));
        var types = XDocument.Parse(Text(gallery, "[Content_Types].xml")).Root!.Elements().Select(type => (string?)type.Attribute("Extension") ?? type.Attribute("PartName")!.Value).ToHashSet();
        Assert.All(gallery.Entries.Where(entry => entry.FullName != "[Content_Types].xml"), entry => Assert.Contains(Path.GetExtension(entry.Name) is { Length: > 1 } extension ? extension[1..] : "/" + entry.FullName, types));
    }

    private IReadOnlyList<string> Pack(string name) => ModulePackage.Write(Repository.Root, Path.Combine(_folder, name));

    private static string Text(ZipArchive zip, string name)
    {
        using var reader = new StreamReader(zip.GetEntry(name)!.Open());
        return reader.ReadToEnd();
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
