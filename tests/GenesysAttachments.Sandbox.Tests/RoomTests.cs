using System.Reflection;
using System.Text.RegularExpressions;

namespace GenesysAttachments.Sandbox.Tests;

/// <summary>The sandbox is laid out in rooms, each a folder and its namespace, and a room knows only those named before it.</summary>
public sealed class RoomTests
{
    private const string Root = "GenesysAttachments.Sandbox";

    /// <summary>What callers of the sandbox see of it; the root namespace, so that one <c>using</c> is enough for them.</summary>
    private const string Shown = "(shown)";

    /// <summary>What puts the rooms together; in the root namespace too.</summary>
    private const string Whole = "(whole)";

    private static readonly string[] Rooms =
    [
        Shown,
        "Bodies",    // how JSON is read and answered
        "Org",       // what the org knows: rules, conversations, uploads, messages
        "OAuth",     // who calls, and what that permits
        "Storage",   // the bucket and its signed URLs
        "Traffic",   // what happens to every request
        "Agent",     // the published platform API
        "Downloads", // files given back, recordings, the platform's copies
        "Analytics", // finding conversations
        "Messaging", // the community's messaging calls
        "Forms",     // the community's forms
        "Guest",     // the guest socket
        "Control",   // what tests may ask and change
        "Page",      // what people see in a browser
        Whole,
    ];

    private static readonly string[] WholeTypes = ["Program", "SandboxServer", "SandboxState", "NoLifetime"];

    private static Assembly Sandbox => typeof(SandboxServer).Assembly;

    public static TheoryData<string> Names => [.. Rooms];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_room_knows_only_rooms_named_before_it(string room)
    {
        var known = TypeUse.In(Sandbox).Where(use => RoomOf(use.User) == room && RoomOf(use.Used) is { } other && other != room).ToList();

        Assert.All(known, use => Assert.True(
            Array.IndexOf(Rooms, RoomOf(use.Used)) < Array.IndexOf(Rooms, room), $"{use.User.Name} of {room} uses {use.Used.Name} of {RoomOf(use.Used)}"));
    }

    [Fact]
    public void Every_room_has_types_and_every_type_has_a_room()
    {
        Assert.Equal(Rooms.Order(StringComparer.Ordinal), Sandbox.GetTypes().Where(IsOurs).Select(RoomOf).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_file_s_folder_is_its_namespace_and_it_names_only_rooms_before_its_own()
    {
        var files = Directory.EnumerateFiles(Source, "*.cs", SearchOption.AllDirectories)
            .Where(file => !Regex.IsMatch(Path.GetRelativePath(Source, file), @"^(bin|obj)[\\/]")).ToList();

        Assert.NotEmpty(files);
        foreach (var file in files)
        {
            var folder = Path.GetDirectoryName(Path.GetRelativePath(Source, file))!;
            var room = folder.Length > 0 ? folder : WholeTypes.Contains(Path.GetFileNameWithoutExtension(file)) ? Whole : Shown;
            var text = File.ReadAllText(file);
            Assert.Contains(room, Rooms);
            if (Regex.Match(text, @"^namespace (\S+);", RegexOptions.Multiline) is { Success: true } declared)
            {
                Assert.Equal(folder.Length > 0 ? $"{Root}.{folder}" : Root, declared.Groups[1].Value);
            }

            // Constants leave no trace in IL; to name one takes a using, or its full name.
            Assert.All(Regex.Matches(text, Regex.Escape(Root) + @"\.(\w+)").Where(match => match.Groups[1].Value != folder), match =>
                Assert.True(Array.IndexOf(Rooms, match.Groups[1].Value) < Array.IndexOf(Rooms, room), $"{file} names {match.Value}"));
        }
    }

    private static string Source => Path.Combine(
        typeof(RoomTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "RepositoryRoot").Value!, "src", Root);

    private static bool IsOurs(Type type) => type.DeclaringType is null && (type.Namespace?.StartsWith(Root, StringComparison.Ordinal) == true || type.Name == "Program");

    private static string? RoomOf(Type type) =>
        WholeTypes.Contains(type.Name) ? Whole
        : type.Namespace == Root ? Shown
        : type.Namespace?.StartsWith(Root + ".", StringComparison.Ordinal) == true ? type.Namespace[(Root.Length + 1)..]
        : null;
}
