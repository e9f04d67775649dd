using System.Globalization;
using System.Text.Json;
using GenesysAttachments.Engine.Errors;
using Microsoft.Win32.SafeHandles;

namespace GenesysAttachments.Engine.Journals;

/// <summary>
/// The file of a journal: lines are only ever added, by one process at a time. What must be durable is so together with whatever else waits
/// for it: one sync of the disk for all.
/// </summary>
internal sealed class JournalFile : IDisposable
{
    private const int Version = 1;
    private const int ReadAtATime = 1 << 20;
    private const int LongestLine = 1 << 20;

    private readonly Lock _lock = new();
    private readonly SafeFileHandle _file;
    private readonly FileStream _guard;
    private long _end;
    private Task _sync = Task.CompletedTask;
    private Task? _nextSync;
    private Exception? _broken;

    private JournalFile(string path, SafeFileHandle file, FileStream guard) => (Path, _file, _guard) = (path, file, guard);

    /// <summary>Full path of it.</summary>
    public string Path { get; }

    /// <summary>What its lines say.</summary>
    public JournalIndex Index { get; } = new();

    /// <summary>Opens a journal, or begins one, for this process alone.</summary>
    /// <exception cref="GCException"><see cref="ErrorIds.JournalUnusable"/>: another process has it, or its file system cannot hold one.</exception>
    public static JournalFile Open(string path, TimeProvider time, CancellationToken stop = default)
    {
        FileStream? guard = null;
        SafeFileHandle? file = null;
        try
        {
            guard = JournalLock.Take(path, time, stop);
            file = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
            var journal = new JournalFile(path, file, guard);
            journal.ReadAll();
            // A long one takes its time, and whoever stopped meanwhile does not have it any more.
            stop.ThrowIfCancellationRequested();
            journal.Begin(time);
            return journal;
        }
        catch (Exception e)
        {
            file?.Dispose();
            guard?.Dispose();
            throw e as GCException ?? (e is IOException or UnauthorizedAccessException or NotSupportedException ? Unusable(path, e.Message, e) : e);
        }
    }

    /// <summary>Adds a line, and gives where it begins. It survives the process, and not the machine.</summary>
    /// <exception cref="GCException"><see cref="ErrorIds.JournalUnusable"/>: it cannot be written any more.</exception>
    public long Add(JournalLine line)
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(line, JournalJson.Default.JournalLine);
        Array.Resize(ref bytes, bytes.Length + 1);
        bytes[^1] = (byte)'\n';
        lock (_lock)
        {
            try
            {
                // A line that could not be written whole would run into the next.
                if (_broken is not null)
                {
                    throw _broken;
                }

                var offset = _end;
                RandomAccess.Write(_file, bytes, offset);
                _end += bytes.Length;
                return offset;
            }
            catch (Exception e) when (e is IOException or ObjectDisposedException)
            {
                _broken ??= e;
                throw Unusable(Path, e.Message, e);
            }
        }
    }

    /// <summary>Waits until all that was added so far would survive the machine.</summary>
    /// <exception cref="GCException"><see cref="ErrorIds.JournalUnusable"/>.</exception>
    public Task SyncAsync()
    {
        lock (_lock)
        {
            // One is under way, which began before what was added since: all that came meanwhile share the next.
            return _nextSync ??= NextAsync(_sync);
        }
    }

    /// <summary>The line at a place; null where there is none that can be read.</summary>
    public JournalLine? ReadAt(long offset)
    {
        try
        {
            for (var length = 1024; length <= LongestLine; length *= 4)
            {
                var buffer = new byte[length];
                var read = RandomAccess.Read(_file, buffer, offset);
                if (buffer.AsSpan(0, read).IndexOf((byte)'\n') is >= 0 and var end)
                {
                    return Parse(buffer.AsSpan(0, end));
                }
            }
        }
        catch (IOException)
        {
            // What it came to is known; where it is told in full is not.
        }

        return null;
    }

    /// <summary>A line, or null where it is none.</summary>
    public static JournalLine? Parse(ReadOnlySpan<byte> line)
    {
        try
        {
            return JsonSerializer.Deserialize(line, JournalJson.Default.JournalLine);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The whole lines of a journal, each with the place where it begins, as far as they go now.</summary>
    /// <param name="file">The file.</param>
    /// <param name="from">Where a line begins.</param>
    /// <param name="take">Takes a line without its end.</param>
    /// <returns>Where the last whole line ends, and where the file does: what is between is being written, or whoever wrote it ended.</returns>
    public static (long Whole, long End) ReadLines(SafeFileHandle file, long from, LineReader take)
    {
        // No further than it goes now: a run may be writing it, and a device has no end.
        var (buffer, held, offset, length) = (new byte[ReadAtATime], 0, from, RandomAccess.GetLength(file));
        while (true)
        {
            var read = RandomAccess.Read(file, buffer.AsSpan(held, (int)Math.Min(buffer.Length - held, length - offset - held)), offset + held);
            held += read;
            var used = 0;
            while (buffer.AsSpan(used, held - used).IndexOf((byte)'\n') is >= 0 and var end)
            {
                take(buffer.AsSpan(used, end), offset + used);
                used += end + 1;
            }

            buffer.AsSpan(used, held - used).CopyTo(buffer);
            (held, offset) = (held - used, offset + used);
            if (read == 0)
            {
                return (offset, offset + held);
            }

            if (held == buffer.Length)
            {
                // A hole of zeros, say, as long as it is: no line of ours.
                Array.Resize(ref buffer, buffer.Length * 2);
            }
        }
    }

    /// <summary>Takes one line.</summary>
    public delegate void LineReader(ReadOnlySpan<byte> line, long offset);

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_lock)
        {
            _broken ??= new ObjectDisposedException(nameof(JournalFile));
        }

        _file.Dispose();
        _guard.Dispose();
    }

    private async Task NextAsync(Task before)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ForceYielding);
        Task mine;
        lock (_lock)
        {
            // From here on what is added belongs to the one after.
            mine = _nextSync!;
            (_sync, _nextSync) = (mine, null);
        }

        try
        {
            RandomAccess.FlushToDisk(_file);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or UnauthorizedAccessException)
        {
            lock (_lock)
            {
                _broken ??= e;
            }

            throw Unusable(Path, e.Message, e);
        }
    }

    private void ReadAll()
    {
        (var whole, _end) = ReadLines(_file, 0, Index.Read);
        Index.Trim();
        if (whole < _end)
        {
            // Nothing was done on the strength of a line that was not whole, also where all of it but its end is there.
            RandomAccess.Write(_file, "#\n"u8, _end);
            _end += 2;
            Index.CountUnreadable();
        }
    }

    private void Begin(TimeProvider time)
    {
        Add(new JournalLine { Event = JournalEvents.Run, Version = Version, At = time.GetUtcNow(), Host = Environment.MachineName, Pid = Environment.ProcessId, Boot = BootName.Current });
        RandomAccess.FlushToDisk(_file);
    }

    /// <summary>The error of a journal that cannot be used: nothing is sent without it.</summary>
    public static GCException Unusable(string path, string why, Exception? cause) => new(ErrorIds.JournalUnusable, $"The journal '{path}' cannot be used: {why.TrimEnd('.')}.", cause) { StopsBatch = true };
}
