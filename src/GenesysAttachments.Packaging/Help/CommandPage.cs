using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace GenesysAttachments.Packaging.Help;

/// <summary>
/// The Markdown page of one cmdlet, in the schema 2024-05-01 of Microsoft.PowerShell.PlatyPS. Its prose is written by hand; what the
/// attributes say (syntax, types, sets, positions) is filled in from them.
/// </summary>
internal sealed partial class CommandPage
{
    private const string CommonParameters =
        "This cmdlet supports the common parameters: -Debug, -ErrorAction, -ErrorVariable,\n-InformationAction, -InformationVariable, -OutBuffer, -OutVariable, -PipelineVariable,\n" +
        "-ProgressAction, -Verbose, -WarningAction, and -WarningVariable. For more information, see\n[about_CommonParameters](https://go.microsoft.com/fwlink/?LinkID=113216).";

    private readonly IReadOnlyList<MarkdownSection> _sections;
    private readonly CommandFacts _command;

    private CommandPage(CommandFacts command, string text)
    {
        (_command, _sections) = (command, MarkdownSection.Split(text));
        Date = DateLine().Match(text) is { Success: true } found ? found.Groups[1].Value : "11/21/2026";
    }

    /// <summary>Reads a page; an empty text gives a page without prose.</summary>
    public static CommandPage Read(CommandFacts command, string text) => new(command, text);

    /// <summary>When the prose was last looked through, as the schema writes it.</summary>
    public string Date { get; }

    public string Synopsis => Prose("SYNOPSIS");

    public string Description => Prose("DESCRIPTION");

    public string Notes => Prose("NOTES");

    public string RelatedLinks => Prose("RELATED LINKS");

    /// <summary>Title and text of each example.</summary>
    public IReadOnlyList<MarkdownSection> Examples => Below("EXAMPLES");

    /// <summary>Type and text of each kind of input.</summary>
    public IReadOnlyList<MarkdownSection> Inputs => Below("INPUTS");

    /// <summary>Type and text of each kind of output.</summary>
    public IReadOnlyList<MarkdownSection> Outputs => Below("OUTPUTS");

    /// <summary>The prose of a parameter, without its facts.</summary>
    public string ParameterProse(string name) =>
        Below("PARAMETERS").FirstOrDefault(section => section.Title == "-" + name) is { } section ? FactsFence().Replace(section.Body, "").Trim() : "";

    /// <summary>What the page says the parameter's default is; a fact the attributes do not hold.</summary>
    public string DefaultOf(string name) =>
        Below("PARAMETERS").FirstOrDefault(section => section.Title == "-" + name) is { } section && DefaultLine().Match(section.Body) is { Success: true } found ? found.Groups[1].Value.Trim().Trim('\'') : "";

    /// <summary>A syntax line of a parameter set.</summary>
    public static string Syntax(CommandFacts command, string set)
    {
        var line = new StringBuilder(command.Name);
        foreach (var (parameter, facts) in command.In(set))
        {
            var name = facts.Position is null ? $"-{parameter.Name}" : $"[-{parameter.Name}]";
            var whole = parameter.IsSwitch ? name : $"{name} <{parameter.ShortType}>";
            line.Append(' ').Append(facts.IsRequired ? whole : $"[{whole}]");
        }

        return line.Append(" [<CommonParameters>]").ToString();
    }

    /// <summary>The whole page with the facts as they are.</summary>
    public string Render()
    {
        var page = new StringBuilder();
        page.Append(CultureInfo.InvariantCulture, $"---\ndocument type: cmdlet\nexternal help file: {HelpBuild.MamlName}\nHelpUri: ''\nLocale: en-US\nModule Name: GenesysAttachments\nms.date: {Date}\nPlatyPS schema version: 2024-05-01\ntitle: {_command.Name}\n---\n");
        Heading(1, _command.Name, "");
        Heading(2, "SYNOPSIS", Synopsis);
        Heading(2, "SYNTAX", "");
        foreach (var set in _command.Sets)
        {
            var title = set == "__AllParameterSets" ? set : set == _command.DefaultSet ? $"{set} (Default)" : set;
            Heading(3, title, $"```\n{Syntax(_command, set)}\n```");
        }

        Heading(2, "ALIASES", Prose("ALIASES"));
        Heading(2, "DESCRIPTION", Description);
        Heading(2, "EXAMPLES", "");
        Subsections(Examples);
        Heading(2, "PARAMETERS", "");
        foreach (var parameter in _command.Parameters)
        {
            Heading(3, "-" + parameter.Name, $"{ParameterProse(parameter.Name)}\n\n{Facts(parameter)}");
        }

        Heading(3, "CommonParameters", CommonParameters);
        Heading(2, "INPUTS", "");
        Subsections(Inputs);
        Heading(2, "OUTPUTS", "");
        Subsections(Outputs);
        Heading(2, "NOTES", Notes);
        Heading(2, "RELATED LINKS", RelatedLinks);
        return page.ToString();

        void Heading(int level, string title, string body) =>
            page.Append('\n').Append('#', level).Append(' ').Append(title).Append('\n').Append(body.Length > 0 ? $"\n{body}\n" : "");

        void Subsections(IEnumerable<MarkdownSection> sections)
        {
            foreach (var section in sections)
            {
                Heading(3, section.Title, section.Body);
            }
        }
    }

    private string Facts(ParameterFacts parameter)
    {
        var facts = new StringBuilder();
        facts.Append(CultureInfo.InvariantCulture, $"```yaml\nType: {parameter.FullType}\nDefaultValue: {Quote(DefaultOf(parameter.Name))}\nSupportsWildcards: {Bool(parameter.TakesWildcards)}\n");
        List("Aliases", parameter.Aliases);
        facts.Append("ParameterSets:\n");
        foreach (var set in parameter.Sets)
        {
            facts.Append(CultureInfo.InvariantCulture, $"- Name: {set.Set}\n  Position: {set.Position?.ToString(CultureInfo.InvariantCulture) ?? "Named"}\n  IsRequired: {Bool(set.IsRequired)}\n  ValueFromPipeline: {Bool(set.ByValue)}\n  ValueFromPipelineByPropertyName: {Bool(set.ByPropertyName)}\n  ValueFromRemainingArguments: false\n");
        }

        facts.Append("DontShow: false\n");
        List("AcceptedValues", parameter.AcceptedValues);
        return facts.Append("HelpMessage: ''\n```").ToString();

        void List(string name, IReadOnlyList<string> values) =>
            facts.Append(name).Append(':').Append(values.Count == 0 ? " []\n" : "\n" + string.Concat(values.Select(value => $"- {value}\n")));
    }

    private static string Bool(bool value) => value ? "true" : "false";

    private static string Quote(string value) => value.Length == 0 || !SafeYaml().IsMatch(value) ? $"'{value}'" : value;

    private string Prose(string heading) => _sections.FirstOrDefault(section => section.Level == 2 && section.Title == heading)?.Body ?? "";

    private IReadOnlyList<MarkdownSection> Below(string heading) =>
        [.. _sections.SkipWhile(section => section.Level != 2 || section.Title != heading).Skip(1).TakeWhile(section => section.Level > 2)];

    [GeneratedRegex(@"^ms\.date: (\S+)", RegexOptions.Multiline)]
    private static partial Regex DateLine();

    [GeneratedRegex("^```yaml\n.*?^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex FactsFence();

    [GeneratedRegex("^DefaultValue: (.*)$", RegexOptions.Multiline)]
    private static partial Regex DefaultLine();

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9 .]*$")]
    private static partial Regex SafeYaml();
}
