using GenesysAttachments.Engine.Display;

namespace GenesysAttachments.Engine.Tracing;

/// <summary>Writes down what goes over the wire for one user of a trace.</summary>
/// <param name="trace">The trace.</param>
/// <param name="secrets">What the user must never show, whenever it came.</param>
/// <param name="time">Clock.</param>
internal sealed class WireTap(WireTrace trace, SessionSecrets secrets, TimeProvider time)
{
    // Of upload URLs that came by a socket: a later frame may repeat what belongs to one of them, and says nothing of which.
    private const int MostRemembered = 32;
    private readonly Lock _lock = new();
    private SecretMask[] _remembered = [];

    /// <summary>The trace.</summary>
    public WireTrace Trace => trace;

    /// <summary>Clock.</summary>
    public TimeProvider Time => time;

    /// <summary>What is secret by now.</summary>
    /// <param name="mask">What is secret of one call.</param>
    public TraceMask Mask(SecretMask? mask) => new([secrets.Mask, .. mask is null || mask == secrets.Mask ? [] : new[] { mask }, .. Volatile.Read(ref _remembered)]);

    /// <summary>Something brought secrets that later ones may repeat.</summary>
    public void Remember(IReadOnlyList<string> secrets)
    {
        if (secrets.Count > 0)
        {
            lock (_lock)
            {
                Volatile.Write(ref _remembered, [.. _remembered.TakeLast(MostRemembered - 1), new SecretMask(secrets)]);
            }
        }
    }
}
