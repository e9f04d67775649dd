using System.Diagnostics;
using System.Management.Automation;

namespace GenesysAttachments.Cmdlets.Tests.Harness;

/// <summary>A script under way.</summary>
public sealed class Running : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    private readonly PowerShell _shell;
    private readonly PSDataCollection<PSObject> _output = [];
    private readonly long _begun = Stopwatch.GetTimestamp();
    private readonly IAsyncResult _end;

    internal Running(PowerShell shell)
    {
        _shell = shell;
        _end = shell.BeginInvoke<PSObject, PSObject>(null, _output);
    }

    public bool IsOver => _end.IsCompleted;

    /// <summary>What came out so far.</summary>
    public int OutputCount => _output.Count;

    /// <summary>Ctrl+C; the time until the shell has its prompt back.</summary>
    public TimeSpan Stop()
    {
        var begun = Stopwatch.GetTimestamp();
        _shell.Stop();
        return Stopwatch.GetElapsedTime(begun);
    }

    /// <summary>Waits for the end.</summary>
    public Ran Wait()
    {
        Assert.True(_end.AsyncWaitHandle.WaitOne(Limit), "The script did not end.");
        var (thrown, stopped) = ((ErrorRecord?)null, false);
        try
        {
            _shell.EndInvoke(_end);
        }
        catch (PipelineStoppedException)
        {
            stopped = true;
        }
        catch (Exception e) when (e is IContainsErrorRecord)
        {
            thrown = ((IContainsErrorRecord)e).ErrorRecord;
        }

        var streams = _shell.Streams;
        return new Ran(
            [.. _output],
            [.. streams.Error],
            [.. streams.Warning.Select(line => line.Message)],
            [.. streams.Verbose.Select(line => line.Message)],
            [.. streams.Debug.Select(line => line.Message)],
            [.. streams.Information.Select(line => $"{line.MessageData}")],
            [.. streams.Progress],
            thrown,
            stopped,
            Stopwatch.GetElapsedTime(_begun));
    }

    public void Dispose() => _shell.Dispose();
}
