namespace GenesysAttachments.Engine.Files.Content;

/// <summary>What a part of a signature looks at.</summary>
internal enum SignaturePartKind
{
    /// <summary>Bytes at an offset.</summary>
    Bytes,

    /// <summary>Bytes anywhere in the first so many; of an end, in the last so many.</summary>
    BytesWithin,

    /// <summary>What a text begins with.</summary>
    TextStart,

    /// <summary>What a text holds early on.</summary>
    TextWithin,

    /// <summary>Beginning of a name in a ZIP directory.</summary>
    Entry,

    /// <summary>Beginning of the stored <c>mimetype</c> entry.</summary>
    MimeType,

    /// <summary>Name of a stream or storage in the root of an OLE file.</summary>
    Stream,

    /// <summary>Beginning of an ISO-BMFF brand.</summary>
    Brand,

    /// <summary>Two audio frames in a row.</summary>
    Frames,
}
