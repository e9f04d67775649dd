using System.Buffers.Binary;
using System.Text;

namespace GenesysAttachments.Engine.Files.Content;

/// <summary>The brands of an ISO-BMFF file (ISO/IEC 14496-12 4.3).</summary>
internal static class Brands
{
    private const uint LongestBox = 256;

    /// <summary>The major brand, then the compatible ones.</summary>
    public static List<string> Of(ReadOnlySpan<byte> head)
    {
        var length = head.Length < 16 ? 0 : (int)Math.Min(BinaryPrimitives.ReadUInt32BigEndian(head), Math.Min((uint)head.Length, LongestBox));
        var brands = new List<string>();
        for (var at = 8; at + 4 <= length; at += 4)
        {
            if (at != 12)
            {
                brands.Add(Encoding.Latin1.GetString(head.Slice(at, 4)));
            }
        }

        return brands;
    }
}
