using GenesysAttachments.Queue.Errors;

namespace GenesysAttachments.Queue.Working;

/// <summary>Waits for a database that is away, and says so once: nothing is sent meanwhile, and nothing is given up.</summary>
/// <param name="time">Clock.</param>
/// <param name="random">Gives numbers from 0 to 1, so that many workers do not come back at once.</param>
/// <param name="say">Told when it goes away, and when it is back.</param>
internal sealed class DatabaseWait(TimeProvider time, Func<double> random, Action<string> say)
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(0.1);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);
    private int _isAway;

    /// <summary>Makes a call, again and again until the database answers it. Only for calls that may be made again.</summary>
    /// <exception cref="QueueException">It answers, and refuses.</exception>
    public async Task<T> AskAsync<T>(Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                var answer = await call(cancellationToken).ConfigureAwait(false);
                if (Interlocked.Exchange(ref _isAway, 0) == 1)
                {
                    say("The queue's database is back; work goes on.");
                }

                return answer;
            }
            catch (QueueException away) when (away.CanRetry)
            {
                cancellationToken.ThrowIfCancellationRequested();

                // Once is nothing: two statements that got into each other's way, a pooler's connection that was too old.
                if (attempt > 0 && Interlocked.Exchange(ref _isAway, 1) == 0)
                {
                    say($"{away.Message} Nothing is sent until it is back.");
                }

                var wait = First * Math.Pow(2, Math.Min(attempt, 6));
                await Task.Delay((wait < Longest ? wait : Longest) * (0.5 + (0.5 * random())), time, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>The same for a call without an answer.</summary>
    /// <exception cref="QueueException">It answers, and refuses.</exception>
    public Task AskAsync(Func<CancellationToken, Task> call, CancellationToken cancellationToken) => AskAsync<bool>(
        async token =>
        {
            await call(token).ConfigureAwait(false);
            return true;
        },
        cancellationToken);
}
