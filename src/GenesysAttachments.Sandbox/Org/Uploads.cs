using System.Collections.Concurrent;

namespace GenesysAttachments.Sandbox.Org;

/// <summary>Uploads by id and by storage key.</summary>
internal sealed class Uploads
{
    private readonly ConcurrentDictionary<string, Upload> _byId = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Upload> _byKey = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string Route, string ConversationId), List<Upload>> _byOwner = new();

    public Upload Announce(string route, Conversation conversation, string fileName, string contentType, long length, bool allowed, string? givenId = null)
    {
        var id = givenId ?? Guid.NewGuid().ToString();
        // '~' is sent as %7E: right for the storage, and a trap for clients that rewrite URLs.
        var upload = new Upload
        {
            Id = id, Key = $"attachments/~{id}/{fileName}", Route = route, Conversation = conversation, FileName = fileName, ContentType = contentType, Length = length, Allowed = allowed,
        };
        return Add(upload);
    }

    /// <summary>Takes in an upload that was not announced, because it did not come this way.</summary>
    public Upload Add(Upload upload)
    {
        _byId[upload.Id] = upload;
        _byKey[upload.Key] = upload;
        var owned = _byOwner.GetOrAdd((upload.Route, upload.Conversation.ConversationId), _ => []);
        lock (owned)
        {
            owned.Add(upload);
        }

        return upload;
    }

    public Upload? Find(string id) => _byId.GetValueOrDefault(id);

    public Upload? FindByKey(string key) => _byKey.GetValueOrDefault(key);

    /// <summary>Uploads that a route announced for a conversation, newest first, and how many there are in all.</summary>
    public (IReadOnlyList<Upload> Page, int Total) List(string route, Conversation conversation, string? status, int skip, int take)
    {
        if (!_byOwner.TryGetValue((route, conversation.ConversationId), out var owned))
        {
            return ([], 0);
        }

        lock (owned)
        {
            var newest = Enumerable.Range(1, owned.Count).Select(back => owned[^back]);
            return status is null
                ? ([.. newest.Skip(skip).Take(take)], owned.Count)
                : ([.. newest.Where(upload => upload.Status == status).Skip(skip).Take(take)], owned.Count(upload => upload.Status == status));
        }
    }

    public void Clear()
    {
        _byOwner.Clear();
        _byId.Clear();
        _byKey.Clear();
    }
}
