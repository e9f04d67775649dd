using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Queue.Errors;

namespace GenesysAttachments.Queue.Working;

/// <summary>The queue's failures as the engine knows them.</summary>
internal static class QueueFailures
{
    /// <summary>One that holds for everything of a session: without its queue it sends nothing.</summary>
    public static GCException ForAll(QueueException failure) => new(failure.Id, failure.Message) { CanRetry = failure.CanRetry, StopsBatch = true };

    /// <summary>What is left where it is: another worker has it, or this one may not go on with it now.</summary>
    public static GCException Left(string name) => new(ErrorIds.Cancelled, $"'{name}' was left in the queue: its conversation is not this worker's now.");
}
