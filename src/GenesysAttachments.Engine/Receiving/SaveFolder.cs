using System.Security.Cryptography;
using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Files;

namespace GenesysAttachments.Engine.Receiving;

/// <summary>
/// A folder that attachments are saved in. A file comes there whole and compared, under a name of its own, or not at all; what is there is never
/// written over; and the same bytes under the same name are kept once. Thread-safe.
/// </summary>
internal sealed class SaveFolder
{
    private readonly Lock _lock = new();
    private readonly string _path;
    private readonly FolderNames _names;

    private SaveFolder(string path, FolderNames names) => (_path, _names) = (path, names);

    /// <summary>Opens a folder, made where it is not there, and takes away what killed runs left half done.</summary>
    /// <exception cref="GCException"><see cref="ErrorIds.FileUnwritable"/>.</exception>
    public static SaveFolder Open(string path)
    {
        try
        {
            Directory.CreateDirectory(path);
            PartFile.Sweep(path);
            return new SaveFolder(path, FolderNames.Of(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new GCException(ErrorIds.FileUnwritable, $"The folder '{path}' cannot be used: {e.Message}", e);
        }
    }

    /// <summary>The path of a file of that name, or of that name with a number, that holds those very bytes; null where none does.</summary>
    public string? Find(string name, long length, string sha256) => Find(name, length, sha256, 0, out _);

    /// <summary>Begins a file.</summary>
    /// <exception cref="GCException"><see cref="ErrorIds.FileUnwritable"/>.</exception>
    public PartFile Begin() => PartFile.In(_path);

    /// <summary>Gives a fetched file its final name: the name itself, or where that is taken the first number that is free.</summary>
    /// <param name="part">The file.</param>
    /// <param name="name">The name.</param>
    /// <param name="received">What it holds.</param>
    /// <param name="wasThere">Whether the same bytes were there already, and it was not needed.</param>
    /// <returns>The path.</returns>
    /// <exception cref="GCException"><see cref="ErrorIds.FileUnwritable"/>.</exception>
    public string Keep(PartFile part, string name, Received received, out bool wasThere)
    {
        part.Flush();
        for (var looked = 0; ;)
        {
            if (Find(name, received.Length, received.Sha256, looked, out looked) is { } same)
            {
                wasThere = true;
                return same;
            }

            lock (_lock)
            {
                // Another worker may have kept one of the same name meanwhile.
                if (_names.Taken(name).Count != looked)
                {
                    continue;
                }

                var number = _names.FirstFree(name);
                var path = PathOf(name, number);
                var isKept = part.TryMoveTo(path);
                _names.Take(name, number, isKept ? received.Length : LengthOf(path));
                if (isKept)
                {
                    wasThere = false;
                    return path;
                }
            }
        }
    }

    private string? Find(string name, long length, string sha256, int from, out int looked)
    {
        List<(int Number, long Length)> taken;
        lock (_lock)
        {
            taken = [.. _names.Taken(name)];
        }

        // What came since is what was not looked at, wherever in the row it stands.
        looked = taken.Count;
        return taken.Count == from ? null : taken.Where(file => file.Length == length).Select(file => PathOf(name, file.Number)).FirstOrDefault(path => Holds(path, length, sha256));
    }

    private string PathOf(string name, int number) => Path.Combine(_path, FolderNames.Numbered(name, number));

    private static long LengthOf(string path) => new FileInfo(path) is { Exists: true, LinkTarget: null } file ? file.Length : -1;

    // The one that is there may be a pipe, a link, or no longer there.
    private static bool Holds(string path, long length, string sha256)
    {
        try
        {
            if (new FileInfo(path).LinkTarget is not null || FileStatus.Of(path)?.Special is not null)
            {
                return false;
            }

            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 0, FileOptions.SequentialScan);
            return file.Length == length && Convert.ToHexStringLower(SHA256.HashData(file)) == sha256;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
