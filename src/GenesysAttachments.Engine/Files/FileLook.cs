using System.Collections.Immutable;
using System.Runtime.ExceptionServices;
using GenesysAttachments.Engine.Files.Content;

namespace GenesysAttachments.Engine.Files;

/// <summary>
/// A look at a file on another thread: what the system does for it may never come back, and only the wait for it can be ended. A look
/// nobody waits for any more cleans up after itself.
/// </summary>
/// <param name="path">Path of the file, absolute.</param>
/// <param name="promised">What its name promises.</param>
/// <param name="done">Set when it is done; may be disposed by then.</param>
internal sealed class FileLook(string path, ImmutableArray<ContentKind> promised, ManualResetEventSlim done) : IThreadPoolWorkItem
{
    // Nearly every file is there by then, and neither timer nor token is needed.
    private const int MomentInMilliseconds = 50;

    private FileProbe? _found;
    private ExceptionDispatchInfo? _failure;

    /// <summary>Looks at a file, and waits for it as long as may be.</summary>
    /// <exception cref="OperationCanceledException">The work was stopped.</exception>
    public static FileProbe Take(string path, ImmutableArray<ContentKind> promised, TimeProvider time, CancellationToken stop)
    {
        using var done = new ManualResetEventSlim();
        var look = new FileLook(path, promised, done);
        ThreadPool.UnsafeQueueUserWorkItem(look, preferLocal: false);
        if (!done.Wait(MomentInMilliseconds, CancellationToken.None) && !WaitLonger(done, time, stop))
        {
            return FileProbe.TimedOut(path);
        }

        look._failure?.Throw();
        return look._found!;
    }

    /// <inheritdoc/>
    public void Execute()
    {
        try
        {
            _found = FileProbe.Look(path, promised);
        }
        catch (Exception e)
        {
            _failure = ExceptionDispatchInfo.Capture(e);
        }

        done.Set();
    }

    private static bool WaitLonger(ManualResetEventSlim done, TimeProvider time, CancellationToken stop)
    {
        using var limit = new CancellationTokenSource(SourceFile.Limit, time);
        using var link = stop.UnsafeRegister(static limit => ((CancellationTokenSource)limit!).Cancel(), limit);
        try
        {
            done.Wait(limit.Token);
            return true;
        }
        catch (OperationCanceledException)
        {
            stop.ThrowIfCancellationRequested();
            return false;
        }
    }
}
