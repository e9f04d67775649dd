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
    case ["pack"]:
        foreach (var file in ModulePackage.Write(root, Path.Combine(root, "out")))
        {
            Console.WriteLine(file);
        }

        return 0;
    default:
        Console.Error.WriteLine("Usage: docs (Markdown in docs/help to shipped help) | pack (staged module to packages in out/)");
        return 2;
}
