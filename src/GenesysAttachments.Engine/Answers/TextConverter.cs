using System.Text.Json;
using System.Text.Json.Serialization;

namespace GenesysAttachments.Engine.Answers;

/// <summary>Words for people, or a word of the protocol that may be unknown. What is no text is none; it never spoils its answer.</summary>
internal sealed class TextConverter : JsonConverter<string>
{
    // What a long conversation says a thousand times is kept once.
    private static readonly string[] Usual = ["agent", "customer", "acd", "external", "user", "workflow", "connected", "disconnected"];

    /// <inheritdoc/>
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            foreach (var word in Usual)
            {
                if (reader.ValueTextEquals(word))
                {
                    return word;
                }
            }

            return reader.GetString();
        }

        var isNumber = reader.TokenType == JsonTokenType.Number;
        using var value = JsonDocument.ParseValue(ref reader);
        return isNumber ? value.RootElement.GetRawText() : null;
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);
}
