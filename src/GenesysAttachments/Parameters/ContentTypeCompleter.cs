using System.Collections;

namespace GenesysAttachments.Parameters;

/// <summary>Completes a content type, with an extension it goes by; offline, and without the engine.</summary>
public sealed class ContentTypeCompleter : ValueCompleter
{
    internal override IEnumerable<(string Text, string Tip)> Values(IDictionary bound)
    {
        using var stream = typeof(ContentTypeCompleter).Assembly.GetManifestResourceStream("content-types.tsv")!;
        using var reader = new StreamReader(stream);
        var types = new SortedDictionary<string, string>(StringComparer.Ordinal);
        while (reader.ReadLine() is { } line)
        {
            if (line.Split('\t') is [var extension, var type])
            {
                types[type] = types.TryGetValue(type, out var known) ? $"{known} .{extension}" : "." + extension;
            }
        }

        return types.Select(type => (type.Key, type.Value));
    }
}
