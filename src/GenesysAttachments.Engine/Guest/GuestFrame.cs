using System.Text.Json;
using GenesysAttachments.Engine.Telemetry;

namespace GenesysAttachments.Engine.Guest;

/// <summary>A frame of the web messaging service. What it is says <see cref="Class"/> alone: sources disagree on type and code.</summary>
internal sealed class GuestFrame
{
    private readonly JsonElement _body;

    private readonly SecretMask? _mask;

    private GuestFrame(JsonElement root, SecretMask? mask)
    {
        _mask = mask;
        Class = Text(root, "class") ?? "";
        TracingId = Text(root, "tracingId");
        Code = Number(root, "code") ?? 0;
        _body = root.TryGetProperty("body", out var body) ? body.Clone() : default;
    }

    public string Class { get; }

    public int Code { get; }

    public string? TracingId { get; }

    public string? AttachmentId => Field("attachmentId");

    /// <summary>The body when it is a plain string.</summary>
    public string? Said => _body.ValueKind == JsonValueKind.String ? _body.GetString() : null;

    /// <summary>The body when it is an object.</summary>
    public JsonElement? Body => _body.ValueKind == JsonValueKind.Object ? _body : null;

    /// <summary>Words of a refusal, without secrets that they may repeat.</summary>
    public string Masked(string words) => _mask?.Apply(words) ?? words;

    /// <summary>Reads a frame; null when it is not a JSON object.</summary>
    /// <param name="text">The frame.</param>
    /// <param name="mask">The guest's secrets.</param>
    public static GuestFrame? Read(ReadOnlyMemory<byte> text, SecretMask? mask = null)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return document.RootElement.ValueKind == JsonValueKind.Object ? new GuestFrame(document.RootElement, mask) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>A text field of the body.</summary>
    public string? Field(string name) => Body is { } body ? Text(body, name) : null;

    /// <summary>A whole-number field of the body, also when it came as a string.</summary>
    public int? FieldNumber(string name) => Body is { } body ? Number(body, name) : null;

    /// <summary>A yes-or-no field of the body.</summary>
    public bool? FieldFlag(string name) =>
        Body is { } body && body.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean() : null;

    internal static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    internal static int? Number(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) switch
        {
            true when value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) => number,
            true when value.ValueKind == JsonValueKind.String && int.TryParse(value.GetString(), out var number) => number,
            _ => null,
        };
}
