using System.Reflection;
using System.Text.Json;

namespace GenesysAttachments.Engine.Tests;

/// <summary>Frames of the service in every form that sources show (guest-fixtures.json), with ids to be filled in.</summary>
internal static class Fixtures
{
    private static readonly JsonElement Root = JsonDocument.Parse(File.ReadAllText(Path.Combine(
        Path.GetDirectoryName(Assembly.GetExecutingAssembly().Location)!, "guest-fixtures.json"))).RootElement;

    /// <summary>The frame of that name.</summary>
    public static string Of(string name) => Root.GetProperty(name).GetRawText();

    /// <summary>All names that begin so.</summary>
    public static IEnumerable<string> Names(string prefix) => Root.EnumerateObject().Select(fixture => fixture.Name).Where(name => name.StartsWith(prefix, StringComparison.Ordinal));
}
