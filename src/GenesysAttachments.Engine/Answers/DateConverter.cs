using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace GenesysAttachments.Engine.Answers;

/// <summary>A moment; none where the answer's cannot be read.</summary>
internal sealed class DateConverter : JsonConverter<DateTimeOffset?>
{
    /// <inheritdoc/>
    public override DateTimeOffset? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var value = JsonDocument.ParseValue(ref reader);
        return value.RootElement.ValueKind == JsonValueKind.String
            && DateTimeOffset.TryParse(value.RootElement.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var moment) ? moment : null;
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, DateTimeOffset? value, JsonSerializerOptions options) => throw new NotSupportedException("Dates are only read.");
}
