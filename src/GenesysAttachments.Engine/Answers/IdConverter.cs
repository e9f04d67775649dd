using System.Text.Json;
using System.Text.Json.Serialization;

namespace GenesysAttachments.Engine.Answers;

/// <summary>An id that further calls are made with: visible ASCII, and no step of a path. Anything else breaks the answer's shape.</summary>
internal sealed class IdConverter : JsonConverter<string>
{
    private const int Longest = 512;

    /// <summary>Whether it may be an id.</summary>
    public static bool IsId(string? id) => id is { Length: > 0 and <= Longest } and not ("." or "..") && id.All(c => c is > ' ' and <= '~');

    /// <summary>Whether it may be a token: visible ASCII, as a header takes it.</summary>
    public static bool IsToken(string? token) => token is { Length: > 0 } && !token.AsSpan().ContainsAnyExceptInRange('!', '~');

    /// <inheritdoc/>
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && reader.GetString() is var id && IsId(id) ? id : throw new JsonException("An id that is none.");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);
}
