using System.Threading.Channels;

namespace GenesysAttachments.Engine.Pipeline;

/// <summary>
/// Hands items from one thread to workers and their results back to that thread. Both queues are bounded, so a long input waits and
/// memory stays flat. However it ends, the work is cancelled and awaited, and nothing starts afterwards.
/// </summary>
/// <remarks>
/// <see cref="Accept"/>, <see cref="Write"/>, <see cref="Complete"/> and <see cref="Dispose"/> belong to the pipeline's thread;
/// <see cref="Cancel"/> may come from any. Waiting here is the only blocking the engine does: PowerShell gives a cmdlet a thread only
/// inside its calls, so the writes have to happen there.
/// </remarks>
/// <typeparam name="TItem">What goes in.</typeparam>
/// <typeparam name="TResult">What comes out, one for each item.</typeparam>
public sealed class Pump<TItem, TResult> : IDisposable
{
    private const int ResultsPerWorker = 4;
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ProgressAfter = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ProgressEvery = TimeSpan.FromMilliseconds(200);

    private readonly Func<TItem, CancellationToken, Task<TResult>> _work;
    private readonly Func<TItem, TResult> _cancelled;
    private readonly IPumpSink<TResult> _sink;
    private readonly Channel<TItem> _inbox;
    private readonly Channel<TResult> _outbox;
    private readonly CancellationTokenSource _stop = new();
    private readonly ManualResetEventSlim _signal = new();
    private readonly int _workerCount;
    private readonly TimeProvider _time;
    private readonly long _started;
    private TimeSpan _drawn;
    private int _running;
    private bool _ended;
    private volatile Exception? _fault;

    /// <summary>Makes a pump; workers start with the first item.</summary>
    /// <param name="workers">How many items are worked on at a time.</param>
    /// <param name="work">Does the work, and gives its outcome whatever that is. What it throws all the same ends the pump.</param>
    /// <param name="cancelled">The result of an item whose work never began.</param>
    /// <param name="sink">Where results go.</param>
    /// <param name="time">Clock of progress and of the end; null takes the system's.</param>
    public Pump(int workers, Func<TItem, CancellationToken, Task<TResult>> work, Func<TItem, TResult> cancelled, IPumpSink<TResult> sink, TimeProvider? time = null)
    {
        (_time, _started) = (time ?? TimeProvider.System, (time ?? TimeProvider.System).GetTimestamp());
        (_work, _cancelled, _sink, _workerCount) = (work, cancelled, sink, workers);
        Stopped = _stop.Token;
        _inbox = Channel.CreateBounded<TItem>(new BoundedChannelOptions(workers) { SingleWriter = true });
        _outbox = Channel.CreateBounded<TResult>(new BoundedChannelOptions(workers * ResultsPerWorker) { SingleReader = true });
    }

    /// <summary>Takes an item in; waits while the queue is full, and writes results meanwhile.</summary>
    /// <returns>False when the pump has ended and takes nothing more.</returns>
    public bool Accept(TItem item)
    {
        while (IsOpen)
        {
            _signal.Reset();
            Drain();
            if (IsOpen && _inbox.Writer.TryWrite(item))
            {
                StartWorker();
                return true;
            }

            _signal.Wait(ProgressEvery);
        }

        ThrowFault();
        return false;
    }

