using System.Collections;
using GenesysAttachments.Engine.Display;

namespace GenesysAttachments;

/// <summary>Text of others as the module's views show it: control, direction-changing and invisible characters become a mark. For the views alone.</summary>
public static class Shown
{
    /// <summary>One text.</summary>
    public static string Text(string? text) => ShownText.Of(text ?? "");

    /// <summary>Several texts, a line each.</summary>
    public static string Lines(IEnumerable? texts) => string.Join('\n', (texts ?? Array.Empty<object>()).Cast<object>().Select(text => Text($"{text}")));
}
