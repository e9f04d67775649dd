using System.Collections.Concurrent;

namespace GenesysAttachments.Sandbox;

/// <summary>An upload that was announced, and what came of it.</summary>
internal sealed class Upload
{
    public required string Id { get; init; }

    public required string Key { get; init; }

    public required Conversation Conversation { get; init; }

    public required string FileName { get; init; }

    /// <summary>The type announced, or the one the server takes from the name where none is.</summary>
    public required string ContentType { get; init; }

    public required long Length { get; init; }

    /// <summary>Whether the org's rules allow its type; if not it turns out invalid, as a real upload does.</summary>
    public required bool Allowed { get; init; }

    /// <summary>SHA-256 of what arrived; null until it has.</summary>
    public string? Sha256 { get; set; }

    /// <summary><c>uploading</c>, <c>valid</c> or <c>invalid</c>.</summary>
    public string Status { get; set; } = "uploading";

    public bool Used { get; set; }

    /// <summary>Told when the bytes are there, before the upload is answered.</summary>
    public Func<Task>? OnStored { get; set; }

    public SentAttachment Sent => new(Id, FileName, ContentType, Length, Sha256 ?? "");
}

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
