using GenesysAttachments.Engine.Http;
using GenesysAttachments.Engine.Routes;

namespace GenesysAttachments.Engine.Sending;

/// <summary>
/// A file that is uploaded and waits in its lane: it leaves by itself when its turn comes, or before that in the message of one ahead of it.
/// Whoever takes it first sends it.
/// </summary>
/// <param name="plan">The plan.</param>
/// <param name="upload">What was uploaded.</param>
/// <param name="context">What its work brings along.</param>
/// <param name="record">What is written down of it; null where nothing is.</param>
internal sealed class Member(Plan plan, Uploaded upload, CallContext context, IRecord? record)
{
    private readonly TaskCompletionSource _outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _isTaken;

    public Plan Plan { get; } = plan;

    public Uploaded Upload { get; } = upload;

    public CallContext Context { get; } = context;

    public IRecord? Record { get; } = record;

    /// <summary>Whether the platform is known to have its upload.</summary>
    public bool IsConfirmed { get; set; }

    /// <summary>What became of it, where another took it; ends once that is known.</summary>
    public Task Outcome => _outcome.Task;

    /// <summary>Takes it to send it, or to leave it unsent; false where another has.</summary>
    public bool TryTake() => Interlocked.Exchange(ref _isTaken, 1) == 0;

    /// <summary>Gives it back unsent: it leaves by itself when its turn comes.</summary>
    public void GiveBack() => Volatile.Write(ref _isTaken, 0);

    /// <summary>It has gone in the message that another way tells of.</summary>
    public void GoneWith(Transfer message)
    {
        Context.Transfer.TakeMessageOf(message);
        _outcome.TrySetResult();
    }

    /// <summary>It has not gone, or may not have.</summary>
    public void Failed(Exception error, Transfer message)
    {
        Context.Transfer.TakeMessageOf(message);
        _outcome.TrySetException(error);
        _ = _outcome.Task.Exception; // Whoever waits for it takes it; nobody else has to.
    }
}
