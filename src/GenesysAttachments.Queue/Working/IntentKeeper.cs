using GenesysAttachments.Queue.Lanes;

namespace GenesysAttachments.Queue.Working;

/// <summary>
/// An intent that is good when the request is made: asked for right before it, and again where the request did not leave or the time for it has
/// passed meanwhile, as after a wait for the quota or for the database.
/// </summary>
/// <param name="record">The item, or the first of several.</param>
/// <param name="ask">Asks for it.</param>
internal sealed class IntentKeeper(ItemRecord record, Func<CancellationToken, Task<SendIntent>> ask)
{
    private SendIntent? _intent;

    /// <summary>Whether it may stand in the queue: it was asked for, whatever was answered.</summary>
    public bool WasAsked { get; private set; }

    /// <summary>Whether the request may leave now.</summary>
    public bool MaySend => _intent is { MaySend: true };

    /// <summary>The request did not leave: the next is made on a new intent.</summary>
    public void Withdraw() => _intent = null;

    /// <summary>Waits until the intent is durable, and good.</summary>
    /// <exception cref="Engine.Errors.GCException">The item is left: another worker has its conversation, or one before it is open.</exception>
    public async Task AskAsync(CancellationToken cancellationToken)
    {
        // The one before it has left, and its end may not be written yet.
        await record.Before.WaitAsync(cancellationToken).ConfigureAwait(false);
        while (!MaySend)
        {
            if (record.Hold.IsStopped)
            {
                throw QueueFailures.Left(record.Item.Item.SentName);
            }

            WasAsked = true;
            _intent = await record.Desk.AskAsync(ask, cancellationToken).ConfigureAwait(false);
            if (_intent.Answer != IntentAnswer.Granted)
            {
                record.Hold.Stop();
                throw QueueFailures.Left(record.Item.Item.SentName);
            }
        }
    }
}
