using System.Text.Json;

namespace GenesysAttachments.Engine.Tests.Tracing;

/// <summary>A trace as it stands on disk.</summary>
/// <param name="Text">The file.</param>
/// <param name="Log">Its log.</param>
internal sealed record Har(string Text, JsonElement Log)
{
    /// <summary>Its entries, in the order of the file.</summary>
    public List<JsonElement> Entries => [.. Log.GetProperty("entries").EnumerateArray()];

    /// <summary>The outlet of its texts as a viewer gets them, odd characters and all.</summary>
    public const string Read = "trace, read";

    /// <summary>All that it says, by outlet: the file as whoever prints it gets it, and each of its texts as a viewer does.</summary>
    public IEnumerable<(string Outlet, string Text)> Outlets => Texts(Log).Select(text => (Read, text)).Append(("trace", Text.Replace("\n", "", StringComparison.Ordinal)));

    /// <summary>Reads one, whoever is writing it.</summary>
    public static Har Of(string path)
    {
        using var file = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
        return Parse(file.ReadToEnd());
    }

    public static Har Parse(string text)
    {
        using var document = JsonDocument.Parse(text);
        return new Har(text, document.RootElement.GetProperty("log").Clone());
    }

    /// <summary>Method, path and status of an entry.</summary>
    public static string Line(JsonElement entry) =>
        $"{entry.GetProperty("request").GetProperty("method").GetString()} {Path(entry)} {entry.GetProperty("response").GetProperty("status").GetInt32()}";

    // As it stands: an address would be put right.
    private static string Path(JsonElement entry) => entry.GetProperty("request").GetProperty("url").GetString()!.Split('?')[0].Split('/', 4) is [_, _, _, var path] ? "/" + path : "";

    /// <summary>The frames of an entry: type and text.</summary>
    public static List<(string Type, string Data)> Frames(JsonElement entry) => entry.TryGetProperty("_webSocketMessages", out var frames)
        ? [.. frames.EnumerateArray().Select(frame => (frame.GetProperty("type").GetString()!, frame.GetProperty("data").GetString()!))]
        : [];

    /// <summary>The value of a header; null where there is none.</summary>
    public static string? Header(JsonElement message, string name) => message.GetProperty("headers").EnumerateArray()
        .Where(header => string.Equals(header.GetProperty("name").GetString(), name, StringComparison.OrdinalIgnoreCase)).Select(header => header.GetProperty("value").GetString()).FirstOrDefault();

    private static IEnumerable<string> Texts(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => [element.GetString()!],
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Texts),
        JsonValueKind.Object => element.EnumerateObject().SelectMany(member => Texts(member.Value).Prepend(member.Name)),
        _ => [],
    };
}
