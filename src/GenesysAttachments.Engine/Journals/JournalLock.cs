using System.Globalization;
using GenesysAttachments.Engine.Errors;

namespace GenesysAttachments.Engine.Journals;

/// <summary>The lock of a journal: a file of its own, for on Unix the journal's own sharing lets a second writer in.</summary>
internal static class JournalLock
{
    private const string Suffix = ".lock";
    private const int Tries = 12;
    private static readonly TimeSpan BetweenTries = TimeSpan.FromMilliseconds(50);

    /// <summary>Takes it for this process, until the stream is disposed.</summary>
    /// <param name="path">Path of the journal.</param>
    /// <param name="time">Clock of the tries.</param>
    /// <param name="stop">Stops them.</param>
    /// <exception cref="GCException"><see cref="ErrorIds.JournalUnusable"/>: another process has it, or its file system does not lock.</exception>
    public static FileStream Take(string path, TimeProvider time, CancellationToken stop)
    {
        FileStream? guard = null;
        for (var tries = 1; guard is null; tries++)
        {
            try
            {
                guard = new FileStream(path + Suffix, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException e) when (IsTaken(e) && tries < Tries)
            {
                // Whoever only asks whether a run writes has it for a moment.
                Wait(BetweenTries, time, stop);
            }
            catch (IOException e) when (IsTaken(e))
            {
                throw new GCException(ErrorIds.JournalUnusable, $"The journal '{path}' is in use by {WriterOf(path)}.", e)
                {
                    Advice = "Wait until that run has ended, or give another journal. A process that has ended holds none.", CanRetry = true,
                };
            }
        }

        // A mounted file system may let everybody have it.
        try
        {
            using var second = new FileStream(path + Suffix, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            return guard;
        }

        guard.Dispose();
        throw JournalFile.Unusable(path, "its file system does not lock files, so that two runs could write it at once", null);

        bool IsTaken(IOException e) => e is not (DirectoryNotFoundException or PathTooLongException) && File.Exists(path + Suffix);
    }

    private static void Wait(TimeSpan span, TimeProvider time, CancellationToken stop)
    {
        using var over = new ManualResetEventSlim();
        using var timer = time.CreateTimer(_ => over.Set(), null, span, Timeout.InfiniteTimeSpan);
        over.Wait(stop);
    }

    private static string WriterOf(string path)
    {
        JournalLine? last = null;
        try
        {
            using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            JournalFile.ReadLines(file, 0, (line, _) => last = line.IndexOf("\"event\":\"run\""u8) >= 0 && JournalFile.Parse(line) is { Event: JournalEvents.Run } run ? run : last);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Who it is stays unknown; that somebody has it does not.
        }

        return last is null ? "another process" : string.Create(CultureInfo.InvariantCulture, $"process {last.Pid} on {last.Host}, since {last.At.UtcDateTime:u}");
    }

    /// <summary>Whether a process writes the journal now.</summary>
    public static bool IsHeld(string path)
    {
        try
        {
            using var guard = new FileStream(path + Suffix, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            return false;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return e is not (FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException);
        }
    }
}
