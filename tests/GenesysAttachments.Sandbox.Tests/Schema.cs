using System.Reflection;
using System.Text.Json;

namespace GenesysAttachments.Sandbox.Tests;

/// <summary>
/// The documented bodies of the platform (agent-rest-models.json, guest-frames.json): <c>string!</c> is required, <c>[x]</c> a list,
/// <c>{x}</c> a map, <c>=a|b</c> one of.
/// </summary>
internal static class Schema
{
    private static readonly JsonElement[] Documents = [Read("agent-rest-models.json"), Read("guest-frames.json")];

    private static readonly Dictionary<string, JsonElement> Models = Documents
        .SelectMany(document => new[] { "models", "community" }.Where(name => document.TryGetProperty(name, out _)).SelectMany(name => document.GetProperty(name).EnumerateObject()))
        .Where(model => model.Value.ValueKind == JsonValueKind.Object)
        .ToDictionary(model => model.Name, model => model.Value, StringComparer.Ordinal);

    private static readonly HashSet<string> Excused =
        [.. Documents.SelectMany(document => document.GetProperty("excused").EnumerateArray()).Select(row => $"{row[0]} {row[1]} {row[2]}")];

    /// <summary>The documented calls: method, path, auth, what each sends and gets.</summary>
    public static IReadOnlyList<JsonElement> Routes { get; } = [.. Documents.SelectMany(document => document.GetProperty("routes").EnumerateArray())];

    /// <summary>What of the body is not as the model, or a list of one, says.</summary>
    public static List<string> Check(string model, JsonElement body)
    {
        var problems = new List<string>();
        if (!Value(model, body, "", model, problems))
        {
            problems.Add("type");
        }

        return problems;
    }

    private static JsonElement Read(string file) => JsonDocument.Parse(File.ReadAllText(Path.Combine(
        Path.GetDirectoryName(Assembly.GetExecutingAssembly().Location)!, file))).RootElement;

    private static void Object(string model, JsonElement body, string path, string top, List<string> problems)
    {
        if (!Models.TryGetValue(model, out var fields))
        {
            problems.Add($"{path}: no model {model}");
            return;
        }

        if (body.ValueKind != JsonValueKind.Object)
        {
            Note("type", path);
            return;
        }

        foreach (var field in fields.EnumerateObject())
        {
            var type = field.Value.GetString()!;
            if (!body.TryGetProperty(field.Name, out var value))
            {
                if (type.EndsWith('!'))
                {
                    Note("required", $"{path}/{field.Name}");
                }
            }
            else if (!Value(type.TrimEnd('!'), value, $"{path}/{field.Name}", top, problems))
            {
                Note("type", $"{path}/{field.Name}");
            }
        }

        foreach (var property in body.EnumerateObject().Where(property => !fields.TryGetProperty(property.Name, out _)))
        {
            Note("unknown", $"{path}/{property.Name}");
        }

        void Note(string kind, string where)
        {
            if (!Excused.Contains($"{top} {kind} {where}"))
            {
                problems.Add($"{kind} {where}");
            }
        }
    }

    private static bool Value(string type, JsonElement value, string path, string top, List<string> problems)
    {
        switch (type)
        {
            case "string":
                return value.ValueKind == JsonValueKind.String;
            case "integer":
                return value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _);
            case "boolean":
                return value.ValueKind is JsonValueKind.True or JsonValueKind.False;
            case "date-time":
                return value.ValueKind == JsonValueKind.String && value.TryGetDateTimeOffset(out _);
            case "any":
                return true;
            case "object":
                return value.ValueKind == JsonValueKind.Object;
        }

        switch (type[0])
        {
            case '=':
                return value.ValueKind == JsonValueKind.String && type[1..].Split('|').Contains(value.GetString());
            case '[':
                return value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(item => Value(type[1..^1], item, path + "/*", top, problems));
            case '{':
                return value.ValueKind == JsonValueKind.Object && value.EnumerateObject().All(item => Value(type[1..^1], item.Value, path + "/*", top, problems));
            default:
                Object(type, value, path, top, problems);
                return true;
        }
    }
}
