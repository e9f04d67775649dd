namespace GenesysAttachments.Engine.Receiving;

/// <summary>Keeps nothing: where only length and hash of a file are wanted.</summary>
internal sealed class NoSink : IByteSink
{
    /// <inheritdoc/>
    public void Begin()
    {
    }

    /// <inheritdoc/>
    public void Write(ReadOnlySpan<byte> bytes)
    {
    }
}
