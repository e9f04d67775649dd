using System.Reflection;
using System.Text.RegularExpressions;
using GenesysAttachments.Queue.Database;

namespace GenesysAttachments.Queue.Tests;

/// <summary>The queue is laid out in rooms as engine and cmdlets are, and knows neither of them.</summary>
public sealed class RoomTests
{
    private const string Root = "GenesysAttachments.Queue";

    private static readonly string[] Rooms = ["Errors", "Database", "Items", "Lanes", "Quotas", "Reading", "Working"];

    private static readonly string Repository = typeof(RoomTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "RepositoryRoot").Value!;

    private static IEnumerable<(string Room, string Name, string Text)> Files => Directory.EnumerateFiles(Path.Combine(Repository, "src", Root), "*.cs", SearchOption.AllDirectories)
        .Select(path => (Room: Path.GetRelativePath(Path.Combine(Repository, "src", Root), path).Split(Path.DirectorySeparatorChar)[0], Name: Path.GetFileName(path), Text: File.ReadAllText(path)))
        .Where(file => file.Room is not ("bin" or "obj"));

    [Fact]
    public void A_room_uses_only_rooms_named_before_it()
    {
        Assert.Equal(Rooms.Order(StringComparer.Ordinal), Files.Select(file => file.Room).Distinct().Order(StringComparer.Ordinal));
        Assert.All(Files, file =>
        {
            Assert.Matches($@"(?m)^namespace {Regex.Escape(Root)}\.{file.Room};\r?$", file.Text);
            Assert.All(Regex.Matches(file.Text, Regex.Escape(Root) + @"\.(\w+)").Select(name => name.Groups[1].Value), used =>
                Assert.True(Array.IndexOf(Rooms, used) <= Array.IndexOf(Rooms, file.Room), $"{file.Room}/{file.Name} uses {used}"));
        });
    }

    [Fact]
    public void The_map_for_contributors_names_the_rooms_in_this_order()
    {
        var map = File.ReadAllText(Path.Combine(Repository, "CONTRIBUTING.md"));
        var start = map.IndexOf("The queue, in order:", StringComparison.Ordinal);
        Assert.True(start > 0);
        var places = Rooms.Select(room => map.IndexOf($"    {room}/", start, StringComparison.Ordinal)).ToList();
        Assert.DoesNotContain(-1, places);
        Assert.Equal(places.Order(), places);
    }

    [Fact]
    public void Only_the_worker_knows_the_engine_and_nothing_knows_the_cmdlets()
    {
        Assert.All(Files.Where(file => file.Room != "Working"), file => Assert.DoesNotContain("GenesysAttachments.Engine", file.Text, StringComparison.Ordinal));
        Assert.DoesNotContain(typeof(QueueDatabase).Assembly.GetReferencedAssemblies(), name => name.Name is "GenesysAttachments" || name.Name!.Contains("Automation", StringComparison.Ordinal));
    }

    // A worker's clock may be an hour off: what it measures, it measures by the steady one.
    [Fact]
    public void No_machine_is_asked_what_time_it_is() =>
        Assert.All(Files, file => Assert.DoesNotMatch(@"\bDateTime(Offset)?\.(Utc)?Now\b|\bGetUtcNow\b|\bGetLocalNow\b", file.Text));
}
