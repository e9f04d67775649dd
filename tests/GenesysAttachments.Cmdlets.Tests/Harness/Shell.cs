using System.Diagnostics;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using Microsoft.PowerShell;

namespace GenesysAttachments.Cmdlets.Tests.Harness;

/// <summary>A PowerShell in this process with the staged module imported, and a screen that remembers.</summary>
public sealed class Shell : IDisposable
{
    private readonly Runspace _runspace;

    public Shell()
    {
        var state = InitialSessionState.CreateDefault2();
        state.ImportPSModule([Path.Combine(Repository.Module, "GenesysAttachments.psd1")]);
        state.ThrowOnRunspaceOpenError = true;
        if (OperatingSystem.IsWindows())
        {
            state.ExecutionPolicy = ExecutionPolicy.Bypass;
        }

        _runspace = RunspaceFactory.CreateRunspace(new ListeningHost(Screen), state);
        _runspace.Open();
    }

    /// <summary>What a user would see and answer.</summary>
    public Screen Screen { get; } = new();

    /// <summary>Makes a variable for scripts to come.</summary>
    public void Set(string name, object? value) => _runspace.SessionStateProxy.SetVariable(name, value);

    /// <summary>Runs a script to its end, in a scope of its own.</summary>
    public Ran Run(string script)
    {
        using var running = Begin(script);
        return running.Wait();
    }

    /// <summary>Starts a script; the caller may stop it.</summary>
    public Running Begin(string script)
    {
        Screen.Clear();
        var shell = PowerShell.Create(_runspace);
        shell.AddScript(script, useLocalScope: true);
        return new Running(shell);
    }

    /// <summary>What completion offers at the end of a line.</summary>
    public IReadOnlyList<CompletionResult> Complete(string line)
    {
        using var shell = PowerShell.Create(_runspace);
        return CommandCompletion.CompleteInput(line, line.Length, null, shell).CompletionMatches;
    }

    /// <summary>Closes the shell under whatever runs in it; the time that took.</summary>
    public TimeSpan Close()
    {
        var begun = Stopwatch.GetTimestamp();
        _runspace.Close();
        return Stopwatch.GetElapsedTime(begun);
    }

    public void Dispose() => _runspace.Dispose();
}
