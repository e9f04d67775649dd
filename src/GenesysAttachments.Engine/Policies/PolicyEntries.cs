using System.Collections.Immutable;
using System.Text.Json;
using GenesysAttachments.Engine.Display;
using GenesysAttachments.Engine.Files;

namespace GenesysAttachments.Engine.Policies;

/// <summary>The entries of a policy's lists as JSON has them. Reading one never throws, whatever it holds.</summary>
internal static class PolicyEntries
{
    // RFC 6838: 127 characters for a type, as many for a subtype.
    private const int LongestType = 255;
    private const int LongestExtension = 100;

    /// <summary>A type as a policy has it, without parameters: visible ASCII, <c>type/subtype</c> or a wildcard. Null for anything else.</summary>
    public static string? Type(string? text) =>
        text is not null && ContentTypes.Bare(text) is { Length: <= LongestType } type && (type == "*" || ContentTypes.IsValid(type)) ? type : null;

    /// <summary>An extension as a policy has it, with or without its dot. Null for one that holds what cannot be seen, and for none at all.</summary>
    public static string? Extension(string? text) =>
        text?.Trim(' ') is { } extension && extension.Trim('.').Length is > 0 and <= LongestExtension && FileNames.FindInvalid(extension) is null && !extension.Any(c => char.IsWhiteSpace(c) || c == '\uFFFD') && ShownText.Of(extension) == extension ? extension : null;

    /// <summary>The good entries of a list that comes from elsewhere; null where there is no list.</summary>
    /// <param name="list">The list: texts, or objects that have one.</param>
    /// <param name="field">Name of the objects' field; null for texts.</param>
    /// <param name="read">Makes an entry of a text; null where it is none.</param>
    /// <param name="mask">What no entry may hold: policies are shown.</param>
    public static ImmutableArray<string>? Foreign(JsonElement? list, string? field, Func<string?, string?> read, SecretMask mask) =>
        list is not { ValueKind: JsonValueKind.Array } array ? null
        : [.. array.EnumerateArray().Select(item => read(Text(field is null ? item : Field(item, field)))).OfType<string>().Where(entry => mask.Apply(entry) == entry)];

    /// <summary>A field by its name in any case; null where it is not there.</summary>
    public static JsonElement? Field(JsonElement? element, string name)
    {
        if (element is not { ValueKind: JsonValueKind.Object } parent)
        {
            return null;
        }

        foreach (var property in parent.EnumerateObject())
        {
            if (property.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return property.Value;
            }
        }

        return null;
    }

    /// <summary>A text; null for anything else.</summary>
    public static string? Text(JsonElement? element) => element is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;
}
