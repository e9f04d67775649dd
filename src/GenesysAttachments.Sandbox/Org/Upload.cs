namespace GenesysAttachments.Sandbox.Org;

/// <summary>An upload that was announced, and what came of it.</summary>
internal sealed class Upload
{
    public required string Id { get; init; }

    public required string Key { get; init; }

    public required Conversation Conversation { get; init; }

    /// <summary>The route that announced it. Ids of one route mean nothing on another.</summary>
    public required string Route { get; init; }

    public required string FileName { get; init; }

    /// <summary>The type announced, or the one the server takes from the name where none is.</summary>
    public required string ContentType { get; init; }

    /// <summary>The platform's word for its kind of content.</summary>
    public string MediaType => ContentType.Split('/')[0].ToLowerInvariant() switch { "image" => "Image", "video" => "Video", "audio" => "Audio", _ => "File" };

    public required long Length { get; init; }

    /// <summary>Whether the org's rules allow its type; if not it turns out invalid, as a real upload does.</summary>
    public required bool Allowed { get; init; }

    /// <summary>SHA-256 of what arrived; null until it has.</summary>
    public string? Sha256 { get; set; }

    /// <summary><c>uploading</c>, <c>valid</c> or <c>invalid</c>.</summary>
    public string Status { get; set; } = "uploading";

    /// <summary>What messages say of it instead of the truth; null where they say the truth.</summary>
    public ToldFile? Told { get; init; }

    /// <summary>Whether its bytes are not kept but made when they are asked for: so many of <see cref="MadeFile"/>.</summary>
    public bool IsMade { get; init; }

    /// <summary>Whether a message has carried it.</summary>
    public bool Used { get; set; }

    /// <summary>Whether a message of that route may carry it into that conversation.</summary>
    public bool BelongsTo(string route, Conversation conversation) => Route == route && Conversation.ConversationId == conversation.ConversationId;

    /// <summary>Told when the bytes are there, before the upload is answered.</summary>
    public Func<Task>? OnStored { get; set; }

    public SentAttachment Sent => new(Id, FileName, ContentType, Length, Sha256 ?? "");
}
