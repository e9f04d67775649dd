using System.Collections.Concurrent;
using System.Globalization;
using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Telemetry;
using Polly;
using Polly.Retry;

namespace GenesysAttachments.Engine.Http;

/// <summary>
/// Runs a call again after an <see cref="AttemptFailure"/>: waits 2, 4, 8, 16, 30 s, jittered down to no less than half, or what
/// the server asked for.
/// </summary>
/// <param name="time">Clock the waits run on.</param>
/// <param name="random">Gives numbers from 0 to 1, for the jitter.</param>
internal sealed class RetryRunner(TimeProvider time, Func<double> random)
{
    private static readonly int[] WaitSeconds = [2, 4, 8, 16, 30];

    // Building one costs more than running through it.
    private readonly ConcurrentDictionary<int, ResiliencePipeline> _pipelines = new();

    /// <summary>Runs the call within the rule.</summary>
    /// <exception cref="GCException">The last failure, or one that no retry helps against.</exception>
    public async ValueTask<T> RunAsync<T>(RetryRule rule, Func<CancellationToken, ValueTask<T>> call, CancellationToken cancellationToken)
    {
        AttemptFailure? failed;
        try
        {
            // The first attempt goes around the pipeline, which costs as much as a small request; nearly all succeed.
            return await call(cancellationToken).ConfigureAwait(false);
        }
        catch (AttemptFailure first)
        {
            failed = first;
        }

        try
        {
            return rule.Retries <= 0 ? throw failed : await PipelineFor(rule).ExecuteAsync(AgainAsync, cancellationToken).ConfigureAwait(false);
        }
        catch (AttemptFailure last)
        {
            throw last.Error;
        }

        ValueTask<T> AgainAsync(CancellationToken token) =>
            Interlocked.Exchange(ref failed, null) is { } first ? ValueTask.FromException<T>(first) : call(token);
    }

    /// <summary>The wait before a retry when the server asked for none.</summary>
    /// <param name="retry">0 for the first retry.</param>
    public TimeSpan Backoff(int retry) =>
        TimeSpan.FromSeconds(WaitSeconds[Math.Min(retry, WaitSeconds.Length - 1)] * (0.5 + (0.5 * random())));

    private ResiliencePipeline PipelineFor(RetryRule rule) => _pipelines.GetOrAdd(rule.Retries, Build);

    private ResiliencePipeline Build(int retries) =>
        new ResiliencePipelineBuilder { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions
            {
                MaxRetryAttempts = retries,
                ShouldHandle = args => ValueTask.FromResult(args.Outcome.Exception is AttemptFailure),
                OnRetry = args =>
                {
                    EngineTelemetry.Waits.Record(args.RetryDelay.TotalSeconds, new KeyValuePair<string, object?>("reason", "retry"));
                    StepLog.Current?.Verbose(string.Create(
                        CultureInfo.InvariantCulture, $"{((AttemptFailure)args.Outcome.Exception!).Error.Message} Trying again in {args.RetryDelay.TotalSeconds:0.0} s."));
                    return default;
                },
                DelayGenerator = args => ValueTask.FromResult<TimeSpan?>(
                    ((AttemptFailure)args.Outcome.Exception!).Delay ?? Backoff(args.AttemptNumber)),
            })
            .Build();
}
