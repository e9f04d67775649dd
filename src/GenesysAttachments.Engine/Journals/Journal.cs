using System.Globalization;
using System.Security.Cryptography;
using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Http;
using GenesysAttachments.Engine.Routes;

namespace GenesysAttachments.Engine.Journals;

/// <summary>
/// What a run writes down, so that the same run can be begun again after any end: what it is about to send, before it sends it, and what
/// became of it. What was to be sent is never sent again by itself: it has gone on evidence, or nobody knows.
/// </summary>
public sealed class Journal : IDisposable
{
    private readonly JournalFile _file;
    private readonly TimeProvider _time;
    private readonly Dictionary<UInt128, int> _equals = [];

    private Journal(JournalFile file, TimeProvider time) => (_file, _time) = (file, time);

    /// <summary>Opens a journal, or begins one.</summary>
    /// <param name="path">Full path of it.</param>
    /// <param name="time">Clock.</param>
    /// <param name="stop">Ends the wait for a lock that another process has just now.</param>
    /// <exception cref="GCException"><see cref="ErrorIds.JournalUnusable"/>: another process has it, or its file system cannot hold one.</exception>
    public static Journal Open(string path, TimeProvider time, CancellationToken stop = default) => new(JournalFile.Open(path, time, stop), time);

    /// <summary>Lines that could not be read, and count for nothing.</summary>
    public int Unreadable => _file.Index.Unreadable;

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    /// <summary>What is known of a plan's item. Call in input order, on one thread.</summary>
    internal JournalItem Take(Plan plan)
    {
        var key = Own(JournalKey.Of(plan));
        var item = Recall(key);
        if (item.Before is { Modified: { } modified, Sha256: { } sha256 } && modified != plan.File.LastWriteUtc && Sha256Of(plan.File.Path) is { } now && now != sha256)
        {
            item = Recall(Own(JournalKey.Changed(key, now)));
        }

        return item;
    }

    /// <summary>What is known of the text of a plan.</summary>
    internal JournalItem TakeText(Plan plan, JournalItem item) => Recall(JournalKey.OfText(plan, plan.Text!.Value, plan.Text.IsShared ? null : item.Key));

    /// <summary>Writes down a file that is about to be sent.</summary>
    /// <exception cref="GCException"><see cref="ErrorIds.JournalUnusable"/>: it must not be sent.</exception>
    internal void Intend(JournalItem item, Plan plan, Uploaded upload, Transfer transfer) => _file.Add(Describe(item, JournalEvents.Intent, plan, transfer, upload));

    /// <summary>Writes down a text that is about to be sent with an upload, or right before it.</summary>
    /// <exception cref="GCException"><see cref="ErrorIds.JournalUnusable"/>: it must not be sent.</exception>
    internal void Intend(JournalItem text, Uploaded upload) =>
        _file.Add(new JournalLine { Event = JournalEvents.Intent, Key = JournalKey.Text(text.Key), At = _time.GetUtcNow(), IsText = true, ConversationId = upload.Target.ConversationId, CommunicationId = upload.Target.CommunicationId });

    /// <summary>Waits until all that was written down is durable.</summary>
    /// <exception cref="GCException"><see cref="ErrorIds.JournalUnusable"/>: nothing of it must be sent.</exception>
    internal Task SyncAsync() => _file.SyncAsync();

    /// <summary>Notes what happens to a request. Not durable: should the machine end, an intent alone counts as gone.</summary>
    internal void Mark(IReadOnlyList<JournalItem> items, string name) =>
        _file.Add(new JournalLine { Event = name, Key = JournalKey.Text(items[0].Key), Also = items.Count == 1 ? null : [.. items.Skip(1).Select(item => JournalKey.Text(item.Key))], At = _time.GetUtcNow() });

    /// <summary>Notes what became of an item; durable where it has gone.</summary>
    /// <param name="item">The item.</param>
    /// <param name="name">One of <see cref="JournalEvents"/>.</param>
    /// <param name="plan">What it was.</param>
    /// <param name="transfer">What is known of its way.</param>
    /// <param name="error">Why it has not gone, or may not have.</param>
    /// <param name="isFound">Whether this run did not send it.</param>
    internal Task NoteAsync(JournalItem item, string name, Plan plan, Transfer transfer, GCException? error, bool isFound)
    {
        _file.Add(Describe(item, name, plan, transfer, null, error, isFound && name == JournalEvents.Sent ? true : null));
        return name is JournalEvents.Sent or JournalEvents.Unknown ? _file.SyncAsync() : Task.CompletedTask;
    }

    // The n-th equal input of a run is the n-th item.
    private UInt128 Own(UInt128 key)
    {
        if (_file.Index.Take(key))
        {
            return key;
        }

        UInt128 own;
        do
        {
            var n = _equals[key] = _equals.GetValueOrDefault(key, 1) + 1;
            own = JournalKey.Again(key, n);
        }
        while (!_file.Index.Take(own));

        return own;
    }

    private JournalItem Recall(UInt128 key)
    {
        var (state, offset) = _file.Index.Find(key);
        return new JournalItem(key, state, state is JournalState.Open || offset < 0 ? null : _file.ReadAt(offset));
    }

    private JournalLine Describe(JournalItem item, string name, Plan plan, Transfer transfer, Uploaded? upload, GCException? error = null, bool? isFound = null)
    {
        var isNew = !item.IsDescribed;
        item.IsDescribed = true;
        return new JournalLine
        {
            Event = name,
            Key = JournalKey.Text(item.Key),
            At = _time.GetUtcNow(),
            Index = plan.Index,
            Session = isNew ? plan.SessionKey : null,
            Path = isNew ? plan.File.Path : null,
            Name = isNew ? plan.File.Name : null,
            SentName = isNew ? plan.File.SentName : null,
            Length = isNew ? plan.File.Length : null,
            ContentType = isNew ? plan.File.ContentType : null,
            Route = isNew ? plan.RouteOrNull : null,
            ConversationId = isNew ? plan.Target.ConversationId : null,
            ChannelId = isNew ? plan.Target.ChannelId : null,
            GuestId = isNew ? plan.Target.GuestId : null,
            CommunicationId = isNew ? upload?.Target.CommunicationId ?? transfer.CommunicationId : null,
            Modified = plan.File.LastWriteUtc,
            Sha256 = transfer.Sha256,
            AttachmentId = upload?.Id ?? transfer.AttachmentId,
            MessageId = transfer.MessageId,
            MessageStatus = transfer.MessageStatus,
            Created = transfer.Created,
            ErrorId = error?.ErrorId,
            Message = error?.Message,
            CanRetry = error?.CanRetry,
            Found = isFound,
        };
    }

    private static string? Sha256Of(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            return Convert.ToHexStringLower(SHA256.HashData(file));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null; // What cannot be read is not sent either.
        }
    }
}
