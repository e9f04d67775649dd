using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Queue.Errors;

namespace GenesysAttachments.Shell;

/// <summary>What the queue's calls end with, as the shell's commands know it.</summary>
internal static class QueueCalls
{
    /// <summary>Runs a call; its failure becomes the module's own.</summary>
    /// <exception cref="GCException">The queue's failure, under the same id.</exception>
    public static async Task<T> RunAsync<T>(Func<Task<T>> call)
    {
        try
        {
            return await call().ConfigureAwait(false);
        }
        catch (QueueException e)
        {
            throw From(e);
        }
    }

    /// <summary>
    /// Runs a call that does no harm when it is made twice; again at once where its connection was lost, as those are that lay idle while the
    /// server was restarted.
    /// </summary>
    /// <exception cref="GCException">The queue's failure, under the same id.</exception>
    public static async Task<T> RunTwiceAsync<T>(Func<Task<T>> call)
    {
        try
        {
            return await call().ConfigureAwait(false);
        }
        catch (QueueException e) when (e is { CanRetry: true, SqlState: null })
        {
            return await RunAsync(call).ConfigureAwait(false);
        }
        catch (QueueException e)
        {
            throw From(e);
        }
    }

    /// <summary>The queue's failure as the module's own. Its words are masked already, and hold no driver's exception.</summary>
    public static GCException From(QueueException failure) => new(failure.Id, failure.Message) { CanRetry = failure.CanRetry };
}
