using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Pipeline;

namespace GenesysAttachments.Shell;

/// <summary>Waits for the engine outside a cmdlet: in a method of a session, in a completion.</summary>
internal static class Blocking
{
    /// <summary>How long a completion may think: longer feels like a hung prompt.</summary>
    public static readonly TimeSpan CompletionLimit = TimeSpan.FromSeconds(1.5);

    /// <summary>Runs a call to its end.</summary>
    /// <exception cref="GCException">What the call threw.</exception>
    public static T Run<T>(Func<CancellationToken, Task<T>> call)
        where T : class
    {
        var (value, error) = ((T?)null, (Exception?)null);
        using (var pump = new Pump<int, int>(1, WorkAsync, _ => 0, Nothing.Sink))
        {
            pump.Accept(0);
            pump.Complete();
        }

        return error is null ? value! : throw error;

        async Task<int> WorkAsync(int _, CancellationToken cancellationToken)
        {
            try
            {
                value = await call(cancellationToken).ConfigureAwait(false);
            }
            catch (Exception e) when (e is GCException or OperationCanceledException)
            {
                error = e;
            }

            return 0;
        }
    }

    /// <summary>Runs a call for as long as it may take; null when it failed or took longer.</summary>
    public static T? TryRun<T>(Func<CancellationToken, Task<T>> call, TimeSpan limit)
        where T : class
    {
        using var late = new CancellationTokenSource(limit);
        try
        {
            return Run(_ => call(late.Token));
        }
        catch (Exception e) when (e is GCException or OperationCanceledException)
        {
            return null;
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
