namespace GenesysAttachments.Sandbox;

/// <summary>Tells those who wait that something has changed. Where nobody waits it costs the one who changes something a read.</summary>
internal sealed class ChangeSignal
{
    private TaskCompletionSource? _next;

    /// <summary>Completes at the next change. Take it first and look then, and no change is missed.</summary>
    public Task Next
    {
        get
        {
            var fresh = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return (Interlocked.CompareExchange(ref _next, fresh, null) ?? fresh).Task;
        }
    }

    /// <summary>Something has changed.</summary>
    public void Set()
    {
        if (Volatile.Read(ref _next) is not null)
        {
            Interlocked.Exchange(ref _next, null)?.SetResult();
        }
    }
}
