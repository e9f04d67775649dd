using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Http;

namespace GenesysAttachments.Engine.Journals;

/// <summary>One message of a run, or the text of one, as its journal has it. Told of its request by the transport.</summary>
internal sealed class JournalItem(Journal journal, UInt128 key, JournalState state, JournalLine? before) : IMessageMarks
{
    /// <summary>What the journal knew of it when the run came to it.</summary>
    public JournalState State { get; } = state;

    /// <summary>The line that told it; null where none did.</summary>
    public JournalLine? Before { get; } = before;

    /// <summary>Its key.</summary>
    public UInt128 Key { get; } = key;

    /// <summary>Whether the line of this run that says what it is has been written.</summary>
    public bool IsDescribed { get; set; }

    /// <inheritdoc/>
    public void Posting() => journal.Mark(this, JournalEvents.Posting);

    /// <inheritdoc/>
    public void Withdrawn() => journal.Mark(this, JournalEvents.Withdrawn);

    /// <inheritdoc/>
    public void Gone()
    {
        try
        {
            journal.Mark(this, JournalEvents.Sent);
        }
        catch (GCException)
        {
            // Its intent is there, and counts as gone.
        }
    }
}
