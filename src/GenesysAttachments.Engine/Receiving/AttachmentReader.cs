using System.Runtime.CompilerServices;
using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Guest;
using GenesysAttachments.Engine.Http;
using GenesysAttachments.Engine.Org;
using GenesysAttachments.Engine.Sessions;

namespace GenesysAttachments.Engine.Receiving;

/// <summary>
/// Finds the attachments of a conversation: one call for the conversation, one for each thousand of its messages that may carry any; those of a
/// conversation that the org answers for no longer in its recordings.
/// </summary>
/// <param name="session">The session to read through.</param>
public sealed class AttachmentReader(OrgSession session)
{
    /// <summary>The attachments that are meant, as they come.</summary>
    /// <param name="query">Which.</param>
    /// <param name="context">What the work brings along.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="GCException">The conversation is unknown, and what the calls themselves may meet.</exception>
    public async IAsyncEnumerable<AttachmentPage> ReadAsync(AttachmentQuery query, CallContext context, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var pages = session.Guest is { } guest ? ReadGuestAsync(guest, query, context, cancellationToken)
            : query.MessageIds.Count > 0 ? ReadMessagesAsync(query.ConversationId, query.MessageIds, context, cancellationToken)
            : ReadConversationAsync(query, context, cancellationToken);
        await foreach (var page in pages.ConfigureAwait(false))
        {
            yield return query.AttachmentId is { } id ? page with { Attachments = [.. page.Attachments.Where(file => Is(file.AttachmentId, id))] } : page;
        }
    }

    /// <summary>An attachment as its message tells of it now; null where the message does not have it any more.</summary>
    /// <exception cref="GCException">The message is not known, and what the call itself may meet.</exception>
    internal async Task<MessageAttachment?> ReadAgainAsync(MessageAttachment file, CallContext context, CancellationToken cancellationToken) =>
        file.MessageId is { } id ? (await ReadMessageAsync(file.ConversationId, id, context, cancellationToken).ConfigureAwait(false)).FirstOrDefault(file.IsSameAs) : null;

    /// <summary>The attachments of one message.</summary>
    /// <exception cref="GCException">The message is not known, and what the call itself may meet.</exception>
    internal async Task<IReadOnlyList<MessageAttachment>> ReadMessageAsync(string? conversationId, string messageId, CallContext context, CancellationToken cancellationToken)
    {
        var message = await new MessageReader(Api).ReadOneAsync(conversationId, messageId, context, cancellationToken).ConfigureAwait(false);
        return [.. Files(context).Of(conversationId, message)];
    }

    private async IAsyncEnumerable<AttachmentPage> ReadConversationAsync(AttachmentQuery query, CallContext context, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var id = query.ConversationId ?? throw new GCException(ErrorIds.TargetMissing, "No conversation was given.")
        {
            Advice = "Give -ConversationId. Only a guest's session (Connect-GCOrg -DeploymentId) has a conversation of its own.",
        };
        var (conversation, unknown) = await TryReadAsync(id, context, cancellationToken).ConfigureAwait(false);
        if (conversation is null)
        {
            var recorded = await ReadRecordingsAsync(id, unknown!, context, cancellationToken).ConfigureAwait(false);
            yield return new AttachmentPage([.. recorded.SelectMany(message => Files(context).Of(id, message))], []);
            yield break;
        }

        session.Sent(id);
        await foreach (var page in ReadMessagesAsync(id, ConversationMessages.WithFiles(conversation), context, cancellationToken).ConfigureAwait(false))
        {
            yield return page;
        }
    }

    private async Task<(ConversationBody? Body, GCException? Unknown)> TryReadAsync(string id, CallContext context, CancellationToken cancellationToken)
    {
        try
        {
            return (await new ConversationReader(Api).ReadAsync(id, context, cancellationToken).ConfigureAwait(false), null);
        }
        catch (GCException e) when (e.ErrorId == ErrorIds.ConversationNotFound)
        {
            return (null, e);
        }
    }

    // What the org answers for no longer may be in its recordings. Where it is not, the first answer is the one that counts.
    private async Task<IReadOnlyList<RecordedMessageBody>> ReadRecordingsAsync(string id, GCException unknown, CallContext context, CancellationToken cancellationToken)
    {
        try
        {
            return await new RecordingReader(Api, session.Settings.ApiBase.Host, session.Time).ReadAsync(id, context, cancellationToken).ConfigureAwait(false) is { Count: > 0 } messages ? messages : throw unknown;
        }
        catch (GCException e) when (e.ErrorId == ErrorIds.ConversationNotFound)
        {
            throw unknown;
        }
        catch (GCException e) when (e.ErrorId == ErrorIds.PermissionMissing)
        {
            throw unknown.Saying($"Its recordings cannot be looked into: {e.Message}");
        }
    }

    private async IAsyncEnumerable<AttachmentPage> ReadMessagesAsync(string? conversationId, IReadOnlyList<string> ids, CallContext context, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var reader = new MessageReader(Api);
        foreach (var part in ids.Chunk(conversationId is null ? 1 : MessageReader.MostIds))
        {
            var unread = new List<GCException>();
            var messages = conversationId is null
                ? [await reader.ReadOneAsync(null, part[0], context, cancellationToken).ConfigureAwait(false)]
                : await reader.ReadAsync(conversationId, part, unread, context, cancellationToken).ConfigureAwait(false);
            yield return new AttachmentPage([.. messages.SelectMany(message => Files(context).Of(conversationId, message))], unread);
        }
    }

    private async IAsyncEnumerable<AttachmentPage> ReadGuestAsync(GuestSession guest, AttachmentQuery query, CallContext context, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (query.ConversationId is not null)
        {
            throw new GCException(ErrorIds.TargetAmbiguous, "A guest's session knows its own conversation alone.")
            {
                Advice = "Leave -ConversationId out, or connect with Connect-GCOrg -Credential to read another conversation.",
            };
        }

        await foreach (var page in new GuestInbox(new GuestFiles(guest, session.Retry)).ReadAsync(context, cancellationToken).ConfigureAwait(false))
        {
            var wanted = page.Where(message => query.MessageIds.Count == 0 || query.MessageIds.Any(id => Is(message.Id, id)));
            yield return new AttachmentPage([.. wanted.SelectMany(message => Files(context).Of(message))], []);
        }
    }

    private MessageFiles Files(CallContext context) => new(session.Settings, context.Transfer.MaskOver(session.Secrets.Mask));

    private OrgApi Api => session.Api!;

    private static bool Is(string? one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);
}
