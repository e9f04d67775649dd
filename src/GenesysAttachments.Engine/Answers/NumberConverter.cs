using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace GenesysAttachments.Engine.Answers;

/// <summary>A whole number, also one written as text; none where the answer's is no such number.</summary>
internal sealed class NumberConverter : JsonConverter<long?>
{
    /// <summary>The number that an element holds.</summary>
    public static long? Of(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Number when element.TryGetInt64(out var number) => number,
        JsonValueKind.String when long.TryParse(element.GetString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) => number,
        _ => null,
    };

    /// <inheritdoc/>
    public override long? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var value = JsonDocument.ParseValue(ref reader);
        return Of(value.RootElement);
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, long? value, JsonSerializerOptions options) => throw new NotSupportedException("Numbers are only read.");
}
