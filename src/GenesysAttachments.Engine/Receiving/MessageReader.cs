using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Http;
using GenesysAttachments.Engine.Org;

namespace GenesysAttachments.Engine.Receiving;

/// <summary>Reads messages: many by one call, and singly what that call leaves out (docs/protocol.md, Reading messages).</summary>
/// <param name="api">The org.</param>
internal sealed class MessageReader(OrgApi api)
{
    /// <summary>Most ids of one call.</summary>
    public const int MostIds = 1000;

    private const string Needs = "one of the permissions conversation:message:view, conversation:webmessaging:view";

    // Known for one conversation only: the org may well answer for the next.
    private bool _hasNoBulk;

    /// <summary>Messages of a conversation, in the order of their ids.</summary>
    /// <param name="conversationId">The conversation.</param>
    /// <param name="ids">At most <see cref="MostIds"/>.</param>
    /// <param name="unread">Takes why a message could not be read.</param>
    /// <param name="context">What the work brings along.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="GCException">What holds for all of them.</exception>
    public async Task<IReadOnlyList<MessageBody>> ReadAsync(string conversationId, IReadOnlyList<string> ids, List<GCException> unread, CallContext context, CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, MessageBody>(StringComparer.OrdinalIgnoreCase);
        await ReadManyAsync(conversationId, ids, found, context, cancellationToken).ConfigureAwait(false);
        foreach (var id in ids.Where(id => !found.ContainsKey(id)))
        {
            try
            {
                found[id] = await ReadOneAsync(conversationId, id, context, cancellationToken).ConfigureAwait(false);
            }
            catch (GCException e) when (IsItsOwn(e))
            {
                unread.Add(e);
            }
        }

        return [.. ids.Select(id => found.GetValueOrDefault(id)).OfType<MessageBody>()];
    }

    /// <summary>One message.</summary>
    /// <param name="conversationId">Its conversation; null where that is not known.</param>
    /// <param name="id">Its id.</param>
    /// <param name="context">What the work brings along.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="GCException">It is not known, and what the call itself may meet.</exception>
    public async Task<MessageBody> ReadOneAsync(string? conversationId, string id, CallContext context, CancellationToken cancellationToken)
    {
        var path = conversationId is null ? $"{Escape(id)}/details" : $"{Escape(conversationId)}/messages/{Escape(id)}";
        var call = new OrgCall(HttpMethod.Get, $"api/v2/conversations/messages/{path}", OrgCallKind.Repeatable, $"Reading message {id}", $"message {id}", Needs);
        var message = await api.GetAsync(call, ReceivingJson.Default.MessageBody, context, cancellationToken).ConfigureAwait(false);
        return string.Equals(message.Id, id, StringComparison.OrdinalIgnoreCase) ? message
            : throw new GCException(ErrorIds.AnswerInvalid, $"Reading message {id} got another message.");
    }

    // No source says whether one unknown id refuses the whole call, and a long answer is not read: both get by in smaller parts. Where a call
    // for one id is refused too, what is left is read singly.
    private async Task ReadManyAsync(string conversationId, IReadOnlyList<string> ids, Dictionary<string, MessageBody> found, CallContext context, CancellationToken cancellationToken)
    {
        if (ids.Count < 2 || _hasNoBulk)
        {
            return;
        }

        var call = new OrgCall(
            HttpMethod.Post,
            $"api/v2/conversations/messages/{Escape(conversationId)}/messages/bulk",
            OrgCallKind.Repeatable,
            $"Reading messages of conversation {conversationId}",
            $"conversation {conversationId}",
            Needs);
        try
        {
            var list = await api.PostAsync(call, [.. ids], ReceivingJson.Default.StringArray, ReceivingJson.Default.MessageListBody, context, cancellationToken).ConfigureAwait(false);
            foreach (var message in (list.Entities ?? []).Where(message => message.Id is not null))
            {
                found.TryAdd(message.Id!, message);
            }
        }
        catch (GCException e) when (IsItsOwn(e))
        {
            if (ids.Count == 2)
            {
                _hasNoBulk = found.Count == 0;
                return;
            }

            await ReadManyAsync(conversationId, [.. ids.Take(ids.Count / 2)], found, context, cancellationToken).ConfigureAwait(false);
            await ReadManyAsync(conversationId, [.. ids.Skip(ids.Count / 2)], found, context, cancellationToken).ConfigureAwait(false);
        }
    }

    private static bool IsItsOwn(GCException e) => !e.StopsBatch && (e.StatusCode is 400 or 404 or 413 || e.ErrorId == ErrorIds.AnswerInvalid);

    private static string Escape(string id) => Uri.EscapeDataString(id);
}
