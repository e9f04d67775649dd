using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.Unicode;

namespace GenesysAttachments.Engine.Answers;

/// <summary>
/// Reads JSON that came from outside. Halves of a surrogate pair and bytes that are no UTF-8 become U+FFFD, a byte order mark is passed
/// over; what is too deep or not as its type says is refused. How ids, words, dates, numbers and lists are read say the types themselves.
/// </summary>
internal static class AnswerJson
{
    private static readonly JsonDocumentOptions Shape = new() { MaxDepth = AnswerLimits.JsonDepth };

    /// <summary>The object.</summary>
    /// <exception cref="JsonException">It is not that JSON.</exception>
    public static T Read<T>(ReadOnlyMemory<byte> body, JsonTypeInfo<T> type)
        where T : class => JsonSerializer.Deserialize(Repaired(body).Span, type) ?? throw new JsonException("The answer is null.");

    /// <summary>The document. Its texts can be read without fear.</summary>
    /// <exception cref="JsonException">It is not JSON.</exception>
    public static JsonDocument ReadDocument(ReadOnlyMemory<byte> body) => JsonDocument.Parse(Repaired(body), Shape);

    private static ReadOnlyMemory<byte> Repaired(ReadOnlyMemory<byte> body)
    {
        if (body.Span.StartsWith(Encoding.UTF8.Preamble))
        {
            body = body[Encoding.UTF8.Preamble.Length..];
        }

        if (!Utf8.IsValid(body.Span))
        {
            body = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(body.Span));
        }

        return body.Span.IndexOf("\\ud"u8) >= 0 || body.Span.IndexOf("\\uD"u8) >= 0 ? WithWholePairs(body.ToArray()) : body;
    }

    private static byte[] WithWholePairs(byte[] json)
    {
        for (var at = 0; at < json.Length - 1; at++)
        {
            if (json[at] != '\\')
            {
                continue;
            }

            var unit = Unit(json, at);
            if (char.IsHighSurrogate((char)unit) && char.IsLowSurrogate((char)Unit(json, at + 6)))
            {
                at += 11;
            }
            else if (char.IsSurrogate((char)unit))
            {
                "FFFD"u8.CopyTo(json.AsSpan(at + 2));
                at += 5;
            }
            else
            {
                at++; // What is escaped is no backslash that begins something.
            }
        }

        return json;
    }

    // The code unit of a \uXXXX that begins here; 0 where none does.
    private static int Unit(byte[] json, int at) =>
        at + 6 <= json.Length && json[at] == '\\' && json[at + 1] == 'u'
        && int.TryParse(json.AsSpan(at + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit) ? unit : 0;
}
