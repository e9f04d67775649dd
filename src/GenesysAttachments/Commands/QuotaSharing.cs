using System.Runtime.CompilerServices;
using GenesysAttachments.Engine.Sessions;
using GenesysAttachments.Queue.Working;
using GenesysAttachments.Shell;

namespace GenesysAttachments.Commands;

/// <summary>Shares a session's pace through a queue.</summary>
internal static class QuotaSharing
{
    /// <summary>From now on the pace is shared.</summary>
    /// <param name="command">Waits for it.</param>
    /// <param name="session">The session.</param>
    /// <param name="queue">The queue.</param>
    /// <param name="limit">Requests per minute.</param>
    /// <param name="isGiven">Whether they stand on the command line: then they are everybody's.</param>
    [MethodImpl(MethodImplOptions.NoInlining)] // So that the queue's assembly is loaded where it is used and nowhere else.
    public static void Begin(WaitingCmdlet command, OrgSession session, GCQueue queue, int limit, bool isGiven)
    {
        var database = queue.Store;
        command.WaitFor((_, token) => QueueCalls.RunAsync(async () =>
        {
            var quota = new Queue.Quotas.SharedQuota(database);
            await (isGiven ? quota.SetLimitAsync(session.SharedKey, limit, Math.Min(Queue.Quotas.SharedQuota.DefaultBurst, limit - 1), token) : quota.EnsureLimitAsync(session.SharedKey, limit, token)).ConfigureAwait(false);
            return quota;
        }), queue, terminating: true);
        session.ShareQuota(ended => new SharedPace(database, session.SharedKey, ended));
    }
}
