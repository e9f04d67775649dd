namespace GenesysAttachments.Queue.Tests.Chaos;

/// <summary>What may happen to workers between any two statements.</summary>
internal sealed class Fate(int seed, TimeSpan freeze, CancellationToken spared)
{
    private readonly Random _random = new(seed);
    private readonly Lock _lock = new();

    public int Deaths { get; private set; }

    public int Freezes { get; private set; }

    /// <summary>Whether a worker believes, wrongly, that it may pass an item over.</summary>
    public bool IsCareless()
    {
        lock (_lock)
        {
            return !spared.IsCancellationRequested && _random.NextDouble() < 0.05;
        }
    }

    /// <summary>Nothing, mostly; a freeze longer than a lease; or a death.</summary>
    public async Task TemptAsync()
    {
        bool isFrozen;
        lock (_lock)
        {
            var fate = spared.IsCancellationRequested ? 1 : _random.NextDouble();
            if (fate < 0.03)
            {
                Deaths++;
                throw new DeathException();
            }

            isFrozen = fate < 0.05;
            Freezes += isFrozen ? 1 : 0;
        }

        if (isFrozen)
        {
            await Task.Delay(freeze, CancellationToken.None);
        }
    }
}
