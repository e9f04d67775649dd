using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using GenesysAttachments.Engine.Display;

namespace GenesysAttachments.Engine.Tracing;

/// <summary>
/// Writes JSON anew without its secrets, value by value: also the start of one that was cut, as far as it goes. What follows a mistake is not
/// written at all, since nobody can say what it is.
/// </summary>
internal sealed class MaskedJson
{
    private const int MaxDepth = 64;
    private static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private readonly TraceMask _mask;
    private readonly List<string> _found = [];
    private readonly Stack<string?> _names = [];
    private string? _name;
    private int _hiddenBelow = int.MaxValue;
    private int _headersBelow = int.MaxValue;

    private MaskedJson(TraceMask mask) => _mask = mask;

    /// <summary>Whether a text begins as an object or a list does.</summary>
    public static bool IsLike(ReadOnlySpan<byte> text) => text.TrimStart(" \t\r\n"u8) is [(byte)'{' or (byte)'[', ..];

    /// <summary>The JSON without its secrets.</summary>
    /// <param name="text">JSON, or the start of it.</param>
    /// <param name="mask">What is secret; the secrets that the JSON itself brings are hidden wherever in it they stand.</param>
    /// <param name="used">How many bytes of it could be read.</param>
    /// <param name="found">Secrets that it brought.</param>
    public static string Write(ReadOnlySpan<byte> text, TraceMask mask, out long used, out IReadOnlyList<string> found)
    {
        var first = new MaskedJson(mask.For(Encoding.UTF8.GetString(text)));
        var masked = first.Run(text, out used);
        found = first._found;
        if (found.Count == 0 || mask.And(found) is var more && more.Known(masked) == masked)
        {
            return masked;
        }

        return new MaskedJson(more).Run(text, out used);
    }

    private string Run(ReadOnlySpan<byte> text, out long used)
    {
        var output = new ArrayBufferWriter<byte>(text.Length + 16);
        using var writer = new Utf8JsonWriter(output, Relaxed);
        var reader = new Utf8JsonReader(text, isFinalBlock: false, new JsonReaderState(new JsonReaderOptions { MaxDepth = MaxDepth, CommentHandling = JsonCommentHandling.Disallow }));
        used = 0;
        try
        {
            while (reader.Read())
            {
                Copy(ref reader, writer);
                used = reader.BytesConsumed;
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // No JSON from here on; or a string that is no text.
        }

        writer.Flush();
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    private void Copy(ref Utf8JsonReader reader, Utf8JsonWriter writer)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.PropertyName:
                _name = reader.GetString();
                writer.WritePropertyName(_mask.Known(_name!));
                return;
            case JsonTokenType.StartObject or JsonTokenType.StartArray:
                Begin(ref reader, writer);
                return;
            case JsonTokenType.EndObject or JsonTokenType.EndArray:
                End(ref reader, writer);
                return;
            case JsonTokenType.String:
                writer.WriteStringValue(Value(reader.GetString()!));
                return;
            case JsonTokenType.Number:
                Number(Encoding.UTF8.GetString(reader.ValueSpan), writer);
                return;
            case JsonTokenType.True or JsonTokenType.False:
                writer.WriteBooleanValue(reader.GetBoolean());
                return;
            default:
                writer.WriteNullValue();
                return;
        }
    }

    private void Begin(ref Utf8JsonReader reader, Utf8JsonWriter writer)
    {
        // A list hands its name on to what is in it.
        _names.Push(_name);
        if (reader.TokenType == JsonTokenType.StartObject)
        {
            _hiddenBelow = SecretNames.Holds(_name) ? Math.Min(_hiddenBelow, reader.CurrentDepth) : _hiddenBelow;
            _headersBelow = SecretNames.IsHeaderList(_name) ? Math.Min(_headersBelow, reader.CurrentDepth) : _headersBelow;
            _name = null;
            writer.WriteStartObject();
        }
        else
        {
            writer.WriteStartArray();
        }
    }

    private void End(ref Utf8JsonReader reader, Utf8JsonWriter writer)
    {
        _hiddenBelow = reader.CurrentDepth <= _hiddenBelow ? int.MaxValue : _hiddenBelow;
        _headersBelow = reader.CurrentDepth <= _headersBelow ? int.MaxValue : _headersBelow;
        _name = _names.TryPop(out var name) ? name : null;
        if (reader.TokenType == JsonTokenType.EndObject)
        {
            writer.WriteEndObject();
        }
        else
        {
            writer.WriteEndArray();
        }
    }

    private bool IsHidden => _hiddenBelow != int.MaxValue || SecretNames.Holds(_name)
        || (_headersBelow != int.MaxValue && _name is { } header && !header.Equals("Content-Type", StringComparison.OrdinalIgnoreCase));

    private string Value(string text)
    {
        if (IsHidden)
        {
            _found.Add(text);
            return TraceMask.Hidden;
        }

        if (!text.StartsWith("http", StringComparison.OrdinalIgnoreCase) || !text.Contains("://", StringComparison.Ordinal) || !text.Contains('?', StringComparison.Ordinal) || text.AsSpan().ContainsAny(' ', '\n'))
        {
            return _mask.Text(text);
        }

        _found.AddRange(UrlSecrets.Of(text));
        return _mask.Url(text, isSigned: true);
    }

    private void Number(string digits, Utf8JsonWriter writer)
    {
        if (IsHidden || _mask.Known(digits) != digits)
        {
            writer.WriteStringValue(TraceMask.Hidden);
        }
        else
        {
            writer.WriteRawValue(digits, skipInputValidation: true);
        }
    }
}
