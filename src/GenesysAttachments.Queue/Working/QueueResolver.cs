using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Http;
using GenesysAttachments.Engine.Journals;
using GenesysAttachments.Engine.Routes;
using GenesysAttachments.Engine.Sessions;
using GenesysAttachments.Engine.Targets;
using GenesysAttachments.Queue.Database;
using GenesysAttachments.Queue.Errors;
using GenesysAttachments.Queue.Items;
using GenesysAttachments.Queue.Lanes;
using GenesysAttachments.Queue.Reading;

namespace GenesysAttachments.Queue.Working;

/// <summary>Settles the items that may have gone: looks into their conversations, writes down what they show, and sends nothing.</summary>
/// <param name="database">The queue.</param>
public sealed class QueueResolver(QueueDatabase database)
{
    private const int PageSize = 200;

    private readonly LaneWork _work = new(database, Worker.Here([]));
    private readonly Dictionary<OrgSession, IReadOnlyDictionary<string, IRoute>> _routes = [];

    /// <summary>The next items that may have gone, by their numbers.</summary>
    /// <param name="which">Which of them.</param>
    /// <param name="after">The last number of the page before; 0 begins.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="GCException">The queue's failure.</exception>
    public Task<IReadOnlyList<StoredItem>> ReadAsync(ItemFilter which, long after, CancellationToken cancellationToken) =>
        AskAsync(() => new QueueReader(database).ReadItemsAsync(which with { States = [ItemStates.Sending, ItemStates.Unknown] }, after, PageSize, cancellationToken));

    /// <summary>Looks for the message of one item, writes down what comes of it, and gives the item as it stands then.</summary>
    /// <param name="item">An item that may have gone.</param>
    /// <param name="session">The session of its client.</param>
    /// <param name="force">Whether it is queued again where its conversation does not show it.</param>
    /// <param name="context">What the work brings along.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    /// <exception cref="GCException">The conversation could not be read, or the queue's failure: nothing is written down.</exception>
    public async Task<StoredItem> SettleAsync(StoredItem item, OrgSession session, bool force, CallContext context, CancellationToken cancellationToken)
    {
        if (item.Media is { } media && await AskAsync(() => _work.ReadIntentAsync(item.Id, cancellationToken)).ConfigureAwait(false) is var (at, ago))
        {
            var outcome = await LookAsync(item, media, at, ago, session, context, cancellationToken).ConfigureAwait(false);
            await AskAsync(() => _work.EndAsync(item.Id, outcome, cancellationToken)).ConfigureAwait(false);
            if (force && outcome.State == ItemStates.Unknown)
            {
                await AskAsync(() => _work.ReopenAsync(item.Id, media, cancellationToken)).ConfigureAwait(false);
            }
        }

        var now = await AskAsync(() => new QueueReader(database).ReadItemsAsync(new ItemFilter { Ids = [item.Id] }, 0, 1, cancellationToken)).ConfigureAwait(false);
        return now is [var read] ? read : item;
    }

    private async Task<Outcome> LookAsync(StoredItem item, string media, DateTimeOffset at, TimeSpan ago, OrgSession session, CallContext context, CancellationToken cancellationToken)
    {
        if (!_routes.TryGetValue(session, out var routes))
        {
            _routes[session] = routes = RouteSet.Of(session);
        }

        var options = ItemOptions.Read(item.Item.Options);
        var route = routes.GetValueOrDefault(options.Route ?? "") ?? throw new GCException(ErrorIds.RequestInvalid, $"'{item.Item.SentName}' went by the {options.Route} route, which the session {session.Key} has not.");
        var target = new Target { ConversationId = options.ConversationId, CommunicationId = item.Communication, ChannelId = options.ChannelId, GuestId = options.GuestId };
        try
        {
            return await route.FindAsync(new SoughtMessage(target, media, null, at), context, cancellationToken).ConfigureAwait(false)
                ? Outcome.Sent(media, context.Transfer.MessageId)
                : Outcome.Unknown(media, ErrorIds.MessageOutcomeUnknown, AbsentMessage.Describe(options.Route, at, ago));
        }
        catch (GCException e) when (e.ErrorId == ErrorIds.MessageRejected)
        {
            return Outcome.Failed(media, e.ErrorId, e.Message);
        }
    }

    private static async Task<T> AskAsync<T>(Func<Task<T>> question)
    {
        try
        {
            return await question().ConfigureAwait(false);
        }
        catch (QueueException e)
        {
            throw new GCException(e.Id, e.Message) { CanRetry = e.CanRetry };
        }
    }
}
