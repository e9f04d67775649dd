using System.Collections.Concurrent;
using GenesysAttachments.Engine.Display;

namespace GenesysAttachments.Engine.Telemetry;

/// <summary>
/// The story of a command, line by line: a verbose line for each step, a debug line for each request. Written by workers, taken by the
/// pipeline's thread. Holds no secret, no query of a URL and no content.
/// </summary>
/// <param name="isVerbose">Whether steps are wanted.</param>
/// <param name="isDebug">Whether requests are wanted.</param>
public sealed class StepLog(bool isVerbose, bool isDebug)
{
    // Should the thread not come for a long time, the newest lines are the ones to have.
    private const int Kept = 10_000;
    private readonly ConcurrentQueue<(bool IsDebug, string Text)> _lines = new();

    /// <summary>Whether debug lines are wanted.</summary>
    public bool IsDebug => isDebug;

    /// <summary>The next line, oldest first.</summary>
    /// <param name="line">Whether it is a debug line, and its text.</param>
    public bool TryTake(out (bool IsDebug, string Text) line) => _lines.TryDequeue(out line);

    /// <summary>Adds a verbose line, where they are wanted.</summary>
    public void Verbose(string text)
    {
        if (isVerbose)
        {
            Add(false, text);
        }
    }

    /// <summary>Adds a debug line, where they are wanted.</summary>
    public void Debug(string text)
    {
        if (isDebug)
        {
            Add(true, text);
        }
    }

    private void Add(bool debug, string text)
    {
        _lines.Enqueue((debug, ShownText.Of(text)));
        if (_lines.Count > Kept)
        {
            _lines.TryDequeue(out _);
        }
    }
}
