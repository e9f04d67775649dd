using System.Collections.Frozen;
using System.Text.Json;
using GenesysAttachments.Engine.Answers;
using GenesysAttachments.Engine.Display;

namespace GenesysAttachments.Engine.Guest;

/// <summary>A frame of the web messaging service. What it is says <see cref="Class"/> alone: sources disagree on type and code.</summary>
internal sealed class GuestFrame
{
    // Measures take known values alone (docs/protocol.md, Guest).
    private static readonly FrozenSet<string> Known = new[]
    {
        "string", "SessionResponse", "GetConfigurationResponse", "JwtResponse", "ResumeTokenResponse", "PresignedUrlResponse", "AttachmentDeletedResponse", "UploadSuccessEvent",
        "UploadFailureEvent", "GenerateUrlError", "StructuredMessage", "ErrorMessage", "Error", "GeneralError", "ServerError", "TooManyRequestsErrorMessage", "SessionExpiredEvent",
        "SessionClearedEvent", "LogoutEvent", "ConnectionClosedEvent",
    }.ToFrozenSet(StringComparer.Ordinal);

    private readonly JsonElement _body;
    private readonly SecretMask _mask;

    private GuestFrame(JsonElement root, SecretMask mask)
    {
        TracingId = Text(root, "tracingId");
        Code = Number(root, "code") ?? 0;
        _body = root.TryGetProperty("body", out var body) ? body.Clone() : default;
        // What the frame itself brings is secret as well.
        _mask = mask.And(Field("jwt")).AndUrl(Field("url") ?? "").AndUrl(Field("downloadUrl") ?? "");
        Class = _mask.ShowWord(Text(root, "class")) ?? "";
    }

    /// <summary>What it is, as it may be shown.</summary>
    public string Class { get; }

    /// <summary>The same where only known values may stand.</summary>
    public string KnownClass => Known.Contains(Class) ? Class : "other";

    public int Code { get; }

    public string? TracingId { get; }

    public string? AttachmentId => Field("attachmentId");

    /// <summary>The body when it is a plain string.</summary>
    public string? Said => _body.ValueKind == JsonValueKind.String ? _body.GetString() : null;

    /// <summary>The body when it is an object.</summary>
    public JsonElement? Body => _body.ValueKind == JsonValueKind.Object ? _body : null;

    /// <summary>What the frame says somewhere, as it may be shown.</summary>
    public string Show(string? words) => words is null ? "" : _mask.Show(words);

    /// <summary>Reads a frame; null when it is not a JSON object of bearable depth.</summary>
    /// <param name="text">The frame.</param>
    /// <param name="mask">The guest's secrets.</param>
    public static GuestFrame? Read(ReadOnlyMemory<byte> text, SecretMask mask)
    {
        try
        {
            using var document = AnswerJson.ReadDocument(text);
            return document.RootElement.ValueKind == JsonValueKind.Object ? new GuestFrame(document.RootElement, mask) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>A text field of the body.</summary>
    public string? Field(string name) => Body is { } body ? Text(body, name) : null;

    /// <summary>The texts of an object in the body, by name; null where the body has no such object.</summary>
    public IReadOnlyDictionary<string, string>? Texts(string name)
    {
        if (Body is not { } body || !body.TryGetProperty(name, out var list) || list.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var text in list.EnumerateObject().Where(text => text.Value.ValueKind == JsonValueKind.String))
        {
            texts[text.Name] = text.Value.GetString()!;
        }

        return texts;
    }

    /// <summary>A whole-number field of the body, also when it came as a string.</summary>
    public int? FieldNumber(string name) => Body is { } body ? Number(body, name) : null;

    /// <summary>A yes-or-no field of the body.</summary>
    public bool? FieldFlag(string name) =>
        Body is { } body && body.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean() : null;

    internal static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    internal static int? Number(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && NumberConverter.Of(value) is >= int.MinValue and <= int.MaxValue and var number ? (int)number : null;
}
