using System.Collections.Concurrent;
using System.Globalization;
using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Telemetry;
using Polly;
using Polly.Retry;

namespace GenesysAttachments.Engine.Http;

/// <summary>
/// Runs a call again after an <see cref="AttemptFailure"/>: waits as the session's policy says, jittered down to no less than half, or as
/// long as the server asked for. It ends with the session, whoever calls: its clients are gone by then, and no retry would find them.
/// </summary>
/// <param name="policy">The session's policy.</param>
/// <param name="time">Clock the waits run on.</param>
/// <param name="random">Gives numbers from 0 to 1, for the jitter.</param>
/// <param name="endedError">The error of what the session's end has ended.</param>
/// <param name="ended">Ends with the session.</param>
internal sealed class RetryRunner(RetryPolicy policy, TimeProvider time, Func<double> random, Func<Exception, GCException> endedError, CancellationToken ended)
{
    private static readonly ResiliencePropertyKey<StepLog?> LogKey = new("log");

    // Building one costs more than running through it.
    private readonly ConcurrentDictionary<int, ResiliencePipeline> _pipelines = new();

    /// <summary>Runs the call within the rule.</summary>
    /// <exception cref="GCException">The last failure, which says after how many attempts it was, one that no retry helps against, or that the session has ended.</exception>
    public async ValueTask<T> RunAsync<T>(RetryRule rule, StepLog? log, Func<CancellationToken, ValueTask<T>> call, CancellationToken cancellationToken)
    {
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, ended);
        try
        {
            return await RunUntilAsync(rule, log, call, both.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not GCException && ended.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw endedError(e);
        }
    }

    private async ValueTask<T> RunUntilAsync<T>(RetryRule rule, StepLog? log, Func<CancellationToken, ValueTask<T>> call, CancellationToken cancellationToken)
    {
        AttemptFailure? failed;
        var started = time.GetTimestamp();
        try
        {
            // The first attempt goes around the pipeline, which costs as much as a small request; nearly all succeed.
            return await call(cancellationToken).ConfigureAwait(false);
        }
        catch (AttemptFailure first)
        {
            failed = first;
        }

        var retries = RetriesOf(rule);
        if (retries <= 0)
        {
            throw failed.Error;
        }

        try
        {
            return await AgainAsync().ConfigureAwait(false);
        }
        catch (AttemptFailure last)
        {
            throw last.Error.AfterAttempts(retries + 1, time.GetElapsedTime(started));
        }

        async ValueTask<T> AgainAsync()
        {
            var context = ResilienceContextPool.Shared.Get(cancellationToken);
            try
            {
                context.Properties.Set(LogKey, log);
                return await PipelineFor(retries).ExecuteAsync(
                    static (context, state) => Interlocked.Exchange(ref state.First, null) is { } first ? ValueTask.FromException<T>(first) : state.Call(context.CancellationToken),
                    context,
                    new Again<T>(call, failed)).ConfigureAwait(false);
            }
            finally
            {
                ResilienceContextPool.Shared.Return(context);
            }
        }
    }

    /// <summary>The wait before a retry when the server asked for none.</summary>
    /// <param name="retry">0 for the first retry.</param>
    public TimeSpan Backoff(int retry) =>
        policy.Wait(retry) * (0.5 + (0.5 * random()));

    private int RetriesOf(RetryRule rule) => rule.MaximumRetryCount ?? policy.MaximumRetryCount ?? (rule.Attempts - 1);

    private ResiliencePipeline PipelineFor(int retries) => _pipelines.GetOrAdd(retries, Build);

    private ResiliencePipeline Build(int retries) =>
        new ResiliencePipelineBuilder { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions
            {
                MaxRetryAttempts = retries,
                ShouldHandle = args => ValueTask.FromResult(args.Outcome.Exception is AttemptFailure),
                OnRetry = args =>
                {
                    EngineTelemetry.Waits.Record(args.RetryDelay.TotalSeconds, new KeyValuePair<string, object?>("reason", "retry"));
                    args.Context.Properties.GetValue(LogKey, null)?.Verbose(string.Create(
                        CultureInfo.InvariantCulture, $"{((AttemptFailure)args.Outcome.Exception!).Error.Message} Trying again in {args.RetryDelay.TotalSeconds:0.0} s."));
                    return default;
                },
                DelayGenerator = args => ValueTask.FromResult<TimeSpan?>(
                    ((AttemptFailure)args.Outcome.Exception!).Delay ?? Backoff(args.AttemptNumber)),
            })
            .Build();

    /// <summary>The session's policy.</summary>
    public RetryPolicy Policy => policy;

    private sealed class Again<T>(Func<CancellationToken, ValueTask<T>> call, AttemptFailure? first)
    {
        public readonly Func<CancellationToken, ValueTask<T>> Call = call;

        // The first attempt was made before; it counts as the pipeline's own.
        public AttemptFailure? First = first;
    }
}