    /// <summary>Takes in whatever a reader gives until that ends, and writes results meanwhile.</summary>
    public void Feed(ChannelReader<TItem> items)
    {
        Task? more = null;
        while (IsOpen)
        {
            _signal.Reset();
            Drain();
            if (items.TryRead(out var item))
            {
                Accept(item);
                continue;
            }

            if (more is null || more.IsCompleted)
            {
                var ready = items.WaitToReadAsync(CancellationToken.None).AsTask();
                if (ready.IsCompletedSuccessfully && !ready.Result)
                {
                    break;
                }

                more = ready.ContinueWith(_ => _signal.Set(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            }

            _signal.Wait(ProgressEvery);
        }

        ThrowFault();
    }

    /// <summary>Writes a result made on the pipeline's own thread, after those that are ready.</summary>
    /// <returns>False when the pump has ended.</returns>
    public bool Write(TResult result)
    {
        if (IsOpen)
        {
            Drain();
        }

        if (!IsOpen)
        {
            return false;
        }

        Hand(result);
        return true;
    }

    /// <summary>No more input: writes results until all work is done or cancelled.</summary>
    public void Complete()
    {
        _inbox.Writer.TryComplete();
        while (IsOpen && Volatile.Read(ref _running) > 0)
        {
            _signal.Reset();
            Drain();
            if (Volatile.Read(ref _running) > 0)
            {
                _signal.Wait(ProgressEvery);
            }
        }

        if (IsOpen)
        {
            Drain();
        }

        if (IsOpen)
        {
            _ended = true;
            Draw(last: true);
        }

        ThrowFault();
        End(canWrite: false);
    }

    /// <summary>Stops the work. Returns at once; the pipeline's thread does the waiting.</summary>
    public void Cancel()
    {
        _stop.Cancel();
        _signal.Set();
    }

    /// <summary>Ends when the work is to stop.</summary>
    public CancellationToken Stopped { get; }

    /// <summary>Stops the work if nothing else has ended it, and waits for it.</summary>
    public void Dispose() => End(canWrite: false);

    private bool IsOpen => !_ended && !_stop.IsCancellationRequested && _fault is null;

    private void StartWorker()
    {
        if (_running < _workerCount)
        {
            Interlocked.Increment(ref _running);
            _ = Task.Run(WorkAsync, CancellationToken.None);
        }
    }

    private async Task WorkAsync()
    {
        // Results wait for room without a token: a true outcome is never lost. The reader keeps reading until all workers are gone.
        try
        {
            await foreach (var item in _inbox.Reader.ReadAllAsync(CancellationToken.None).ConfigureAwait(false))
            {
                _signal.Set();
                var result = _stop.IsCancellationRequested ? _cancelled(item) : await RunAsync(item).ConfigureAwait(false);
                await _outbox.Writer.WriteAsync(result, CancellationToken.None).ConfigureAwait(false);
                _signal.Set();
            }
        }
        finally
        {
            Interlocked.Decrement(ref _running);
            _signal.Set();
        }
    }

    private async Task<TResult> RunAsync(TItem item)
    {
        try
        {
            return await _work(item, _stop.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            return _cancelled(item);
        }
        catch (Exception e)
        {
            _fault ??= e;
            Cancel();
            return _cancelled(item);
        }
    }

    private void Drain()
    {
        Guard(_sink.WriteLines, canWriteAfter: false);
        while (_outbox.Reader.TryRead(out var result))
        {
            Hand(result);
        }

        Draw(last: false);
    }

    private void Hand(TResult result)
    {
        // A write that throws ends everything. After an error that the user's preference turned into a stop the shell still
        // takes objects, so every outcome is handed over; after a refused object it takes none.
        Guard(() => _sink.WriteResult(result), canWriteAfter: false);
        Guard(() => _sink.WriteError(result), canWriteAfter: true);
    }

    private void Draw(bool last)
    {
        var now = _time.GetElapsedTime(_started);
        if (last ? _drawn > TimeSpan.Zero : now >= ProgressAfter && now - _drawn >= ProgressEvery)
        {
            _drawn = now;
            Guard(() => _sink.WriteProgress(last), canWriteAfter: false);
        }
    }

    private void Guard(Action write, bool canWriteAfter)
    {
        try
        {
            write();
        }
        catch
        {
            End(canWriteAfter);
            throw;
        }
    }

    private void End(bool canWrite)
    {
        if (_ended)
        {
            return;
        }

        _ended = true;
        _inbox.Writer.TryComplete();
        _stop.Cancel();
        var begun = _time.GetTimestamp();
        while (true)
        {
            _signal.Reset();
            var running = Volatile.Read(ref _running) > 0;
            while (_outbox.Reader.TryRead(out var result))
            {
                canWrite = canWrite && Try(() => _sink.WriteResult(result));
            }

            var left = Grace - _time.GetElapsedTime(begun);
            if (!running || left <= TimeSpan.Zero)
            {
                _ = canWrite && _drawn > TimeSpan.Zero && Try(() => _sink.WriteProgress(last: true));
                return;
            }

            _signal.Wait(left);
        }
    }

    private static bool Try(Action write)
    {
        try
        {
            write();
            return true;
        }
        catch (Exception)
        {
            return false; // The first failure is the one that is reported.
        }
    }

    private void ThrowFault()
    {
        if (_fault is { } fault)
        {
            End(canWrite: true);
            throw new InvalidOperationException($"The engine failed: {fault.Message}", fault);
        }
    }
}
