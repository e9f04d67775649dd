using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace GenesysAttachments.Sandbox.Org;

/// <summary>The ids that lead to files of messages: 16 hex digits, made when a file is first told of.</summary>
internal sealed class DownloadIds
{
    private const int IdBytes = 8;
    private readonly ConcurrentDictionary<string, Upload> _byId = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<Upload, string> _ids = new();

    /// <summary>The id that leads to a file; the same one until it is given up.</summary>
    public string IdOf(Upload upload) => _ids.GetOrAdd(upload, added =>
    {
        var id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(IdBytes));
        _byId[id] = added;
        return id;
    });

    /// <summary>The file of an id; null where there is none, or none any more.</summary>
    public Upload? Find(string id) => _byId.GetValueOrDefault(id);

    /// <summary>Gives every id up: whoever reads a message again is told another.</summary>
    public void Expire()
    {
        _ids.Clear();
        _byId.Clear();
    }
}
