// Rebuilds content-types.tsv from the mime-db data (npm package mime-db, MIT):
//
//   dotnet build src/GenesysAttachments.Engine -t:RefreshContentTypes
//
// One line per extension: extension, TAB, content type. Among several types for one extension the source decides:
// iana before apache before none before nginx, application/octet-stream last of all; then a type outside application/,
// then one without an x- prefix, then the shorter, then the alphabet.
#:property PublishAot=false
#:property RestorePackagesWithLockFile=false
using System.Text.Json;

var (package, output) = (args[0], args[1]);
string[] order = ["iana", "apache", "none", "nginx"];

using var manifest = JsonDocument.Parse(File.ReadAllText(Path.Combine(package, "package.json")));
using var database = JsonDocument.Parse(File.ReadAllText(Path.Combine(package, "db.json")));

var lines =
    from entry in database.RootElement.EnumerateObject()
    where entry.Value.TryGetProperty("extensions", out _)
    let source = entry.Value.TryGetProperty("source", out var origin) ? origin.GetString() : "none"
    from extension in entry.Value.GetProperty("extensions").EnumerateArray()
    group (Type: entry.Name, Source: source) by extension.GetString() into types
    orderby types.Key
    select types.Key + "\t" + types
        .OrderBy(type => type.Type == "application/octet-stream")
        .ThenBy(type => Array.IndexOf(order, type.Source))
        .ThenBy(type => type.Type.StartsWith("application/", StringComparison.Ordinal))
        .ThenBy(type => type.Type.Contains("/x-", StringComparison.Ordinal))
        .ThenBy(type => type.Type.Length)
        .ThenBy(type => type.Type, StringComparer.Ordinal)
        .First().Type;

var version = manifest.RootElement.GetProperty("version").GetString();
File.WriteAllText(Path.Combine(output, "content-types.tsv"), $"# mime-db {version}, MIT licence, see mime-db.LICENSE.txt\n{string.Join('\n', lines)}\n");
File.Copy(Path.Combine(package, "LICENSE"), Path.Combine(output, "mime-db.LICENSE.txt"), overwrite: true);
