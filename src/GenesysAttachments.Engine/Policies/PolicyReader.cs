using System.Collections.Immutable;
using System.Text.Json;
using GenesysAttachments.Engine.Transports;

namespace GenesysAttachments.Engine.Policies;

/// <summary>Reads policies as the platform gives them, and as they were saved.</summary>
public static class PolicyReader
{
    private const long Kilobyte = 1024;
    private const long UsualInbound = 10_485_760;
    private const long UsualOutbound = 26_214_400;

    /// <summary>A saved policy.</summary>
    /// <param name="json">As <see cref="AttachmentPolicy.ToJson"/> or <c>ConvertTo-Json</c> wrote it, lists in any order.</param>
    /// <param name="source">Where it comes from.</param>
    /// <exception cref="GCException"><see cref="ErrorIds.RequestInvalid"/>, naming what is wrong.</exception>
    public static AttachmentPolicy Parse(string json, string source)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var root = document.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement : throw Invalid(source, "it is not a JSON object");
            var direction = Field(root, "direction") is { ValueKind: JsonValueKind.String } text ? text.GetString()! : PolicyDirections.Inbound;
            return new AttachmentPolicy
            {
                Source = source,
                Direction = PolicyDirections.Canonical(direction) is (PolicyDirections.Inbound or PolicyDirections.Outbound) and var known
                    ? known
                    : throw Invalid(source, $"its direction is '{direction}', not Inbound or Outbound"),
                MaxBytes = Field(root, "maxBytes") is { ValueKind: JsonValueKind.Number } size && size.TryGetInt64(out var bytes) && bytes >= 0 ? bytes : throw Invalid(source, "maxBytes is missing or not a number of bytes"),
                AllowedTypes = Saved(root, "allowedTypes", source, type => type.Count(c => c == '/') == 1, "a content type such as application/pdf, image/* or */*")
                    ?? throw Invalid(source, "allowedTypes is missing or not a list of types"),
                BlockedExtensions = Saved(root, "blockedExtensions", source, extension => extension.Trim(' ', '.').Length > 0, "an extension such as .exe") ?? [],
            };
        }
        catch (JsonException e)
        {
            throw Invalid(source, $"it is not JSON: {e.Message}");
        }
    }

    /// <summary>The rules in a guest session's or a deployment's answer. No types, or no size, means that attachments are switched off.</summary>
    internal static AttachmentPolicy FromAllowedMedia(JsonElement body, string source)
    {
        var inbound = Field(Field(body, "allowedMedia"), "inbound");
        var kilobytes = Field(inbound, "maxFileSizeKB") is { ValueKind: JsonValueKind.Number } size && size.TryGetInt64(out var number) ? number : 0;
        return new AttachmentPolicy
        {
            Source = source,
            MaxBytes = kilobytes * Kilobyte,
            AllowedTypes = kilobytes > 0 ? Texts(Field(inbound, "fileTypes"), "type") ?? [] : [],
            BlockedExtensions = Texts(Field(body, "blockedExtensions"), null) ?? [],
        };
    }

    /// <summary>
    /// One direction of a supported content profile (platform SDK 270, SupportedContent). A profile has no size; the usual one stands in.
    /// </summary>
    internal static AttachmentPolicy FromSupportedContent(JsonElement body, string direction, string source) => new()
    {
        Source = source,
        Direction = direction,
        MaxBytes = direction == PolicyDirections.Outbound ? UsualOutbound : UsualInbound,
        AllowedTypes = Texts(Field(Field(Field(body, "mediaTypes"), "allow"), direction == PolicyDirections.Outbound ? "outbound" : "inbound"), "type") ?? [],
    };

    // Of a saved policy every entry counts: one that is passed over would let through, or refuse, what nobody meant.
    private static ImmutableArray<string>? Saved(JsonElement root, string name, string source, Func<string, bool> isGood, string wanted)
    {
        var field = Field(root, name);
        if (field is { ValueKind: not (JsonValueKind.Array or JsonValueKind.Null) })
        {
            throw Invalid(source, $"{name} is not a list");
        }

        var bad = field is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray().FirstOrDefault(item => item.ValueKind != JsonValueKind.String || !isGood(item.GetString()!)) : default;
        return bad.ValueKind == JsonValueKind.Undefined ? Texts(field, null) : throw Invalid(source, $"{name} has {bad.GetRawText()}, which is not {wanted}");
    }

    private static JsonElement? Field(JsonElement? element, string name)
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

    private static ImmutableArray<string>? Texts(JsonElement? list, string? field) =>
        list is not { ValueKind: JsonValueKind.Array } array ? null
        : [.. array.EnumerateArray().Select(item => field is null ? item : Field(item, field) ?? default).Where(item => item.ValueKind == JsonValueKind.String).Select(item => item.GetString()!)];

    private static GCException Invalid(string source, string what) =>
        new(ErrorIds.RequestInvalid, $"{source} is not a saved policy: {what}.") { Advice = "Save a policy with (Get-GCAttachmentPolicy ...).Json | Set-Content policy.json." };
}
