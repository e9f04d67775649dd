using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Pipeline;

namespace GenesysAttachments.Shell;

/// <summary>Waits for the engine in a completion, where no cmdlet runs.</summary>
internal static class Blocking
{
    /// <summary>How long a completion may think: longer feels like a hung prompt.</summary>
    public static readonly TimeSpan CompletionLimit = TimeSpan.FromSeconds(1.5);

    /// <summary>Runs a call for as long as it may take; null when it failed or took longer.</summary>
    public static T? TryRun<T>(Func<CancellationToken, Task<T>> call, TimeSpan limit)
        where T : class
    {
        T? value = null;
        using var late = new CancellationTokenSource(limit);
        using (var pump = new Pump<int, int>(1, WorkAsync, _ => 0, Nothing.Sink))
        {
            pump.Accept(0);
            pump.Complete();
        }

        return value;

        async Task<int> WorkAsync(int _, CancellationToken cancellationToken)
        {
            try
            {
                value = await call(late.Token).ConfigureAwait(false);
            }
            catch (Exception e) when (e is GCException or OperationCanceledException)
            {
                // A completion has nothing to offer then.
            }

            return 0;
        }
    }

    private sealed class Nothing : IPumpSink<int>
    {
        public static readonly Nothing Sink = new();

        public void WriteResult(int result)
        {
        }

        public void WriteError(int result)
        {
        }

        public void WriteProgress(bool last)
        {
        }
    }
}
