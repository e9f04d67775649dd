using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Http;
using GenesysAttachments.Engine.Routes;
using GenesysAttachments.Engine.Sessions;
using GenesysAttachments.Engine.Targets;

namespace GenesysAttachments.Engine.Journals;

/// <summary>Settles what a journal leaves open: looks into the conversations, writes down what they show, and sends nothing.</summary>
public sealed class JournalResolver : IDisposable
{
    private readonly JournalFile _file;
    private readonly TimeProvider _time;
    private readonly Dictionary<OrgSession, IReadOnlyDictionary<string, IRoute>> _routes = [];

    private JournalResolver(JournalFile file, JournalReader reader, TimeProvider time)
    {
        (_file, _time) = (file, time);
        (Open, Unreadable) = ([.. reader.Entries.Where(entry => entry.State == "Unknown")], reader.Unreadable);
    }

    /// <summary>The files whose message may have gone.</summary>
    public IReadOnlyList<JournalEntry> Open { get; }

    /// <summary>Lines that could not be read.</summary>
    public int Unreadable { get; }

    /// <summary>The routes of a session; tests put others in their place.</summary>
    internal Func<OrgSession, IReadOnlyDictionary<string, IRoute>> RoutesOf { get; set; } = RouteSet.Of;

    /// <summary>Opens a journal that no run writes.</summary>
    /// <param name="path">Full path of it.</param>
    /// <param name="time">Clock.</param>
    /// <param name="stop">Ends the wait for a lock that another process has just now.</param>
    /// <exception cref="GCException"><see cref="ErrorIds.FileNotFound"/>, <see cref="ErrorIds.FileUnreadable"/>, or <see cref="ErrorIds.JournalUnusable"/>: a run writes it.</exception>
    public static JournalResolver OpenAt(string path, TimeProvider time, CancellationToken stop = default)
    {
        // Before it is opened to be written: that would begin one.
        new JournalReader(path).ReadOn();
        var file = JournalFile.Open(path, time, stop);
        try
        {
            var reader = new JournalReader(path);
            reader.ReadOn();
            return new JournalResolver(file, reader, time);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Looks for the message of one file, writes down what comes of it, and gives the file as it stands then.</summary>
    /// <param name="entry">One of <see cref="Open"/>.</param>
    /// <param name="session">The session that it went through.</param>
    /// <param name="context">What the work brings along.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    /// <exception cref="GCException">The conversation could not be read: nothing is written down.</exception>
    public async Task<JournalEntry> SettleAsync(JournalEntry entry, OrgSession session, CallContext context, CancellationToken cancellationToken)
    {
        var since = entry.Intended ?? entry.At;
        var (now, way) = (_time.GetUtcNow(), context.Transfer);
        try
        {
            if (await IsThereAsync(entry, since, session, context, cancellationToken).ConfigureAwait(false))
            {
                return await NoteAsync(entry with { State = "Sent", MessageId = way.MessageId, MessageStatus = way.MessageStatus, Created = way.Created, ErrorId = null, Message = null, CanRetry = false }, JournalEvents.Sent, now).ConfigureAwait(false);
            }
        }
        catch (GCException e) when (e.ErrorId == ErrorIds.MessageRejected)
        {
            return await NoteAsync(entry with { State = "Failed", MessageId = way.MessageId, MessageStatus = way.MessageStatus, Created = way.Created, ErrorId = e.ErrorId, Message = e.Message, CanRetry = false }, JournalEvents.Failed, now).ConfigureAwait(false);
        }

        return await NoteAsync(entry with { ErrorId = ErrorIds.MessageOutcomeUnknown, Message = AbsentMessage.Describe(entry.Route, since, now - since) }, JournalEvents.Unknown, now).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private async Task<bool> IsThereAsync(JournalEntry entry, DateTimeOffset since, OrgSession session, CallContext context, CancellationToken cancellationToken)
    {
        if (!_routes.TryGetValue(session, out var routes))
        {
            _routes[session] = routes = RoutesOf(session);
        }

        var route = routes.GetValueOrDefault(entry.Route ?? "") ?? throw new GCException(ErrorIds.RequestInvalid, $"'{entry.Name}' went by the {entry.Route} route, which the session {session.Key} has not.");
        return entry.AttachmentId is { } id
            && await route.FindAsync(new SoughtMessage(entry.Target, id, null, since), context, cancellationToken).ConfigureAwait(false);
    }

    private async Task<JournalEntry> NoteAsync(JournalEntry entry, string name, DateTimeOffset now)
    {
        _file.Add(new JournalLine
        {
            Event = name,
            Key = entry.Key,
            At = now,
            AttachmentId = entry.AttachmentId,
            MessageId = entry.MessageId,
            MessageStatus = entry.MessageStatus,
            Created = entry.Created,
            ErrorId = entry.ErrorId,
            Message = entry.Message,
            CanRetry = entry.CanRetry,
            Found = name == JournalEvents.Sent ? true : null,
        });
        await _file.SyncAsync().ConfigureAwait(false);
        return entry with { At = now };
    }
}
