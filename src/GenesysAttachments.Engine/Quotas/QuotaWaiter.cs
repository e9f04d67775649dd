using GenesysAttachments.Engine.Errors;

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

    /// <summary>Completes when it may go.</summary>
    public Task Granted => _granted.Task;

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
