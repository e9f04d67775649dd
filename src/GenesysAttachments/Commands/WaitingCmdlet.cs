using System.Management.Automation;
using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Http;
using GenesysAttachments.Engine.Pipeline;
using GenesysAttachments.Engine.Telemetry;
using GenesysAttachments.Shell;
using GenesysAttachments.State;

namespace GenesysAttachments.Commands;

/// <summary>A cmdlet that waits for the engine and can be stopped while it does.</summary>
public abstract class WaitingCmdlet : PSCmdlet, IDisposable
{
    private readonly HashSet<StopHandle> _stop = [];
    private readonly CancellationTokenSource _stopped = new();
    private StepLog? _log;
    private bool _stopping;
    private bool _ended;

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
        SessionTable.OfThisRunspace().Told(Warn);
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

    /// <summary>
    /// A warning. Where -Debug is given, the shell would ask after each whether to go on, and end the command where nobody can answer: there it
    /// goes among the debug lines.
    /// </summary>
    private protected void Warn(string text)
    {
        var given = MyInvocation.BoundParameters;
        if (given.TryGetValue("Debug", out var isDebug) && LanguagePrimitives.IsTrue(isDebug) && !given.ContainsKey("WarningAction"))
        {
            WriteDebug($"Warning: {text}");
        }
        else
        {
            WriteWarning(text);
        }
    }

    private bool Wants(string parameter, string preference) => MyInvocation.BoundParameters.TryGetValue(parameter, out var given)
        ? LanguagePrimitives.IsTrue(given)
        : GetVariableValue(preference)?.ToString() is { } value && value is not (nameof(ActionPreference.SilentlyContinue) or nameof(ActionPreference.Ignore));

    /// <summary>Ends what is still under way.</summary>
    protected virtual void Dispose(bool disposing)
    {
        lock (_stop)
        {
            _stopped.Dispose();
            _ended = true;
        }
    }

    /// <summary>Ends what the pipeline's own thread waits for.</summary>
    private protected CancellationToken Stopped => _stopped.Token;

    /// <inheritdoc/>
    protected override void StopProcessing()
    {
        lock (_stop)
        {
            _stopping = true;
            if (!_ended)
            {
                _stopped.Cancel();
            }

            foreach (var handle in _stop)
            {
                handle.Stop();
            }
        }
    }

    /// <summary>Runs when the shell stops the command, at once if it has already; until what it gives back is disposed.</summary>
    internal IDisposable OnStop(Action stop)
    {
        var handle = new StopHandle(this, stop);
        lock (_stop)
        {
            _stop.Add(handle);
            if (_stopping)
            {
                stop();
            }
        }

        return handle;
    }

    /// <summary>Whether nothing is to be done, only shown: by the switch or by the preference.</summary>
    private protected bool IsWhatIf => MyInvocation.BoundParameters.TryGetValue("WhatIf", out var given)
        ? LanguagePrimitives.IsTrue(given)
        : LanguagePrimitives.IsTrue(GetVariableValue("WhatIfPreference"));

    /// <summary>Waits for one call of the engine; null after its error was written.</summary>
    /// <exception cref="PipelineStoppedException">The command was stopped.</exception>
    internal T? WaitFor<T>(Func<CallContext, CancellationToken, Task<T>> call, object? target, bool terminating)
        where T : class
    {
        // Made here: preferences can be read on the pipeline's thread alone.
        var (outcome, context) = (new Outcome<T>(), new CallContext { Log = Log });
        using (var pump = new Pump<int, Outcome<T>>(1, (_, token) => outcome.RunAsync(call, context, token), _ => outcome, new Lines<T>(this)))
        using (OnStop(pump.Cancel))
        {
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

    /// <summary>
    /// The session to use: the one given, else the runspace's current one. One that has ended gives way to the live one of its key.
    /// </summary>
    internal GCOrgSession Require(GCOrgSession? session)
    {
        RefuseEmpty("Session");
        var table = SessionTable.OfThisRunspace();
        // The current one too: another runspace that has the same session may have ended it.
        session ??= table.Current;
        if ((session is { HasEnded: true } ? table.Find(session.Key) : session) is { } found)
        {
            return found;
        }

        var error = session is null ? new GCException(ErrorIds.NotConnected, "There is no session with Genesys Cloud.")
            : new GCException(ErrorIds.NotConnected, $"The session {session.Key} was disconnected or replaced.") { Advice = "Connect again with Connect-GCOrg, or give another with -Session (Get-GCOrg -Current)." };
        ThrowTerminatingError(ErrorRecords.From(error, null));
        return null!;
    }

    private sealed class StopHandle(WaitingCmdlet command, Action stop) : IDisposable
    {
        public Action Stop { get; } = stop;

        public void Dispose()
        {
            lock (command._stop)
            {
                command._stop.Remove(this);
            }
        }
    }

    private sealed class Outcome<T>
        where T : class
    {
        public T? Value { get; private set; }

        public GCException? Error { get; private set; }

        public async Task<Outcome<T>> RunAsync(Func<CallContext, CancellationToken, Task<T>> call, CallContext context, CancellationToken token)
        {
            try
            {
                Value = await call(context, token).ConfigureAwait(false);
            }
            catch (GCException e)
            {
                Error = e;
            }
            catch (OperationCanceledException) when (token.IsCancellationRequested)
            {
                // Neither value nor error: the caller raises the stop.
            }
            catch (Exception e)
            {
                context.Log?.Debug($"A bug of the module: {e}");
                Error = new GCException(ErrorIds.InternalError, $"{e.GetType().Name}, which nobody foresaw. {e.Message}", e);
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
