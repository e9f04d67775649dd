using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using GenesysAttachments.Engine.Display;

namespace GenesysAttachments.Engine.Tracing;

/// <summary>The parts of a HAR, compiled ahead.</summary>
[JsonSerializable(typeof(HarEntry))]
[JsonSerializable(typeof(HarFrame))]
internal sealed partial class HarJson : JsonSerializerContext
{
    // People read it: a quote within a string is \", and not \u0022.
    private static readonly HarJson Readable = new(new JsonSerializerOptions
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, PropertyNamingPolicy = JsonNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    });

    /// <summary>An entry as it stands in the file.</summary>
    public static byte[] Of(HarEntry entry) => Escaped(JsonSerializer.SerializeToUtf8Bytes(entry, Readable.HarEntry));

    /// <summary>A frame as it stands in the file.</summary>
    public static byte[] Of(HarFrame frame) => Escaped(JsonSerializer.SerializeToUtf8Bytes(frame, Readable.HarFrame));

    // Whoever prints the file to a terminal must not be at its mercy: what cannot be seen is escaped, which in a string means the same.
    private static byte[] Escaped(byte[] json)
    {
        if (!json.AsSpan().ContainsAnyExceptInRange((byte)0, (byte)0x7E))
        {
            return json;
        }

        var escaped = new StringBuilder(json.Length);
        foreach (var rune in Encoding.UTF8.GetString(json).EnumerateRunes())
        {
            if (rune.Value < 0x7F || ShownText.IsShown(rune))
            {
                escaped.Append(rune.ToString());
            }
            else
            {
                foreach (var half in rune.ToString())
                {
                    escaped.Append("\\u").Append(((int)half).ToString("x4", System.Globalization.CultureInfo.InvariantCulture));
                }
            }
        }

        return Encoding.UTF8.GetBytes(escaped.ToString());
    }
}
