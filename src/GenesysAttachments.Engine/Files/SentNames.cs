using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace GenesysAttachments.Engine.Files;

/// <summary>
/// Keeps repairs from giving two files of a batch one name: <c>a b.pdf</c> after <c>a_b.pdf</c> becomes <c>a_b-2.pdf</c>. Files that
/// have the same name to begin with keep it. The same input in the same order gives the same names. Not thread-safe.
/// </summary>
public sealed class SentNames
{
    // Hashes instead of names: 400,000 of them are to fit into a few megabytes.
    private readonly HashSet<ulong> _plain = [];
    private readonly Dictionary<ulong, ulong> _repaired = [];

    /// <summary>The name to send.</summary>
    /// <param name="lane">What must not hold one name twice: a conversation.</param>
    /// <param name="name">The file's own name.</param>
    /// <param name="repaired">The same name as the route takes it.</param>
    public string Take(string lane, string name, string repaired)
    {
        var own = Hash(lane, name);
        for (var number = 1; ; number++)
        {
            var candidate = number == 1 ? repaired : Number(repaired, number);
            var hash = Hash(lane, candidate);
            var isTaken = _repaired.TryGetValue(hash, out var other) ? other != own : candidate != name && _plain.Contains(hash);
            if (isTaken)
            {
                continue;
            }

            if (candidate == name)
            {
                _plain.Add(hash);
            }
            else
            {
                _repaired[hash] = own;
            }

            return candidate;
        }
    }

    private static string Number(string name, int number)
    {
        var (stem, extension) = (Path.GetFileNameWithoutExtension(name), Path.GetExtension(name));
        var suffix = $"-{number}{extension}";
        return stem[..Math.Min(stem.Length, Math.Max(1, FileNames.MaxLength - 1 - suffix.Length))] + suffix;
    }

    // Without case: the two may meet on a disk that does not tell it apart.
    private static ulong Hash(string lane, string name) =>
        BinaryPrimitives.ReadUInt64LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes($"{lane}\n{name.ToUpperInvariant()}")));
}
