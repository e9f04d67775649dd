using System.Security.Cryptography;
using System.Text.Json;
using GenesysAttachments.Sandbox.Org;
using Microsoft.AspNetCore.StaticFiles;

namespace GenesysAttachments.Sandbox.Control;

/// <summary>Puts messages into conversations that no route brought there: what customers and agents sent elsewhere, and what nobody would send in good faith.</summary>
internal sealed class MessageControl(Organization org)
{
    /// <summary>Routes of these messages; the outbound ones stand among the uploads of the agent's leg.</summary>
    private const string Inbound = "Open";
    private const string Outbound = "Agent";

    // The names of a file's fields where it is told of; of the rest it is told always.
    private static readonly string[] Fields = ["url", "filename", "mime", "mediaType", "sha256", "contentSizeBytes", "fileSize"];

    private static readonly FileExtensionContentTypeProvider Types = new();

    internal sealed record MessageRequest(string? Direction, string? Text, DateTimeOffset? At, FileRequest[]? Attachments, bool Metadata = true);

    internal sealed record FileRequest(
        string? FileName, string? ContentType, byte[]? Content, long? Length, string? Url, string? Mime, string? MediaType, string? Sha256, long? ContentSizeBytes, string? Text, string[]? Omit);

    /// <summary>Adds a message; its ids.</summary>
    /// <exception cref="JsonException">It cannot be meant; the message says why.</exception>
    public async Task<object> AddAsync(string conversationId, MessageRequest? request, CancellationToken cancellationToken)
    {
        var conversation = org.Conversations.Find(conversationId) ?? throw new JsonException($"there is no conversation {conversationId}.");
        var isInbound = (request?.Direction ?? "inbound") switch { "inbound" => true, "outbound" => false, _ => throw new JsonException("direction is inbound or outbound.") };
        if (request is null || (request.Text is null && request.Attachments is not { Length: > 0 }))
        {
            throw new JsonException("a message has a text or attachments.");
        }

        var uploads = new List<Upload>();
        foreach (var file in request.Attachments ?? [])
        {
            uploads.Add(await AddAsync(conversation, isInbound ? Inbound : Outbound, file ?? throw new JsonException("an attachment is an object."), cancellationToken));
        }

        var message = new OrgMessage
        {
            At = request.At ?? org.Time.GetUtcNow(),
            Route = isInbound ? Inbound : Outbound,
            Conversation = conversation,
            IsInbound = isInbound,
            Text = request.Text,
            Uploads = uploads,
            HasMetadata = request.Metadata,
        };
        org.Messages.Add(message);
        return new
        {
            message.Conversation.ConversationId,
            MessageId = message.Id,
            Attachments = uploads.Select(upload => new { upload.Id, DownloadId = org.Downloads.IdOf(upload), upload.Sha256, upload.Length }),
        };
    }

    private async Task<Upload> AddAsync(Conversation conversation, string route, FileRequest file, CancellationToken cancellationToken)
    {
        if (file is { Content: not null, Length: not null } or { Length: < 0 })
        {
            throw new JsonException("an attachment has content, as Base64, or a length of bytes that are made up.");
        }

        if (file.Omit?.Except(Fields).FirstOrDefault() is { } unknown)
        {
            throw new JsonException($"omit names fields of {string.Join(", ", Fields)}, not {unknown}.");
        }

        var (id, name) = (Guid.NewGuid().ToString(), file.FileName ?? "file.bin");
        var content = file.Content ?? [];
        var upload = new Upload
        {
            Id = id,
            // A name that no path can be made of must not stand in one.
            Key = $"attachments/~{id}/file",
            Route = route,
            Conversation = conversation,
            FileName = name,
            ContentType = file.ContentType ?? (Types.TryGetContentType(name, out var known) ? known : "application/octet-stream"),
            Length = file.Length ?? content.Length,
            Allowed = true,
            IsMade = file.Length is not null,
            Told = new ToldFile(file.Url, file.Mime, file.MediaType, file.Sha256, file.ContentSizeBytes, file.Text, file.Omit ?? []),
            Sha256 = file.Length is { } length ? MadeFile.Sha256(length) : Convert.ToHexStringLower(SHA256.HashData(content)),
            // By another's URL alone: the platform has no copy of it.
            Status = file is { Url: not null, Content: null, Length: null } ? "invalid" : "valid",
            Used = true,
        };
        if (!upload.IsMade)
        {
            await org.Files.ReadAsync(new MemoryStream(content), id, _ => ValueTask.CompletedTask, cancellationToken);
        }

        return org.Uploads.Add(upload);
    }
}
