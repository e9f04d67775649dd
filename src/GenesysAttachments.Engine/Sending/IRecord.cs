using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Http;
using GenesysAttachments.Engine.Routes;

namespace GenesysAttachments.Engine.Sending;

/// <summary>
/// What is written down of one plan, so that it is sent once whatever ends this process: by a journal, or by a queue that other machines work
/// on too. Calls come in this order, each at most once but for the withdrawal of a message of several.
/// </summary>
public interface IRecord
{
    /// <summary>Settles what was begun before this run; nothing has been asked of the org by then.</summary>
    /// <param name="route">The plan's route, to look with.</param>
    /// <param name="plan">The plan.</param>
    /// <param name="context">What the work brings along; told what is found.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    /// <returns>True where it has gone; false where it is to be sent.</returns>
    /// <exception cref="GCException">It must not be sent: <see cref="ErrorIds.MessageOutcomeUnknown"/> where it may have gone.</exception>
    Task<bool> SettleAsync(IRoute route, Plan plan, CallContext context, CancellationToken cancellationToken);

    /// <summary>Writes down what is about to be sent in one message; asked of the first of its files.</summary>
    /// <param name="files">All that it carries.</param>
    /// <param name="text">The text that goes with them, or right before; to be given marks of its own where it has a request of its own.</param>
    /// <returns>What is to be told of the message's request.</returns>
    /// <exception cref="GCException">It must not be sent.</exception>
    Task<IMessageMarks> IntendAsync(IReadOnlyList<Outgoing> files, MessageText? text);

    /// <summary>The message of several was refused, and none of it has gone; each goes by itself.</summary>
    void Withdraw();

    /// <summary>Writes down what became of it.</summary>
    /// <exception cref="GCException">It could not be written down.</exception>
    Task NoteAsync(Receipt receipt);
}
