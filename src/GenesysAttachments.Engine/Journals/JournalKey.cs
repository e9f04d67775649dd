using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using GenesysAttachments.Engine.Routes;

namespace GenesysAttachments.Engine.Journals;

/// <summary>
/// Tells items apart: the same file to the same target under the same name and text is the same item. When it was last written is no part of
/// it: a file that was only touched is the same.
/// </summary>
internal static class JournalKey
{
    /// <summary>Key of a file's item.</summary>
    public static UInt128 Of(Plan plan) =>
        Hash("file", plan.SessionKey ?? "", plan.Target.Key, plan.RouteOrNull ?? "", plan.File.Path, plan.File.Length.ToString(CultureInfo.InvariantCulture), plan.File.SentName, plan.Text?.Value ?? "");

    /// <summary>Key of the n-th equal item of a run.</summary>
    public static UInt128 Again(UInt128 key, int n) => Hash("again", Text(key), n.ToString(CultureInfo.InvariantCulture));

    /// <summary>Key of the item that the file is now, where its content is another than that of the key.</summary>
    public static UInt128 Changed(UInt128 key, string sha256) => Hash("changed", Text(key), sha256);

    /// <summary>Key of a text: once per conversation where the run shares it, else with its item.</summary>
    public static UInt128 OfText(Plan plan, string text, UInt128? item) => Hash("text", plan.Lane, text, item is { } one ? Text(one) : "");

    /// <summary>As it stands in a line.</summary>
    public static string Text(UInt128 key) => key.ToString("x32", CultureInfo.InvariantCulture);

    // Each part with its length, so that no two lists run into the same.
    private static UInt128 Hash(params ReadOnlySpan<string> parts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> length = stackalloc byte[4];
        foreach (var part in parts)
        {
            var bytes = Encoding.UTF8.GetBytes(part);
            BinaryPrimitives.WriteInt32LittleEndian(length, bytes.Length);
            hash.AppendData(length);
            hash.AppendData(bytes);
        }

        Span<byte> all = stackalloc byte[32];
        hash.GetHashAndReset(all);
        return BinaryPrimitives.ReadUInt128BigEndian(all);
    }
}
