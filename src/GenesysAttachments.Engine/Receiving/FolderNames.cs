using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace GenesysAttachments.Engine.Receiving;

/// <summary>
/// Which names of a folder are taken, without case, as a disk may see them. Hashes instead of names: a folder may hold hundreds of thousands.
/// Not thread-safe.
/// </summary>
internal sealed class FolderNames
{
    private const int MostGap = 16;
    private const int MostKnown = 20_000;
    private readonly Dictionary<ulong, long> _lengths = [];
    private readonly Dictionary<ulong, List<(int Number, long Length)>> _numbered = [];

    /// <summary>Takes in what is there.</summary>
    public static FolderNames Of(string folder)
    {
        var names = new FolderNames();
        foreach (var entry in new DirectoryInfo(folder).EnumerateFileSystemInfos())
        {
            names._lengths[Key(entry.Name)] = entry is FileInfo { LinkTarget: null } file ? file.Length : -1;
        }

        return names;
    }

    /// <summary>Numbers under which a name is taken, each with the file's length, from 1 for the name itself; -1 for what is no plain file.</summary>
    public IReadOnlyList<(int Number, long Length)> Taken(string name)
    {
        var key = Key(name);
        if (_numbered.TryGetValue(key, out var known))
        {
            return known;
        }

        if (_numbered.Count >= MostKnown)
        {
            _numbered.Clear();
        }

        var found = new List<(int Number, long Length)>(1);
        // Somebody may have deleted one between others.
        for (var (number, gap) = (1, 0); gap < MostGap; number++)
        {
            if (_lengths.TryGetValue(Key(Numbered(name, number)), out var length))
            {
                (gap, _) = (0, number);
                found.Add((number, length));
            }
            else
            {
                gap++;
            }
        }

        return _numbered[key] = found;
    }

    /// <summary>A name of a number.</summary>
    public static string Numbered(string name, int number) => number == 1 ? name : LocalNames.Number(name, number);

    /// <summary>The number to try next, where all up to it are taken.</summary>
    public int FirstFree(string name)
    {
        var taken = Taken(name);
        var number = 1;
        foreach (var (at, _) in taken)
        {
            if (at != number)
            {
                break;
            }

            number++;
        }

        return number;
    }

    /// <summary>Notes that a name of a number is taken now.</summary>
    public void Take(string name, int number, long length)
    {
        _ = Taken(name);
        _lengths[Key(Numbered(name, number))] = length;
        var list = _numbered[Key(name)];
        var at = list.FindIndex(taken => taken.Number >= number);
        if (at < 0)
        {
            list.Add((number, length));
        }
        else if (list[at].Number != number)
        {
            list.Insert(at, (number, length));
        }
    }

    private static ulong Key(string name) => BinaryPrimitives.ReadUInt64LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(LocalNames.Fold(name))));
}
