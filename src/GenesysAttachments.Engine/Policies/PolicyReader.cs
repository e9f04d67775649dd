using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using GenesysAttachments.Engine.Answers;
using GenesysAttachments.Engine.Display;
using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Files;
using static GenesysAttachments.Engine.Policies.PolicyEntries;

namespace GenesysAttachments.Engine.Policies;

/// <summary>Reads policies as the platform gives them, and as they were saved.</summary>
public static class PolicyReader
{
    private const long Kilobyte = 1024;
    private const long UsualInbound = 10_485_760;
    private const long UsualOutbound = 26_214_400;
    private const int LongestQuote = 100;

    /// <summary>Most bytes a saved policy may have: a million types fit in.</summary>
    public const long MaxFileLength = 100 * 1024 * 1024;

    /// <summary>Reads a saved policy from its file.</summary>
    /// <param name="path">Path of the file, absolute.</param>
    /// <exception cref="GCException">
    /// <see cref="ErrorIds.FileNotFound"/>, <see cref="ErrorIds.FileUnreadable"/>, or as <see cref="Parse"/>.
    /// </exception>
    public static AttachmentPolicy Load(string path)
    {
        try
        {
            // A device could be read for ever, and a pipe blocks.
            var special = FileStatus.Of(path)?.Special ?? (Directory.Exists(path) ? "a folder" : null);
            return special is not null ? throw new GCException(ErrorIds.FileUnreadable, $"'{path}' is {special}, not a saved policy.")
                : new FileInfo(path) is { Exists: true, Length: > MaxFileLength and var length } ? throw Invalid(path, string.Create(CultureInfo.InvariantCulture, $"it has {length:N0} bytes, and no policy has more than {MaxFileLength:N0}"))
                : Parse(File.ReadAllText(path), path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new GCException(e is FileNotFoundException or DirectoryNotFoundException ? ErrorIds.FileNotFound : ErrorIds.FileUnreadable, e.Message, e);
        }
    }

    /// <summary>A saved policy.</summary>
    /// <param name="json">As <see cref="AttachmentPolicy.ToJson"/> or <c>ConvertTo-Json</c> wrote it, lists in any order.</param>
    /// <param name="source">Where it comes from.</param>
    /// <exception cref="GCException"><see cref="ErrorIds.RequestInvalid"/>, naming what is wrong.</exception>
    public static AttachmentPolicy Parse(string json, string source)
    {
        try
        {
            using var document = AnswerJson.ReadDocument(Encoding.UTF8.GetBytes(json));
            var root = document.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement : throw Invalid(source, "it is not a JSON object");
            var direction = Field(root, "direction");
            return new AttachmentPolicy
            {
                Source = source,
                Direction = PolicyDirections.Canonical(direction is { ValueKind: not JsonValueKind.Null } ? Text(direction) : PolicyDirections.Inbound) is (PolicyDirections.Inbound or PolicyDirections.Outbound) and var known
                    ? known
                    : throw Invalid(source, $"its direction is '{Quote(direction!.Value).Trim('"')}', not Inbound or Outbound"),
                MaxBytes = Field(root, "maxBytes") is { ValueKind: JsonValueKind.Number } size && size.TryGetInt64(out var bytes) && bytes >= 0 ? bytes : throw Invalid(source, "maxBytes is missing or not a number of bytes"),
                AllowedTypes = Saved(root, "allowedTypes", source, Type, "a content type such as application/pdf, image/* or */*")
                    ?? throw Invalid(source, "allowedTypes is missing or not a list of types"),
                BlockedExtensions = Saved(root, "blockedExtensions", source, Extension, "an extension such as .exe") ?? [],
            };
        }
        catch (JsonException e)
        {
            throw Invalid(source, $"it is not JSON: {Redaction.Text(e.Message).TrimEnd('.')}");
        }
    }

    /// <summary>The rules in a guest session's or a deployment's answer. No types, or no size, means that attachments are switched off.</summary>
    internal static AttachmentPolicy FromAllowedMedia(JsonElement body, string source, SecretMask mask)
    {
        var inbound = Field(Field(body, "allowedMedia"), "inbound");
        var kilobytes = Field(inbound, "maxFileSizeKB") is { ValueKind: JsonValueKind.Number } size && size.TryGetInt64(out var number) ? number : 0;
        return new AttachmentPolicy
        {
            Source = source,
            MaxBytes = Math.Clamp(kilobytes, 0, long.MaxValue / Kilobyte) * Kilobyte,
            AllowedTypes = kilobytes > 0 ? Foreign(Field(inbound, "fileTypes"), "type", Type, mask) ?? [] : [],
            BlockedExtensions = Foreign(Field(body, "blockedExtensions"), null, Extension, mask) ?? [],
        };
    }

    /// <summary>
    /// One direction of a supported content profile (platform SDK 270, SupportedContent). A profile has no size; the usual one stands in.
    /// </summary>
    internal static AttachmentPolicy FromSupportedContent(SupportedContentBody body, string direction, string source, SecretMask mask) => new()
    {
        Source = source,
        Direction = direction,
        MaxBytes = direction == PolicyDirections.Outbound ? UsualOutbound : UsualInbound,
        AllowedTypes = [.. ((direction == PolicyDirections.Outbound ? body.MediaTypes?.Allow?.Outbound : body.MediaTypes?.Allow?.Inbound) ?? []).Where(type => mask.Apply(type) == type)],
    };

    // Of a saved policy every entry counts: one that is passed over would let through, or refuse, what nobody meant.
    private static ImmutableArray<string>? Saved(JsonElement root, string name, string source, Func<string?, string?> read, string wanted)
    {
        var field = Field(root, name);
        if (field is not { ValueKind: JsonValueKind.Array } list)
        {
            return field is null or { ValueKind: JsonValueKind.Null } ? null : throw Invalid(source, $"{name} is not a list");
        }

        var entries = ImmutableArray.CreateBuilder<string>(list.GetArrayLength());
        foreach (var item in list.EnumerateArray())
        {
            entries.Add(read(Text(item)) ?? throw Invalid(source, $"{name} has {Quote(item)}, which is not {wanted}"));
        }

        return entries.MoveToImmutable();
    }

    // Foreign text, and perhaps megabytes of it.
    private static string Quote(JsonElement element)
    {
        var raw = JsonMarshal.GetRawUtf8Value(element);
        var text = Encoding.UTF8.GetString(raw[..Math.Min(raw.Length, 4 * LongestQuote)]);
        return Redaction.Text(text.Length > LongestQuote ? text[..LongestQuote] + "…" : text);
    }

    private static GCException Invalid(string source, string what) =>
        new(ErrorIds.RequestInvalid, $"{source} is not a saved policy: {what}.") { Advice = "Save a policy with (Get-GCAttachmentPolicy ...).Json | Set-Content policy.json." };
}
