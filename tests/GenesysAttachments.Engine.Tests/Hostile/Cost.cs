namespace GenesysAttachments.Engine.Tests.Hostile;

/// <summary>
/// What some work takes: the most memory that lived at once, and processor time. Garbage does not count: whenever the heap looks too
/// large it is collected, and what is left is the figure. For work that runs alone in its process.
/// </summary>
internal sealed class Cost
{
    // Below this nobody asks how much of it lives.
    private const long Unsuspicious = 8L << 20;
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(2);

    private readonly long _before = Collected();
    private readonly TimeSpan _processor = Environment.CpuUsage.TotalTime;
    private readonly ManualResetEventSlim _over = new();
    private readonly Thread _watch;

    public Cost()
    {
        _watch = new Thread(Watch) { IsBackground = true, Priority = ThreadPriority.AboveNormal };
        _watch.Start();
    }

    /// <summary>By how many bytes the live heap grew at most.</summary>
    public long Growth { get; private set; }

    /// <summary>Processor time of the whole process, the server's and the collector's with it.</summary>
    public TimeSpan Processor { get; private set; }

    public void Stop()
    {
        if (!_over.IsSet)
        {
            Processor = Environment.CpuUsage.TotalTime - _processor;
            _over.Set();
            _watch.Join();
        }
    }

    private static long Collected()
    {
        GC.Collect();
        return GC.GetTotalMemory(forceFullCollection: false);
    }

    private void Watch()
    {
        do
        {
            if (GC.GetTotalMemory(forceFullCollection: false) - _before > Math.Max(Unsuspicious, Growth))
            {
                Growth = Math.Max(Growth, Collected() - _before);
            }
        }
        while (!_over.Wait(Between));
    }
}
