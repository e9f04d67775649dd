using GenesysAttachments.Engine.Display;
using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Routes;
using GenesysAttachments.Engine.Sending;
using GenesysAttachments.Queue.Items;
using GenesysAttachments.Queue.Reading;

namespace GenesysAttachments;

/// <summary>An item of a queue, or what was to become one. A receipt: it can be counted, reported and tried again as one.</summary>
public sealed class GCQueueItem : GCReceipt
{
    private readonly string? _state;

    internal GCQueueItem(Receipt receipt, QueueItem? item, AddedItem? added)
        : base(receipt)
    {
        (ItemId, Key, Batch, _state) = (added?.Id, item?.Key.ToString(), item?.Batch, added?.State);
        MessageId = added?.MessageId;
        Session = item?.Client ?? Session;
    }

    // Whoever may write to the queue may have written anything: what is only read is cleaned here, what leads to a file or a place by the views.
    internal GCQueueItem(StoredItem stored, int index, ItemOptions options)
    {
        var item = stored.Item;
        (ItemId, Key, Batch, _state) = (stored.Id, item.Key.ToString(), item.Batch, stored.State);
        (Added, Intended, Done, Worker) = (stored.Added.UtcDateTime, stored.Intended?.UtcDateTime, stored.Done?.UtcDateTime, stored.Worker?.ToString());
        (Index, Path, Name, SentName, Length, Sha256) = (index, item.Path, options.Name ?? System.IO.Path.GetFileName(item.Path), item.SentName, item.Length, item.Sha256);
        (ContentType, Route, ConversationId, ChannelId, GuestId) = (options.ContentType ?? "", options.Route, options.ConversationId, options.ChannelId, options.GuestId);
        (CommunicationId, Session, State, AttachmentId, MessageId) = (stored.Communication ?? options.CommunicationId, ShownText.Of(item.Client), stored.State, stored.Media, stored.MessageId);
        (ErrorId, Message, Attempts, Started) = (stored.ErrorId is { } id ? ShownText.Of(id) : null, stored.Message is { } message ? ShownText.Of(message) : null, stored.Attempts, stored.Intended?.UtcDateTime);
        ElapsedSeconds = stored.Done is { } done && stored.Intended is { } intended && done > intended ? Math.Round((done - intended).TotalSeconds, 3) : 0;
        CanRetry = stored.State == ItemStates.Failed && (ErrorCatalog.All.FirstOrDefault(known => known.Id == stored.ErrorId)?.CanRetry ?? true);
        Text = item.Text is { } text ? new PlannedText(text, new TextLedger()) : null;
    }

    /// <summary>Its number in the queue: files of a conversation go in this order. Null where it is in none.</summary>
    public long? ItemId { get; }

    /// <summary>What makes it this file to this place: a key is queued once.</summary>
    public string? Key { get; }

    /// <summary>Name of what was queued together.</summary>
    public string? Batch { get; }

    /// <summary>When it was queued, in UTC; null where the queue was not asked.</summary>
    public DateTime? Added { get; }

    /// <summary>When it was about to be sent, in UTC; null where it never was.</summary>
    public DateTime? Intended { get; }

    /// <summary>When its end was told, in UTC; null where it has none.</summary>
    public DateTime? Done { get; }

    /// <summary>The worker that was about to send it.</summary>
    public string? Worker { get; }

    // What was skipped because it is in the queue must not be sent from here either.
    internal override PlanInput.OfReceipt ToInput() => _state is null ? base.ToInput() : base.ToInput() with { State = _state };
}
