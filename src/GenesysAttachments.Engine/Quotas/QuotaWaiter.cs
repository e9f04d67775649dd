using System.Globalization;
using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Telemetry;

namespace GenesysAttachments.Engine.Quotas;

/// <summary>One that waits in a line of the governor. Everything but the task is touched under the governor's lock.</summary>
internal sealed class QuotaWaiter
{
    private readonly TaskCompletionSource _granted = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly LinkedListNode<QuotaWaiter> _node;

    /// <summary>Takes the last place of a line.</summary>
    public QuotaWaiter(LinkedList<QuotaWaiter> line, QuotaShare? share, int requests)
    {
        (Share, Requests) = (share, requests);
        _node = line.AddLast(this);
    }

    /// <summary>What it began with, or is to begin with.</summary>
    public QuotaShare? Share { get; }

    /// <summary>Requests it waits for.</summary>
    public int Requests { get; }

    /// <summary>Waits until it may go.</summary>
    /// <param name="giveUp">Takes it out of its line when the wait is ended.</param>
    /// <param name="time">Clock.</param>
    /// <param name="log">Told how long it waited.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task WaitAsync(Action<QuotaWaiter, CancellationToken> giveUp, TimeProvider time, StepLog? log, CancellationToken cancellationToken)
    {
        var begun = time.GetTimestamp();
        using (cancellationToken.UnsafeRegister(_ => giveUp(this, cancellationToken), null))
        {
            await _granted.Task.ConfigureAwait(false);
        }

        var waited = time.GetElapsedTime(begun);
        EngineTelemetry.Waits.Record(waited.TotalSeconds, new KeyValuePair<string, object?>("reason", "quota"));
        log?.Verbose(string.Create(CultureInfo.InvariantCulture, $"Waited {waited.TotalSeconds:0.0} s for the quota."));
    }

    /// <summary>Leaves the line; false when it has left it before.</summary>
    public bool Remove()
    {
        if (_node.List is not { } line)
        {
            return false;
        }

        line.Remove(_node);
        return true;
    }

    public void Grant() => _granted.TrySetResult();

    public void Fail(GCException error) => _granted.TrySetException(error);

    public void Cancel(CancellationToken cancellationToken) => _granted.TrySetCanceled(cancellationToken);
}
