using System.Globalization;
using System.Xml.Linq;

namespace GenesysAttachments.Packaging.Help;

/// <summary>Writes what <c>Get-Help</c> reads: one MAML file for all cmdlets.</summary>
internal static class MamlWriter
{
    private static readonly XNamespace Items = "http://msh";
    private static readonly XNamespace Maml = "http://schemas.microsoft.com/maml/2004/10";
    private static readonly XNamespace Command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    private static readonly XNamespace Dev = "http://schemas.microsoft.com/maml/dev/2004/10";

    /// <summary>The whole file.</summary>
    public static string Write(IEnumerable<(CommandFacts Command, CommandPage Page)> commands)
    {
        var file = new XElement(Items + "helpItems", new XAttribute("schema", "maml"), commands.Select(item => Describe(item.Command, item.Page)));
        return "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n" + file.ToString().ReplaceLineEndings("\n") + "\n";
    }

    private static XElement Describe(CommandFacts command, CommandPage page) => new(
        Command + "command",
        new XAttribute(XNamespace.Xmlns + "maml", Maml),
        new XAttribute(XNamespace.Xmlns + "command", Command),
        new XAttribute(XNamespace.Xmlns + "dev", Dev),
        new XElement(
            Command + "details",
            new XElement(Command + "name", command.Name),
            new XElement(Command + "verb", command.Verb),
            new XElement(Command + "noun", command.Noun),
            Description(page.Synopsis)),
        Description(page.Description),
        new XElement(Command + "syntax", command.Sets.Select(set => new XElement(
            Command + "syntaxItem",
            new XElement(Maml + "name", command.Name),
            command.In(set).Select(item => Parameter(page, item.Parameter, item.Facts))))),
        new XElement(Command + "parameters", command.Parameters.Select(parameter => Parameter(page, parameter, parameter.Sets[0]))),
        new XElement(Command + "inputTypes", page.Inputs.Select(input => Typed("inputType", input))),
        new XElement(Command + "returnValues", page.Outputs.Select(output => Typed("returnValue", output))),
        page.Notes.Length == 0 ? null : new XElement(Maml + "alertSet", new XElement(Maml + "alert", Paragraphs(page.Notes))),
        new XElement(Command + "examples", page.Examples.Select(Example)),
        new XElement(Command + "relatedLinks", Prose.Read(page.RelatedLinks).Select(link => new XElement(
            Maml + "navigationLink", new XElement(Maml + "linkText", link.Text.TrimStart('-', ' ')), new XElement(Maml + "uri")))));

    private static XElement Parameter(CommandPage page, ParameterFacts parameter, ParameterSetFacts facts) => new(
        Command + "parameter",
        new XAttribute("required", facts.IsRequired ? "true" : "false"),
        new XAttribute("variableLength", "true"),
        new XAttribute("globbing", parameter.TakesWildcards ? "true" : "false"),
        new XAttribute("pipelineInput", facts.PipelineInput),
        new XAttribute("position", facts.Position?.ToString(CultureInfo.InvariantCulture) ?? "named"),
        new XAttribute("aliases", parameter.Aliases.Count == 0 ? "none" : string.Join(", ", parameter.Aliases)),
        new XElement(Maml + "name", parameter.Name),
        Description(page.ParameterProse(parameter.Name)),
        parameter.AcceptedValues.Count == 0 ? null : new XElement(Command + "parameterValueGroup", parameter.AcceptedValues.Select(value =>
            new XElement(Command + "parameterValue", new XAttribute("required", "false"), new XAttribute("variableLength", "false"), value))),
        parameter.IsSwitch ? null : new XElement(Command + "parameterValue", new XAttribute("required", "true"), new XAttribute("variableLength", "false"), parameter.ShortType),
        new XElement(Dev + "type", new XElement(Maml + "name", parameter.ShortType), new XElement(Maml + "uri")),
        new XElement(Dev + "defaultValue", page.DefaultOf(parameter.Name) is { Length: > 0 } value ? value : "None"));

    private static XElement Typed(string name, MarkdownSection section) => new(
        Command + name,
        new XElement(Dev + "type", new XElement(Maml + "name", section.Title), new XElement(Maml + "uri")),
        Description(section.Body));

    // The first block of code is the example; what stands before introduces it, what follows explains it.
    private static XElement Example(MarkdownSection section)
    {
        var parts = Prose.Read(section.Body);
        var code = parts.First(part => part.Kind == ParagraphKind.Code);
        return new XElement(
            Command + "example",
            new XElement(Maml + "title", $"-------------------------- {section.Title} --------------------------"),
            new XElement(Maml + "introduction", parts.TakeWhile(part => part != code).Select(Paragraph)),
            new XElement(Dev + "code", code.Text),
            new XElement(Dev + "remarks", parts.SkipWhile(part => part != code).Skip(1).Select(Paragraph)));
    }

    private static XElement Description(string markdown) => new(Maml + "description", Paragraphs(markdown));

    private static IEnumerable<XElement> Paragraphs(string markdown) => Prose.Read(markdown).Select(Paragraph);

    private static XElement Paragraph(Paragraph paragraph) => new(Maml + "para", paragraph.Text);
}
