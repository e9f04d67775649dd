using GenesysAttachments.Engine.Sessions;

namespace GenesysAttachments.Queue.Working;

/// <summary>
/// Which client a worker claims for next: one after the other, begun at random so that many workers do not all ask for the same; one whose
/// requests cannot succeed for now is passed over.
/// </summary>
internal sealed class ClientChoice
{
    // What no file of a client gets past, such as a park, an outage or a refused sign-in, is tried again after this.
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(60);

    private readonly Lock _lock = new();
    private readonly Dictionary<OrgSession, long> _resting = [];
    private readonly IReadOnlyList<OrgSession> _sessions;
    private readonly TimeProvider _time;
    private readonly Func<double> _random;
    private int _next;

    public ClientChoice(IReadOnlyList<OrgSession> sessions, TimeProvider time, Func<double> random) =>
        (_sessions, _time, _random, _next) = (sessions, time, random, (int)(random() * sessions.Count) % sessions.Count);

    /// <summary>Those to claim for, in turn.</summary>
    public IReadOnlyList<OrgSession> Awake
    {
        get
        {
            lock (_lock)
            {
                var first = _next++;
                return [.. Enumerable.Range(0, _sessions.Count).Select(place => _sessions[(int)((uint)(first + place) % _sessions.Count)]).Where(session => !IsResting(session))];
            }
        }
    }

    /// <summary>Passes a client over for a while; false where it is already.</summary>
    public bool LetRest(OrgSession session)
    {
        lock (_lock)
        {
            if (IsResting(session))
            {
                return false;
            }

            _resting[session] = _time.GetTimestamp();
            return true;
        }
    }

    private bool IsResting(OrgSession session) => _resting.TryGetValue(session, out var since) && _time.GetElapsedTime(since) < Rest * (1 + (0.2 * _random()));
}
