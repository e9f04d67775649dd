namespace GenesysAttachments.Engine.Receiving;

/// <summary>Where the bytes of a message's attachment lie, and so how they may be fetched (docs/saving.md).</summary>
public static class AttachmentSources
{
    /// <summary>The org's own download address: it is resolved with the session's token, at the session's API host alone.</summary>
    public const string Org = nameof(Org);

    /// <summary>The platform's storage, by a URL that is signed already: it is fetched as it is, without a token.</summary>
    public const string Storage = nameof(Storage);

    /// <summary>A host that is not the platform's: it is fetched only where that was asked for.</summary>
    public const string External = nameof(External);

    /// <summary>Nowhere: no URL, a link, or something that is no URL.</summary>
    public const string None = nameof(None);
}
