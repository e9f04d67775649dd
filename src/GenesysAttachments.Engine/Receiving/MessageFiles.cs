using GenesysAttachments.Engine.Answers;
using GenesysAttachments.Engine.Display;
using GenesysAttachments.Engine.Files;
using GenesysAttachments.Engine.SignIn;

namespace GenesysAttachments.Engine.Receiving;

/// <summary>Makes the attachments of a message out of what the platform says of it. What is shown of it is clean from here on.</summary>
/// <param name="settings">The session's region or endpoint, which says whose URL is whose.</param>
/// <param name="mask">What nothing that is shown may hold.</param>
internal sealed class MessageFiles(SessionSettings settings, SecretMask mask)
{
    private const int LongestName = 8 * 1024;

    /// <summary>The attachments of a message of the org.</summary>
    public IEnumerable<MessageAttachment> Of(string? conversationId, MessageBody message) => Of(
        conversationId ?? mask.ShowWord(message.ConversationId),
        message.Id!,
        message.Direction ?? message.NormalizedMessage?.Direction,
        message.Timestamp,
        message.MessengerType,
        message.NormalizedMessage?.Content);

    /// <summary>The attachments of a message of a guest's history. The service is asked for each one's address when it is needed: what the history says of it counts for nothing.</summary>
    public IEnumerable<MessageAttachment> Of(GuestMessageBody message) =>
        Of(null, message.Id ?? "", message.Direction, message.Channel?.Time, "webmessaging", message.Content, address => address.Source == AttachmentSources.None ? address : new(AttachmentSources.Storage, null, address.Host));

    /// <summary>The attachments of a message of a recording.</summary>
    public IEnumerable<MessageAttachment> Of(string conversationId, RecordedMessageBody message) => Of(
        conversationId,
        message.Id!,
        message.Purpose?.ToLowerInvariant() switch { "customer" => "inbound", "agent" => "outbound", _ => null },
        message.Timestamp,
        null,
        [.. (message.MessageMediaAttachments ?? []).Select(file => new MessageContentBody
        {
            Attachment = new MessageAttachmentBody { Id = file.Id, Url = file.Url, Mime = file.MediaType, Filename = file.Name, ContentSizeBytes = file.ContentLength },
        })]);

    private IEnumerable<MessageAttachment> Of(
        string? conversationId, string messageId, string? direction, DateTimeOffset? time, string? channel, Items<MessageContentBody>? contents, Func<DownloadAddress, DownloadAddress>? judge = null)
    {
        var position = 0;
        foreach (var file in (contents ?? []).Select(content => content.Attachment).OfType<MessageAttachmentBody>())
        {
            // A secret that somebody repeats as a name must not become a file's name either.
            var name = file.Filename is { Length: > 0 } given ? mask.Apply(given.Length > LongestName ? given[^LongestName..] : given) : null;
            var address = DownloadAddress.Of(file.Url, file.MediaType, settings) is var found && judge is not null ? judge(found) : found;
            yield return new MessageAttachment(address)
            {
                ConversationId = conversationId,
                MessageId = mask.ShowWord(messageId),
                AttachmentId = IdConverter.IsId(file.Id) && mask.Apply(file.Id!) == file.Id ? file.Id : null,
                Position = position++,
                Direction = direction?.ToLowerInvariant() switch { "inbound" => "Inbound", "outbound" => "Outbound", _ => "" },
                Time = time?.ToUniversalTime(),
                Channel = mask.ShowWord(channel) ?? "",
                Name = name is null ? "" : mask.Show(name),
                ContentType = file.Mime is { } mime && ContentTypes.IsValid(mime) ? mask.ShowWord(ContentTypes.Bare(mime)) ?? "" : "",
                MediaType = mask.ShowWord(file.MediaType) ?? "",
                Length = (file.ContentSizeBytes ?? file.FileSize) is >= 0 and var length ? length : null,
                Sha256 = Digests.Of(file.Sha256),
                Host = mask.ShowWord(address.Host) ?? "",
                GivenName = name,
                Url = file.Url,
            };
        }
    }
}
