using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Queue.Errors;
using GenesysAttachments.Queue.Lanes;

namespace GenesysAttachments.Queue.Working;

/// <summary>What the items of a worker write down with: its statements, made until the database answers.</summary>
/// <param name="Work">The statements.</param>
/// <param name="Wait">Waits for the database.</param>
/// <param name="Fail">Told what ends the worker: a database that must not be worked with.</param>
/// <param name="Late">Ends what is still to be written down when the worker has no more time.</param>
internal sealed record WorkDesk(LaneWork Work, DatabaseWait Wait, Action<QueueException> Fail, CancellationToken Late)
{
    /// <summary>Makes a statement before a request.</summary>
    /// <exception cref="GCException">The database refuses: the request must not be made.</exception>
    public async Task<T> AskAsync<T>(Func<CancellationToken, Task<T>> statement, CancellationToken cancellationToken)
    {
        try
        {
            return await Wait.AskAsync(statement, cancellationToken).ConfigureAwait(false);
        }
        catch (QueueException e)
        {
            Fail(e);
            throw QueueFailures.ForAll(e);
        }
    }

    /// <summary>Writes down what has happened; false where that cannot be done any more: whoever comes next finds out by itself.</summary>
    public async Task<bool> WriteAsync(Func<CancellationToken, Task<bool>> statement)
    {
        try
        {
            return await Wait.AskAsync(statement, Late).ConfigureAwait(false);
        }
        catch (QueueException e)
        {
            Fail(e);
            return false;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
