using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace GenesysAttachments.Engine.Policies;

/// <summary>
/// A list of objects with a <c>type</c>: the good ones. Read as it comes, for there may be a hundred thousand. What is no list says nothing.
/// </summary>
internal sealed class MediaTypeListConverter : JsonConverter<ImmutableArray<string>?>
{
    /// <inheritdoc/>
    public override ImmutableArray<string>? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            reader.Skip();
            return null;
        }

        var types = ImmutableArray.CreateBuilder<string>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                reader.Skip();
            }
            else if (PolicyEntries.Type(TypeOf(ref reader)) is { } type)
            {
                types.Add(type);
            }
        }

        return types.ToImmutable();
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, ImmutableArray<string>? value, JsonSerializerOptions options) => throw new NotSupportedException("Policies of an org are only read.");

    private static string? TypeOf(ref Utf8JsonReader reader)
    {
        string? type = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isType = "type".Equals(reader.GetString(), StringComparison.OrdinalIgnoreCase);
            reader.Read();
            if (isType && reader.TokenType == JsonTokenType.String)
            {
                type = reader.GetString();
            }
            else
            {
                reader.Skip();
            }
        }

        return type;
    }
}
