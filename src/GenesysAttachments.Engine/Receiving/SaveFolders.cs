using System.Collections.Concurrent;

namespace GenesysAttachments.Engine.Receiving;

/// <summary>The folders that a command saves in, each opened once as long as there are not too many. Thread-safe.</summary>
internal sealed class SaveFolders
{
    // A folder for each of a million conversations: the earlier ones are looked into again when they are needed again.
    private const int Most = 64;
    private readonly ConcurrentDictionary<string, Lazy<SaveFolder>> _folders = new(StringComparer.Ordinal);

    /// <summary>The folder of a path.</summary>
    /// <exception cref="Errors.GCException">It cannot be used; the next call looks again.</exception>
    public SaveFolder Of(string path)
    {
        if (_folders.Count >= Most && !_folders.ContainsKey(path))
        {
            _folders.Clear();
        }

        var folder = _folders.GetOrAdd(path, static path => new Lazy<SaveFolder>(() => SaveFolder.Open(path)));
        try
        {
            return folder.Value;
        }
        catch
        {
            _folders.TryRemove(new(path, folder));
            throw;
        }
    }
}
