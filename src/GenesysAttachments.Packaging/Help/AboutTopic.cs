using System.Text;

namespace GenesysAttachments.Packaging.Help;

/// <summary>Turns a topic's Markdown into the text that <c>Get-Help about_…</c> shows.</summary>
internal static class AboutTopic
{
    private const int LineLength = 80;

    /// <summary>The text: <c>TOPIC</c> and <c>SHORT DESCRIPTION</c> first, where the shell looks for name and synopsis.</summary>
    public static string Render(string markdown)
    {
        var text = new StringBuilder();
        foreach (var section in MarkdownSection.Split(markdown).Where(section => section.Level > 0))
        {
            if (section.Level == 1)
            {
                text.Append("TOPIC\n    ").Append(section.Title).Append("\n\n");
                continue;
            }

            text.Append(' ', section.Level == 2 ? 0 : 2).Append(section.Title).Append('\n');
            var previous = (Paragraph?)null;
            foreach (var paragraph in Prose.Read(section.Body))
            {
                // Items of a list stand together.
                if (previous is not null && !(previous.Kind == ParagraphKind.Item && paragraph.Kind == ParagraphKind.Item))
                {
                    text.Append('\n');
                }

                Append(text, paragraph);
                previous = paragraph;
            }

            text.Append('\n');
        }

        return text.ToString().TrimEnd('\n') + "\n";
    }

    private static void Append(StringBuilder text, Paragraph paragraph)
    {
        if (paragraph.Kind == ParagraphKind.Code)
        {
            foreach (var line in paragraph.Text.Split('\n'))
            {
                text.Append(line.Length == 0 ? "" : "        " + line).Append('\n');
            }

            return;
        }

        var hanging = paragraph.Kind == ParagraphKind.Item ? "      " : "    ";
        var current = new StringBuilder("    ");
        var isEmpty = true;
        foreach (var word in paragraph.Text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (!isEmpty && current.Length + 1 + word.Length > LineLength)
            {
                text.Append(current).Append('\n');
                (current, isEmpty) = (new StringBuilder(hanging), true);
            }

            current.Append(isEmpty ? "" : " ").Append(word);
            isEmpty = false;
        }

        text.Append(current).Append('\n');
    }
}
