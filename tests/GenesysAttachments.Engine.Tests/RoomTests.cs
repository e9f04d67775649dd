using System.Text.RegularExpressions;

namespace GenesysAttachments.Engine.Tests;

/// <summary>
/// A room may use only rooms named before it, here and in CONTRIBUTING.md. Held by what its files import, and by what they name in full.
/// </summary>
public sealed partial class RoomTests
{
    private static readonly string[] Engine =
    [
        "Display", "Errors", "Telemetry", "Answers", "Targets", "Files", "Policies", "Quotas", "Tracing", "Http", "SignIn", "Org", "Storage", "Guest", "Sessions", "Routes", "Journals", "Sandboxes", "Receiving", "Sending", "Preflight", "Pipeline",
    ];

    private static readonly string[] Cmdlets = ["Loading", "Queues", "Output", "Reports", "State", "Shell", "Parameters", "Commands"];

    [Fact]
    public void A_room_of_the_engine_uses_only_rooms_named_before_it() => Assert.Empty(Wrong(Engine, "src/GenesysAttachments.Engine", source =>
        Import().Matches(source).Select(name => name.Groups[1].Value)));

    [Fact]
    public void A_room_of_the_cmdlets_uses_only_rooms_named_before_it()
    {
        // The public types live in the root namespace, which no file imports: what counts is in which folder a name is declared.
        const string Project = "src/GenesysAttachments";
        var homes = Files(Project, Cmdlets).SelectMany(file => Declaration().Matches(File.ReadAllText(file.Path)).Select(name => (Name: name.Groups[1].Value, file.Room))).ToLookup(type => type.Name, type => type.Room);

        Assert.Empty(Wrong(Cmdlets, Project, source => Word().Matches(source).SelectMany(word => homes[word.Value].Concat(homes[word.Value + "Attribute"])).Distinct()));
    }

    private static List<string> Wrong(string[] rooms, string project, Func<string, IEnumerable<string>> roomsNamed)
    {
        var folders = Directory.EnumerateDirectories(Path.Combine(Repository.Root, project))
            .Where(folder => Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories).Any()).Select(path => Path.GetFileName(path)).Where(name => name is not ("bin" or "obj" or "Data"));
        Assert.Equal(rooms.Order(StringComparer.Ordinal), folders.Order(StringComparer.Ordinal));
        return
        [
            .. from file in Files(project, rooms)
               from used in roomsNamed(CodeOf(file.Path))
               where used != file.Room && Array.IndexOf(rooms, used) >= Array.IndexOf(rooms, file.Room)
               select $"{file.Room}/{Path.GetFileName(file.Path)} uses {used}",
        ];
    }

    private static IEnumerable<(string Room, string Path)> Files(string project, string[] rooms) =>
        rooms.SelectMany(room => Directory.EnumerateFiles(Path.Combine(Repository.Root, project, room), "*.cs", SearchOption.AllDirectories).Select(path => (room, path)));

    // Comments may speak of any room; code may not.
    private static string CodeOf(string path) => string.Join('\n', File.ReadLines(path).Where(line => !line.TrimStart().StartsWith("//", StringComparison.Ordinal)));

    [Fact]
    public void The_map_for_contributors_names_the_rooms_in_this_order()
    {
        var map = File.ReadAllText(Path.Combine(Repository.Root, "CONTRIBUTING.md"));
        foreach (var rooms in new[] { Engine, Cmdlets })
        {
            var places = rooms.Select(room => map.IndexOf($"    {room}/", StringComparison.Ordinal)).ToList();
            Assert.DoesNotContain(-1, places);
            Assert.Equal(places.Order(), places);
        }
    }

    [GeneratedRegex(@"\bGenesysAttachments\.Engine\.(\w+)")]
    private static partial Regex Import();

    [GeneratedRegex(@"^(?:public|internal)\s+(?:static |sealed |abstract |partial |readonly )*(?:class|record|interface|enum|struct)\s+(\w+)", RegexOptions.Multiline)]
    private static partial Regex Declaration();

    [GeneratedRegex(@"\b[A-Z]\w+")]
    private static partial Regex Word();
}
