using System.Buffers.Binary;
using System.Text;

namespace GenesysAttachments.Page.Tests;

/// <summary>A PNG file with a description in it.</summary>
internal static class Png
{
    private const int Signature = 8;
    private const int HeaderEnd = Signature + 8 + 13 + 4;
    private const string Keyword = "Description\0";

    /// <summary>Width and height in pixels.</summary>
    public static (int Width, int Height) Size(byte[] png) => (BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(16)), BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(20)));

    /// <summary>The same picture with a description.</summary>
    public static byte[] Describe(byte[] png, string description)
    {
        var body = Encoding.ASCII.GetBytes("tEXt" + Keyword + description);
        var (length, check) = (new byte[4], new byte[4]);
        BinaryPrimitives.WriteInt32BigEndian(length, body.Length - 4);
        BinaryPrimitives.WriteUInt32BigEndian(check, Crc32(body));
        return [.. png[..HeaderEnd], .. length, .. body, .. check, .. png[HeaderEnd..]];
    }

    // As the PNG specification has it, in annex D.
    private static uint Crc32(byte[] bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) == 1 ? (crc >> 1) ^ 0xEDB88320 : crc >> 1;
            }
        }

        return ~crc;
    }

    /// <summary>Whether the picture has that description.</summary>
    public static bool IsDescribed(byte[] png, string description) => png.AsSpan().IndexOf(Encoding.ASCII.GetBytes("tEXt" + Keyword + description)) == HeaderEnd + 4;
}
