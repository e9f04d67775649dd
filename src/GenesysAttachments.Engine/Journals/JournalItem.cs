namespace GenesysAttachments.Engine.Journals;

/// <summary>One file of a run, or the text of one, as its journal has it.</summary>
internal sealed class JournalItem(UInt128 key, JournalState state, JournalLine? before)
{
    /// <summary>What the journal knew of it when the run came to it.</summary>
    public JournalState State { get; } = state;

    /// <summary>The line that told it; null where none did.</summary>
    public JournalLine? Before { get; } = before;

    /// <summary>Its key.</summary>
    public UInt128 Key { get; } = key;

    /// <summary>Whether the line of this run that says what it is has been written.</summary>
    public bool IsDescribed { get; set; }
}
