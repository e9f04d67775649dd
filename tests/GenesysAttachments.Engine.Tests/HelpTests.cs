using System.Globalization;
using System.Runtime.Loader;
using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Packaging.Help;

namespace GenesysAttachments.Engine.Tests;

/// <summary>The help says what the cmdlets are: pages, shipped help and attributes agree, and nothing is left out.</summary>
public sealed class HelpTests
{
    private static readonly HelpBuild Build = new(Repository.Root);
    private static readonly IReadOnlyList<CommandFacts> Commands = CommandFacts.ReadAll(Repository.Module);

    public static TheoryData<string> Names => [.. Commands.Select(command => command.Name)];

    [Fact]
    public void Pages_and_shipped_help_are_what_the_cmdlets_make_of_them()
    {
        var made = Build.Make();

        Assert.All(made, file => Assert.Equal(file.Value, File.ReadAllText(file.Key).ReplaceLineEndings("\n")));
        var shipped = made.Keys.Where(path => path.StartsWith(Build.Shipped, StringComparison.Ordinal)).Select(path => Path.GetFileName(path));
        Assert.Equal(shipped.Order(StringComparer.Ordinal), Directory.EnumerateFiles(Path.Combine(Repository.Module, "en-US")).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal));
        Assert.All(shipped, name => Assert.Equal(File.ReadAllText(Path.Combine(Build.Shipped, name)), File.ReadAllText(Path.Combine(Repository.Module, "en-US", name))));
        Assert.Equal(Commands.Count, Directory.EnumerateFiles(Build.Pages, "*-GC*.md").Count());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_page_has_no_gap(string name)
    {
        var command = Commands.Single(item => item.Name == name);
        var page = Page(command);

        Assert.NotEmpty(page.Synopsis);
        Assert.NotEmpty(page.Description);
        Assert.NotEmpty(page.RelatedLinks);
        Assert.NotEmpty(page.Examples);
        Assert.All(page.Examples, example => Assert.Matches(@"(?s)^.*```powershell\n.+\n```", example.Body));
        Assert.All(command.Parameters, parameter => Assert.True(page.ParameterProse(parameter.Name).Length > 10, $"-{parameter.Name} is not described"));
        Assert.NotEmpty(page.Inputs);
        Assert.All(page.Inputs.Concat(page.Outputs), section => Assert.NotEmpty(section.Body));
        Assert.Equal(
            command.Outputs.Select(type => type.FullName).DefaultIfEmpty("None").Order(StringComparer.Ordinal),
            page.Outputs.Select(section => section.Title).Order(StringComparer.Ordinal));
        foreach (var output in command.Outputs.Where(type => type.Namespace == "GenesysAttachments"))
        {
            var text = page.Outputs.Single(section => section.Title == output.FullName).Body;
            Assert.All(output.GetProperties(), property => Assert.Contains($"`{property.Name}`", text, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void The_defaults_a_page_names_are_the_real_ones()
    {
        var module = new StagedContext();
        var types = module.LoadFromAssemblyPath(Path.Combine(Repository.Module, "GenesysAttachments.dll")).GetExportedTypes();
        foreach (var command in Commands)
        {
            var cmdlet = Activator.CreateInstance(types.Single(type => type.Name == command.Name.Replace("-", "", StringComparison.Ordinal) + "Command"))!;
            foreach (var parameter in command.Parameters.Where(parameter => parameter.Name is not ("WhatIf" or "Confirm")))
            {
                var real = cmdlet.GetType().GetProperty(parameter.Name)!.GetValue(cmdlet);
                var shown = real is string or int or Uri ? Convert.ToString(real, CultureInfo.InvariantCulture) : "";
                Assert.True(shown == Page(command).DefaultOf(parameter.Name), $"{command.Name} -{parameter.Name} has the default '{shown}'");
            }
        }
    }

    [Fact]
    public void Every_error_id_is_explained()
    {
        var page = File.ReadAllText(Path.Combine(Build.Pages, "about_GenesysAttachments_Errors.md"));

        Assert.All(ErrorCatalog.All, error => Assert.Contains($"- `{error.Id}` ({error.Category}): ", page, StringComparison.Ordinal));
    }

    [Fact]
    public void A_topic_tells_its_name_and_synopsis_where_the_shell_looks()
    {
        foreach (var path in Directory.EnumerateFiles(Build.Shipped, "about_*.help.txt"))
        {
            var lines = File.ReadAllLines(path);
            Assert.Equal("TOPIC", lines[0]);
            Assert.Equal(Path.GetFileName(path).Replace(".help.txt", "", StringComparison.Ordinal), lines[1].Trim());
            Assert.Equal("SHORT DESCRIPTION", lines[3]);
            // One line: the list of topics shows no more.
            Assert.NotEmpty(lines[4].Trim());
            Assert.Empty(lines[5]);
            Assert.All(lines.Where(line => !line.StartsWith("        ", StringComparison.Ordinal)), line => Assert.True(line.Length <= 80, line));
        }

        Assert.Equal(6, Directory.EnumerateFiles(Build.Shipped, "about_*.help.txt").Count());
    }

    private static CommandPage Page(CommandFacts command) => CommandPage.Read(command, File.ReadAllText(Path.Combine(Build.Pages, command.Name + ".md")).ReplaceLineEndings("\n"));

    private sealed class StagedContext() : AssemblyLoadContext("staged")
    {
        // The very module: making a cmdlet makes parts of the engine.
        protected override System.Reflection.Assembly? Load(System.Reflection.AssemblyName assemblyName) =>
            Path.Combine(Repository.Module, "deps", assemblyName.Name + ".dll") is var path && File.Exists(path) ? LoadFromAssemblyPath(path) : null;
    }
}
