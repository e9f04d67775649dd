using GenesysAttachments.Engine.Display;

namespace GenesysAttachments.Engine.Tracing;

/// <summary>Writes down what goes over the wire for one user of a trace.</summary>
/// <param name="trace">The trace.</param>
/// <param name="secrets">What the user must never show, whenever it came.</param>
/// <param name="time">Clock.</param>
internal sealed class WireTap(WireTrace trace, SessionSecrets secrets, TimeProvider time)
{
    /// <summary>The trace.</summary>
    public WireTrace Trace => trace;

    /// <summary>Clock.</summary>
    public TimeProvider Time => time;

    /// <summary>What is secret by now.</summary>
    /// <param name="mask">What is secret of one call.</param>
    public TraceMask Mask(SecretMask? mask) => mask is null || mask == secrets.Mask ? new(secrets.Mask) : new(mask, secrets.Mask);
}
