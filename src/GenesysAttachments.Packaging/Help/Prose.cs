using System.Text;
using Markdig;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace GenesysAttachments.Packaging.Help;

/// <summary>Markdown prose as the plain paragraphs that help shows.</summary>
internal static class Prose
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().Build();

    /// <summary>One entry a paragraph, list item or block of code.</summary>
    public static IReadOnlyList<Paragraph> Read(string markdown)
    {
        var paragraphs = new List<Paragraph>();
        Add(Markdown.Parse(markdown, Pipeline), paragraphs, "");
        return paragraphs;
    }

    private static void Add(ContainerBlock blocks, List<Paragraph> into, string mark)
    {
        foreach (var block in blocks)
        {
            switch (block)
            {
                case HtmlBlock:
                    break;
                case CodeBlock code:
                    into.Add(new Paragraph(ParagraphKind.Code, string.Join('\n', code.Lines.Lines.Take(code.Lines.Count).Select(line => line.Slice.ToString())).TrimEnd()));
                    break;
                case LeafBlock { Inline: { } inline } leaf:
                    into.Add(new Paragraph(leaf is HeadingBlock ? ParagraphKind.Heading : mark.Length > 0 ? ParagraphKind.Item : ParagraphKind.Text, mark + Text(inline)));
                    break;
                case ListBlock list:
                    var number = 1;
                    foreach (var item in list.OfType<ListItemBlock>())
                    {
                        Add(item, into, list.IsOrdered ? $"{number++}. " : "- ");
                    }

                    break;
                case ContainerBlock inner:
                    Add(inner, into, mark);
                    break;
            }
        }
    }

    private static string Text(ContainerInline inlines)
    {
        var text = new StringBuilder();
        foreach (var inline in inlines)
        {
            switch (inline)
            {
                case CodeInline code:
                    text.Append(code.Content);
                    break;
                case LineBreakInline:
                    text.Append(' ');
                    break;
                case LinkInline link:
                    text.Append(Text(link));
                    text.Append(link.Url is { } url && url.Contains("://", StringComparison.Ordinal) ? $" ({url})" : "");
                    break;
                case AutolinkInline address:
                    text.Append(address.Url);
                    break;
                case HtmlEntityInline entity:
                    text.Append(entity.Transcoded);
                    break;
                case ContainerInline inner:
                    text.Append(Text(inner));
                    break;
                case LiteralInline literal:
                    text.Append(literal.Content);
                    break;
            }
        }

        return text.ToString();
    }
}
