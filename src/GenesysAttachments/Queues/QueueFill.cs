using System.Security.Cryptography;
using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Journals;
using GenesysAttachments.Engine.Routes;
using GenesysAttachments.Engine.Sending;
using GenesysAttachments.Queue.Items;

namespace GenesysAttachments.Queues;

/// <summary>Collects what a command queues, and brings it in by batches, in the order of the input.</summary>
/// <param name="options">What the command says of all its items.</param>
/// <param name="batch">Name of what is queued together.</param>
/// <param name="force">Whether a file is queued that is in the queue already.</param>
internal sealed class QueueFill(ItemOptions options, string? batch, bool force)
{
    /// <summary>Rows of a call: more make it no faster.</summary>
    public const int Most = 1000;

    private readonly ItemKeys _keys = new();
    private readonly HashSet<string> _lanes = new(StringComparer.Ordinal);
    private List<(Plan Plan, QueueItem? Item, Receipt? Receipt)> _rows = [];

    /// <summary>Rows that wait.</summary>
    public int Count => _rows.Count;

    /// <summary>Takes in what is not queued, for its turn.</summary>
    public void Add(Receipt receipt) => _rows.Add((receipt.Plan, null, receipt));

    /// <summary>Takes in a plan that may be sent.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="key">Its key, where it was in the queue before; null finds it.</param>
    public void Add(Plan plan, Guid? key)
    {
        var own = _keys.Take(plan);
        var client = plan.Session.SharedKey;
        var lane = $"{client}|{plan.Target.Key}";
        // A text that the whole command shares goes with the first file of each conversation.
        var text = plan.Text is { } given && (_lanes.Add(lane) || !given.IsShared) ? given.Value : null;
        var item = new QueueItem(force ? Guid.NewGuid() : key ?? own, client, lane, plan.File.Path, plan.File.Length, new DateTimeOffset(plan.File.LastWriteUtc, TimeSpan.Zero), plan.File.SentName)
        {
            Text = text,
            Batch = batch,
            Options = (options with
            {
                Name = plan.File.Name,
                ContentType = plan.File.ContentType,
                Route = plan.Route,
                ConversationId = plan.Target.ConversationId,
                CommunicationId = plan.Target.CommunicationId,
                ChannelId = plan.Target.ChannelId,
                GuestId = plan.Target.GuestId,
            }).ToJson(),
        };
        _rows.Add((plan, item, null));
    }

    /// <summary>Queues what waits. Where it throws, the rows it was about are still told: as failed.</summary>
    /// <param name="add">Queues items.</param>
    /// <returns>For each row its receipt, and what the queue answered of it.</returns>
    public async Task<IReadOnlyList<(Receipt Receipt, QueueItem? Item, AddedItem? Added)>> FlushAsync(Func<IReadOnlyList<QueueItem>, Task<IReadOnlyList<AddedItem>>> add)
    {
        var rows = _rows;
        _rows = [];
        var items = rows.Select(row => row.Item).OfType<QueueItem>().ToList();
        try
        {
            var added = items.Count == 0 ? [] : await add(items).ConfigureAwait(false);
            var answers = new Dictionary<QueueItem, AddedItem>(items.Zip(added, KeyValuePair.Create), ReferenceEqualityComparer.Instance);
            var changed = items.Where(item => HasChanged(item, answers[item])).Select(item => (Was: item, Is: item with { Key = ItemKeys.Changed(item.Key, Sha256Of(item.Path)!) })).ToList();
            foreach (var ((was, _), now) in changed.Zip(changed.Count == 0 ? [] : await add([.. changed.Select(pair => pair.Is)]).ConfigureAwait(false)))
            {
                answers[was] = now;
            }

            return [.. rows.Select(row => row.Item is { } item ? (Told(row.Plan, answers[item]), (QueueItem?)item, (AddedItem?)answers[item]) : (row.Receipt!, null, null))];
        }
        catch (GCException e)
        {
            return [.. rows.Select(row => (row.Receipt ?? new Receipt { Plan = row.Plan, State = ReceiptStates.Failed, Error = e }, row.Item, (AddedItem?)null))];
        }
    }

    private static Receipt Told(Plan plan, AddedItem added) => added.IsQueued ? new Receipt { Plan = plan, State = ReceiptStates.Queued } : Receipt.Skipped(plan, added.State switch
    {
        ItemStates.Queued => "It is in the queue already.",
        ItemStates.Sent => "It has been sent.",
        ItemStates.Sending or ItemStates.Unknown => "It may have been sent. Look into the conversation; -Force queues it again.",
        _ => $"It is in the queue as {added.State}; queue it again to open it.",
    });

    // One that was only touched is the same. What waits goes as it is when its turn comes.
    private static bool HasChanged(QueueItem item, AddedItem added) =>
        !added.IsQueued && added.State is ItemStates.Sent or ItemStates.Unknown && Math.Abs((item.Modified - added.Modified).TotalMilliseconds) >= 1
        && Sha256Of(item.Path) is { } now && !string.Equals(now, added.Sha256, StringComparison.OrdinalIgnoreCase);

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
