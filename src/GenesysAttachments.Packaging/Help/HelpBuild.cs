namespace GenesysAttachments.Packaging.Help;

/// <summary>Makes the shipped help from <c>docs/help</c>, and fills the facts into those pages.</summary>
/// <param name="root">The repository.</param>
internal sealed class HelpBuild(string root)
{
    /// <summary>The name under which the shell looks for a cmdlet assembly's help.</summary>
    public const string MamlName = "GenesysAttachments.dll-Help.xml";

    /// <summary>Folder of the pages.</summary>
    public string Pages => Path.Combine(root, "docs", "help");

    /// <summary>Folder of the shipped help.</summary>
    public string Shipped => Path.Combine(root, "src", "GenesysAttachments", "en-US");

    /// <summary>Every file as it should be, by its full path.</summary>
    public IReadOnlyDictionary<string, string> Make()
    {
        var files = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var commands = new List<(CommandFacts, CommandPage)>();
        foreach (var command in CommandFacts.ReadAll(Path.Combine(root, "out", "GenesysAttachments")))
        {
            var path = Path.Combine(Pages, command.Name + ".md");
            var page = CommandPage.Read(command, File.Exists(path) ? File.ReadAllText(path) : "");
            files[path] = page.Render();
            commands.Add((command, page));
        }

        files[Path.Combine(Shipped, MamlName)] = MamlWriter.Write(commands);
        foreach (var path in Directory.EnumerateFiles(Pages, "about_*.md"))
        {
            var topic = ErrorTable.Fill(File.ReadAllText(path).ReplaceLineEndings("\n"), Path.ChangeExtension(typeof(Engine.Errors.ErrorIds).Assembly.Location, "xml"));
            files[path] = topic;
            files[Path.Combine(Shipped, Path.GetFileNameWithoutExtension(path) + ".help.txt")] = AboutTopic.Render(topic);
        }

        return files;
    }

    /// <summary>Writes what is not as it should be.</summary>
    /// <returns>The files written.</returns>
    public IReadOnlyList<string> Write()
    {
        Directory.CreateDirectory(Shipped);
        var written = new List<string>();
        foreach (var (path, text) in Make().Where(file => !File.Exists(file.Key) || File.ReadAllText(file.Key) != file.Value))
        {
            File.WriteAllText(path, text);
            written.Add(Path.GetRelativePath(root, path));
        }

        return written;
    }
}
