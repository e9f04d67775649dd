using System.Management.Automation;
using GenesysAttachments.Binding;
using GenesysAttachments.Engine.Deliveries;
using GenesysAttachments.Engine.Transports;
using GenesysAttachments.Loading;

namespace GenesysAttachments.Commands;

/// <summary>A cmdlet that waits for the engine and can be stopped while it does.</summary>
public abstract class WaitingCmdlet : PSCmdlet, IDisposable
{
    private readonly List<Action> _stop = [];
    private StepLog? _log;
    private bool _stopping;

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>The story of the work, for <c>-Verbose</c> and <c>-Debug</c>.</summary>
    internal StepLog Log => _log ??= new StepLog(Wants("Verbose", "VerbosePreference"), Wants("Debug", "DebugPreference"));

    /// <summary>Writes what the workers had to say.</summary>
    internal void WriteLines()
    {
        while (Log.TryTake(out var line))
        {
            if (line.IsDebug)
            {
                WriteDebug(line.Text);
            }
            else
            {
                WriteVerbose(line.Text);
            }
        }
    }

    private bool Wants(string parameter, string preference) => MyInvocation.BoundParameters.TryGetValue(parameter, out var given)
        ? LanguagePrimitives.IsTrue(given)
        : GetVariableValue(preference)?.ToString() is { } value && value is not (nameof(ActionPreference.SilentlyContinue) or nameof(ActionPreference.Ignore));

    /// <summary>Ends what is still under way.</summary>
    protected virtual void Dispose(bool disposing)
    {
    }

    /// <inheritdoc/>
    protected override void StopProcessing()
    {
        lock (_stop)
        {
            _stopping = true;
            _stop.ForEach(stop => stop());
        }
    }

    /// <summary>Runs when the shell stops the command; at once if it has already.</summary>
    internal void OnStop(Action stop)
    {
        lock (_stop)
        {
            _stop.Add(stop);
            if (_stopping)
            {
                stop();
            }
        }
    }

    /// <summary>Waits for one call of the engine; null after its error was written.</summary>
    /// <exception cref="PipelineStoppedException">The command was stopped.</exception>
    internal T? WaitFor<T>(Func<CancellationToken, Task<T>> call, object? target, bool terminating)
        where T : class
    {
        // Made here: preferences can be read on the pipeline's thread alone.
        var (outcome, log) = (new Outcome<T>(), Log);
        using (var pump = new Pump<int, Outcome<T>>(1, (_, token) => outcome.RunAsync(call, log, token), _ => outcome, new Lines<T>(this)))
        {
            OnStop(pump.Cancel);
            if (pump.Accept(0))
            {
                pump.Complete();
            }
        }

        if (outcome.Error is { } error)
        {
            var record = ErrorRecords.From(error, target);
            if (terminating)
            {
                ThrowTerminatingError(record);
            }

            WriteError(record);
            return null;
        }

        return outcome.Value ?? throw new PipelineStoppedException();
    }

    /// <summary>
    /// Ends the command where a parameter stands on the command line and is empty: its variable was not filled, and what applies without it
    /// may be another org, another conversation, or no policy at all.
    /// </summary>
    internal void RefuseEmpty(params string[] parameters)
    {
        foreach (var name in parameters)
        {
            if (MyInvocation.BoundParameters.TryGetValue(name, out var given) && (given is null || (given is string text && string.IsNullOrWhiteSpace(text))))
            {
                RefuseParameter(name, $"-{name} was given and is empty.", $"Fill the variable that stands behind it, or leave -{name} out.");
            }
        }
    }

    /// <summary>Ends the command for the sake of a parameter.</summary>
    internal void RefuseParameter(string name, string message, string advice) =>
        ThrowTerminatingError(ErrorRecords.From(new GCException(ErrorIds.RequestInvalid, message) { Advice = advice }, name));

    /// <summary>The session to use: the one given, else the runspace's current one.</summary>
    internal GCOrgSession Require(GCOrgSession? session)
    {
        RefuseEmpty("Session");
        if ((session ?? SessionTable.OfThisRunspace().Current) is { } found)
        {
            return found;
        }

        ThrowTerminatingError(ErrorRecords.From(new GCException(ErrorIds.NotConnected, "There is no session with Genesys Cloud."), null));
        return null!;
    }

    private sealed class Outcome<T>
        where T : class
    {
        public T? Value { get; private set; }

        public GCException? Error { get; private set; }

        public async Task<Outcome<T>> RunAsync(Func<CancellationToken, Task<T>> call, StepLog log, CancellationToken token)
        {
            log.Follow();
            try
            {
                Value = await call(token).ConfigureAwait(false);
            }
            catch (GCException e)
            {
                Error = e;
            }
            catch (OperationCanceledException) when (token.IsCancellationRequested)
            {
                // Neither value nor error: the caller raises the stop.
            }

            return this;
        }
    }

    private sealed class Lines<T>(WaitingCmdlet command) : IPumpSink<Outcome<T>>
        where T : class
    {
        public void WriteLines() => command.WriteLines();

        public void WriteResult(Outcome<T> result)
        {
        }

        public void WriteError(Outcome<T> result)
        {
        }

        public void WriteProgress(bool last)
        {
        }
    }
}
