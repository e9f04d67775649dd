using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Http;

namespace GenesysAttachments.Engine.Journals;

/// <summary>Writes down what happens to the request of a message, for all that it carries.</summary>
/// <param name="journal">Where.</param>
/// <param name="items">Its files, and its text where that goes with them.</param>
internal sealed class JournalMarks(Journal journal, IReadOnlyList<JournalItem> items) : IMessageMarks
{
    /// <inheritdoc/>
    public Task PostingAsync(CancellationToken cancellationToken)
    {
        journal.Mark(items, JournalEvents.Posting);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public void Withdrawn() => journal.Mark(items, JournalEvents.Withdrawn);

    /// <inheritdoc/>
    public void Gone()
    {
        try
        {
            journal.Mark(items, JournalEvents.Sent);
        }
        catch (GCException)
        {
            // Its intent is there, and counts as gone.
        }
    }
}
