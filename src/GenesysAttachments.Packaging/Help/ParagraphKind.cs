namespace GenesysAttachments.Packaging.Help;

/// <summary>Kinds of prose.</summary>
internal enum ParagraphKind
{
    /// <summary>Running text.</summary>
    Text,

    /// <summary>An item of a list, with its mark.</summary>
    Item,

    /// <summary>A block of code.</summary>
    Code,

    /// <summary>A heading.</summary>
    Heading,
}
