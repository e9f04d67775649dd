namespace GenesysAttachments.Packaging.Package;

/// <summary>Makes the packages of the staged module: one for galleries, one to unzip, and the hashes of both.</summary>
internal static class ModulePackage
{
    /// <summary>Name of the hash list in each package, in the form <c>sha256sum -c</c> reads.</summary>
    public const string Hashes = "SHA256SUMS";

    /// <summary>Writes the packages.</summary>
    /// <param name="root">The repository; the module is staged at <c>out/GenesysAttachments</c>.</param>
    /// <param name="target">Folder to write to.</param>
    /// <returns>The files written.</returns>
    public static IReadOnlyList<string> Write(string root, string target)
    {
        var stage = Path.Combine(root, "out", "GenesysAttachments");
        var manifest = ModuleManifest.Read(Path.Combine(stage, "GenesysAttachments.psd1"));
        List<PackageFile> module =
        [
            .. Directory.EnumerateFiles(stage, "*", SearchOption.AllDirectories)
                .Select(path => new PackageFile(Path.GetRelativePath(stage, path).Replace('\\', '/'), File.ReadAllBytes(path)))
                .OrderBy(file => file.Name, StringComparer.Ordinal),
        ];
        module.Add(BillOfMaterials.Make(root, manifest, module));
        module.Add(HashList(Hashes, module));

        // A module unzipped into a folder of the module path is found by name and version.
        var zip = new PackageFile($"GenesysAttachments-{manifest.Version}.zip", Archive.Zip(module.Select(file => file with { Name = $"GenesysAttachments/{manifest.Version}/{file.Name}" })));
        var gallery = new PackageFile($"GenesysAttachments.{manifest.Version}.nupkg", GalleryPackage.Make(manifest, module));
        PackageFile[] files = [zip, gallery, HashList($"GenesysAttachments-{manifest.Version}.sha256", [zip, gallery])];
        Directory.CreateDirectory(target);
        foreach (var file in files)
        {
            File.WriteAllBytes(Path.Combine(target, file.Name), file.Content);
        }

        return [.. files.Select(file => Path.Combine(target, file.Name))];
    }

    private static PackageFile HashList(string name, IEnumerable<PackageFile> files) =>
        PackageFile.OfText(name, string.Concat(files.Select(file => $"{file.Sha256}  {file.Name}\n")));
}
