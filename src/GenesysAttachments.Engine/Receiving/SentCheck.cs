using GenesysAttachments.Engine.Answers;
using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Http;
using GenesysAttachments.Engine.Sessions;

namespace GenesysAttachments.Engine.Receiving;

/// <summary>
/// Reads back what was sent: asks the platform for the message's attachment as anybody would who saves it, and tells length and hash of the bytes
/// that it gives. Nothing is written.
/// </summary>
/// <param name="session">The session that sent it.</param>
internal sealed class SentCheck(OrgSession session)
{
    // A message may be told of before its attachment is.
    private const int Looks = 5;

    /// <summary>What the platform has of an attachment that was sent.</summary>
    /// <param name="conversationId">The conversation; null for a guest's own, and where it is not known.</param>
    /// <param name="messageId">The message; null for a guest, who asks by the attachment alone.</param>
    /// <param name="attachmentId">The attachment's id as it was sent, a media id on the Agent route; null where none is known.</param>
    /// <param name="name">Its name as it was sent.</param>
    /// <param name="context">What the work brings along.</param>
    /// <param name="stop">Stops it.</param>
    /// <exception cref="GCException">The message does not have it, or it cannot be fetched.</exception>
    public async Task<Received> ReadBackAsync(string? conversationId, string? messageId, string? attachmentId, string name, CallContext context, CancellationToken stop)
    {
        var file = session.IsGuest ? OfGuest(attachmentId, name) : await FindAsync(conversationId, messageId, attachmentId, name, context, stop).ConfigureAwait(false);
        // What the platform says of it is not looked at: what was sent is known here.
        return await new AttachmentFetcher(session).FetchAsync(file, new NoSink(), context, stop).ConfigureAwait(false);
    }

    private static MessageAttachment OfGuest(string? attachmentId, string name) => new(DownloadAddress.Nowhere)
    {
        AttachmentId = IdConverter.IsId(attachmentId) ? attachmentId : throw new GCException(ErrorIds.DownloadFailed, $"'{name}' has no id to ask for it by."),
        Name = name,
    };

    private async Task<MessageAttachment> FindAsync(string? conversationId, string? messageId, string? attachmentId, string name, CallContext context, CancellationToken stop)
    {
        if (messageId is null)
        {
            throw new GCException(ErrorIds.DownloadFailed, $"'{name}' has no message to look for it in.");
        }

        for (var look = 0; ; look++)
        {
            GCException? unknown = null;
            try
            {
                var files = await new AttachmentReader(session).ReadMessageAsync(conversationId, messageId, context, stop).ConfigureAwait(false);
                if (Pick(files, attachmentId, name) is { Source: not AttachmentSources.None } file)
                {
                    return file.WithoutClaims();
                }
            }
            catch (GCException e) when (e.StatusCode == 404)
            {
                unknown = e;
            }

            if (look + 1 >= Looks)
            {
                throw unknown ?? new GCException(ErrorIds.DownloadFailed, $"Message {messageId} does not tell where '{name}' is.");
            }

            await Task.Delay(session.Retry.Policy.Wait(look) / 4, session.Time, stop).ConfigureAwait(false);
        }
    }

    // No source says whether the id that was sent is the one that is read: the name will do, or that it is the only one.
    private static MessageAttachment? Pick(IReadOnlyList<MessageAttachment> files, string? attachmentId, string name) =>
        files.FirstOrDefault(file => attachmentId is not null && file.AttachmentId == attachmentId)
        ?? (files.Where(file => file.GivenName == name).ToList() is [var named] ? named : files is [var only] ? only : null);
}
