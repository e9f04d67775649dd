namespace GenesysAttachments.Engine.Receiving;

/// <summary>Takes the bytes of a download. Each attempt begins anew.</summary>
internal interface IByteSink
{
    /// <summary>Forgets what came before.</summary>
    /// <exception cref="Errors.GCException">It cannot be written.</exception>
    void Begin();

    /// <summary>Takes the next bytes.</summary>
    /// <exception cref="Errors.GCException">They cannot be written.</exception>
    void Write(ReadOnlySpan<byte> bytes);
}
