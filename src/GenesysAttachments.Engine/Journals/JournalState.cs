namespace GenesysAttachments.Engine.Journals;

/// <summary>What a journal knows of an item.</summary>
internal enum JournalState
{
    /// <summary>Nothing, or that it has not gone: it may be sent.</summary>
    Open,

    /// <summary>It was to be sent, and its request had not begun when the process ended.</summary>
    Intended,

    /// <summary>Its request was made, and nothing tells what became of it.</summary>
    Posting,

    /// <summary>It has gone.</summary>
    Sent,

    /// <summary>It may have gone.</summary>
    Unknown,
}
