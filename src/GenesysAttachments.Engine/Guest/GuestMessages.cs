using System.Text.Json;
using GenesysAttachments.Engine.Answers;

namespace GenesysAttachments.Engine.Guest;

/// <summary>Reads messages as the service echoes and keeps them.</summary>
internal static class GuestMessages
{
    /// <summary>The first attachment of a message body; null when it has none.</summary>
    public static GuestAttachment? AttachmentOf(JsonElement message)
    {
        if (message.ValueKind != JsonValueKind.Object || !message.TryGetProperty("content", out var content) || content.ValueKind != JsonValueKind.Array)
        {
            return null;
        }

        foreach (var item in content.EnumerateArray())
        {
            if (item.ValueKind == JsonValueKind.Object && item.TryGetProperty("attachment", out var attachment) && GuestFrame.Text(attachment, "id") is { } id)
            {
                return new GuestAttachment(id, GuestFrame.Text(attachment, "sha256"), attachment.TryGetProperty("fileSize", out var size) ? NumberConverter.Of(size) : null);
            }
        }

        return null;
    }
}

/// <summary>An attachment as the service knows it.</summary>
/// <param name="Id">Attachment id.</param>
/// <param name="Sha256">SHA-256 of its bytes, where the service says it.</param>
/// <param name="Size">Its length, where the service says it.</param>
internal sealed record GuestAttachment(string Id, string? Sha256, long? Size);
