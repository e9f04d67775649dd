namespace GenesysAttachments.Engine.Files.Content;

/// <summary>What a part of a signature looks at.</summary>
internal enum SignaturePartKind
{
    /// <summary>Bytes at an offset; counted from the end of the file where it is negative.</summary>
    Bytes,

    /// <summary>Bytes anywhere in the first so many; of an end, in the last so many.</summary>
    BytesWithin,

    /// <summary>What a text begins with.</summary>
    TextStart,

    /// <summary>What a text holds early on.</summary>
    TextWithin,

    /// <summary>A text in columns.</summary>
    Columns,

    /// <summary>Beginning of a name in a ZIP directory, or its end.</summary>
    Entry,

    /// <summary>The same, or below the one folder in which everything lies.</summary>
    Bundled,

    /// <summary>Beginning of the name of an Office package's part.</summary>
    Part,

    /// <summary>File name of an Office package's part, in whatever folder.</summary>
    Body,

    /// <summary>Beginning of the stored <c>mimetype</c> entry.</summary>
    MimeType,

    /// <summary>Name of a stream or storage in the root of an OLE file.</summary>
    Stream,

    /// <summary>Class of the root of an OLE file.</summary>
    RootClass,

    /// <summary>Name of a stream that locks all of an OLE file: what lies beside it stands in for what is locked.</summary>
    Lock,

    /// <summary>Beginning of an ISO-BMFF brand.</summary>
    Brand,

    /// <summary>Two audio frames in a row.</summary>
    Frames,

    /// <summary>A program behind an <c>MZ</c> head.</summary>
    Program,

    /// <summary>A tar header whose checksum is right.</summary>
    TarSum,
}
