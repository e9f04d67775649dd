using System.Collections.Concurrent;
using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Files;

namespace GenesysAttachments.Engine.Tracing;

/// <summary>
/// All that goes over the wire in a session, as a HAR 1.2 file without secrets. Nothing waits for the disk, and nothing fails for the sake of
/// it: where it cannot be written any more it ends, says so once, and stays a whole file as far as it goes. Thread-safe.
/// </summary>
public sealed class WireTrace : IDisposable
{
    // A disk that is so far behind will not catch up.
    private const long MostWaiting = 32 * 1024 * 1024;
    private static readonly TimeSpan LastWait = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LastEntries = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<WireExchange, byte> _underWay = new();
    private readonly ConcurrentQueue<(Action<HarFile, byte[]> Write, byte[] Bytes)> _waiting = new();
    private readonly Lock _writing = new();
    private readonly HarFile _file;
    private readonly EventHandler _onExit;
    private long _waitingBytes;
    private int _isDraining;
    private volatile bool _hasEnded;
    private volatile bool _hasFailed;
    private string? _trouble;

    private WireTrace(string path, HarFile file)
    {
        (Path, _file) = (path, file);
        // Weak: a session that nobody has any more is not kept for the sake of its trace.
        var self = new WeakReference<WireTrace>(this);
        _onExit = (_, _) => Flush(self);
        AppDomain.CurrentDomain.ProcessExit += _onExit;
    }

    /// <summary>Full path of the file.</summary>
    public string Path { get; }

    /// <summary>Begins a trace. On Unix its file is its owner's alone.</summary>
    /// <param name="path">Full path of the file.</param>
    /// <param name="replaces">Whether a file that is there gives way.</param>
    /// <exception cref="GCException"><see cref="ErrorIds.TraceUnusable"/>: something is there already, or the file cannot be made.</exception>
    public static WireTrace Create(string path, bool replaces) => Create(path, replaces, static _ => { });

    /// <summary>The same for tests, which set what writes.</summary>
    internal static WireTrace Create(string path, bool replaces, Action<HarFile> set)
    {
        HarFile? file = null;
        try
        {
            if (replaces && File.Exists(path) && (OperatingSystem.IsWindows() || FileStatus.Of(path)?.Special is null))
            {
                File.Delete(path);
            }

            file = new HarFile(Open(path));
            set(file);
            file.Begin(typeof(WireTrace).Assembly.GetName().Version?.ToString(3) ?? "0");
            return new WireTrace(path, file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            file?.Dispose();
            var isThere = !replaces && File.Exists(path);
            throw new GCException(ErrorIds.TraceUnusable, $"The trace '{path}' cannot be begun: {(isThere ? "a file of that name is there already" : e.Message.TrimEnd('.'))}.", e)
            {
                Advice = isThere ? "Give another -TracePath, or -Force to replace the file." : ErrorCatalog.Get(ErrorIds.TraceUnusable).Advice,
            };
        }
    }

    /// <summary>Why it ended before its session, in a sentence that may be shown; given once, null where it did not.</summary>
    public string? TakeTrouble() => Interlocked.Exchange(ref _trouble, null);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var exchange in _underWay.Keys)
        {
            exchange.End(new OperationCanceledException("The session ended before it was answered."));
        }

        // Some end on threads of their own just now.
        SpinWait.SpinUntil(() => _underWay.IsEmpty, LastEntries);
        AppDomain.CurrentDomain.ProcessExit -= _onExit;
        _hasEnded = true;
        // A disk that does not answer must not keep a session from ending.
        if (_writing.TryEnter(LastWait))
        {
            try
            {
                Drain();
                _file.Dispose();
            }
            finally
            {
                _writing.Exit();
            }
        }
    }

    /// <summary>A request is on its way.</summary>
    internal void Enter(WireExchange exchange) => _underWay[exchange] = 0;

    /// <summary>A request is over.</summary>
    internal void Leave(WireExchange exchange) => _underWay.TryRemove(exchange, out _);

    /// <summary>Adds an entry.</summary>
    internal void Add(Func<HarEntry> entry) => Write(() => HarJson.Of(entry()), static (file, bytes) => file.Add(bytes));

    /// <summary>Adds something. Whatever goes wrong with it ends the trace, and nothing else.</summary>
    /// <param name="make">Makes it, now.</param>
    /// <param name="write">Writes it, soon.</param>
    internal void Write(Func<byte[]> make, Action<HarFile, byte[]> write)
    {
        if (_hasEnded)
        {
            return;
        }

        try
        {
            var bytes = make();
            _waiting.Enqueue((write, bytes));
            if (Interlocked.Add(ref _waitingBytes, bytes.Length) > MostWaiting)
            {
                Fail("its disk is too slow");
                return;
            }

            if (Interlocked.Exchange(ref _isDraining, 1) == 0)
            {
                ThreadPool.UnsafeQueueUserWorkItem(static trace => trace.DrainAll(), this, preferLocal: false);
            }
        }
        catch (Exception e)
        {
            Fail(Why(e));
        }
    }

    private static FileStream Open(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.Read | FileShare.Delete, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new FileStream(path, options);
    }

    private static void Flush(WeakReference<WireTrace> self)
    {
        if (self.TryGetTarget(out var trace))
        {
            trace.Dispose();
        }
    }

    private void DrainAll()
    {
        do
        {
            lock (_writing)
            {
                Drain();
            }

            Volatile.Write(ref _isDraining, 0);
        }
        while (!_hasEnded && !_waiting.IsEmpty && Interlocked.Exchange(ref _isDraining, 1) == 0);
    }

    private void Drain()
    {
        while (_waiting.TryDequeue(out var next))
        {
            Interlocked.Add(ref _waitingBytes, -next.Bytes.Length);
            if (_hasFailed)
            {
                continue; // It came in while the one before it failed.
            }

            try
            {
                next.Write(_file, next.Bytes);
            }
            catch (Exception e)
            {
                Fail(Why(e));
                Restore();
            }
        }
    }

    private void Restore()
    {
        try
        {
            _file.Restore();
        }
        catch (Exception)
        {
            // It was said that it ends; how it ends is in nobody's hands.
        }
    }

    private static string Why(Exception cause) =>
        cause is IOException or UnauthorizedAccessException or ObjectDisposedException ? cause.Message.TrimEnd('.') : $"{cause.GetType().Name}, which nobody foresaw";

    private void Fail(string why)
    {
        _hasFailed = true;
        if (!_hasEnded)
        {
            _hasEnded = true;
            _waiting.Clear();
            Volatile.Write(ref _trouble, $"The trace '{Path}' ends here: {why}. Everything else goes on.");
        }
    }
}
