namespace GenesysAttachments.Engine.Http;

/// <summary>Told when the request of a message is made, for whoever has to know after this process what may have gone.</summary>
public interface IMessageMarks
{
    /// <summary>The request is about to be made, after all waits: what is only done once it returns.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="Errors.GCException">It must not be made.</exception>
    Task PostingAsync(CancellationToken cancellationToken);

    /// <summary>Whether it may still leave; asked as its first byte is about to. False where this process was held up since.</summary>
    bool MayLeave => true;

    /// <summary>It is known not to have left.</summary>
    void Withdrawn();

    /// <summary>It has gone, or may have.</summary>
    void Gone();
}
