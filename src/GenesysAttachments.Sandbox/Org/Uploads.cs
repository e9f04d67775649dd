using System.Collections.Concurrent;

namespace GenesysAttachments.Sandbox.Org;

/// <summary>Uploads by id and by storage key.</summary>
internal sealed class Uploads
{
    private readonly ConcurrentDictionary<string, Upload> _byId = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Upload> _byKey = new(StringComparer.Ordinal);

    public Upload Announce(Conversation conversation, string fileName, string contentType, long length, bool allowed, string? givenId = null)
    {
        var id = givenId ?? Guid.NewGuid().ToString();
        // '~' is sent as %7E: right for the storage, and a trap for clients that rewrite URLs.
        var upload = new Upload { Id = id, Key = $"attachments/~{id}/{fileName}", Conversation = conversation, FileName = fileName, ContentType = contentType, Length = length, Allowed = allowed };
        _byId[id] = upload;
        _byKey[upload.Key] = upload;
        return upload;
    }

    public Upload? Find(string id) => _byId.GetValueOrDefault(id);

    public Upload? FindByKey(string key) => _byKey.GetValueOrDefault(key);

    public void Clear()
    {
        _byId.Clear();
        _byKey.Clear();
    }
}
