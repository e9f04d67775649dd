using System.Diagnostics;

namespace GenesysAttachments.Queue.Tests.Chaos;

/// <summary>The platform, in memory: what arrived, in which order, and when it was asked.</summary>
internal sealed class Platform(Random random)
{
    private readonly Lock _lock = new();
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly List<(string Lane, long Item, string Media)> _arrived = [];
    private readonly List<TimeSpan> _requests = [];

    public IReadOnlyList<(string Lane, long Item, string Media)> Arrived => _arrived;

    public IReadOnlyList<TimeSpan> Requests => _requests;

    /// <summary>Takes a message, or loses it or its answer on the way.</summary>
    /// <returns>Whether an answer came back.</returns>
    public bool Send(string lane, long item, string media)
    {
        lock (_lock)
        {
            _requests.Add(_clock.Elapsed);
            var fate = random.NextDouble();
            if (fate > 0.03)
            {
                _arrived.Add((lane, item, media));
            }

            return fate > 0.06;
        }
    }

    /// <summary>Reads the conversation.</summary>
    public bool Has(string media)
    {
        lock (_lock)
        {
            return _arrived.Any(message => message.Media == media);
        }
    }
}
