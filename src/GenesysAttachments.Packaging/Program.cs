using System.Reflection;
using GenesysAttachments.Packaging.Help;
using GenesysAttachments.Packaging.Package;

var root = Assembly.GetExecutingAssembly().GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "RepositoryRoot").Value!;
switch (args)
{
    case ["docs"]:
        var written = new HelpBuild(root).Write();
        Console.WriteLine(written.Count == 0 ? "The help is up to date." : $"Written: {string.Join(", ", written)}");
        return 0;
    case ["pack", .. var folder] when folder.Length <= 1:
        foreach (var file in ModulePackage.Write(root, folder is [var target] ? Path.GetFullPath(target) : Path.Combine(root, "out")))
        {
            Console.WriteLine(file);
        }

        return 0;
    default:
        Console.Error.WriteLine("Usage: docs (Markdown in docs/help to shipped help) | pack [folder] (staged module to packages, by default in out/)");
        return 2;
}
