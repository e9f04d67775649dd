using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Http;
using GenesysAttachments.Engine.Storage;

namespace GenesysAttachments.Engine.Routes;

/// <summary>One way to bring an attachment into a conversation. All of them throw <see cref="Errors.GCException"/>.</summary>
public interface IRoute
{
    /// <summary>Whether a message of the route has a list of attachments.</summary>
    bool TakesSeveral => false;

    /// <summary>Reads ahead what the file's first request will need, before the file takes its place.</summary>
    /// <param name="plan">What is to go where.</param>
    /// <param name="context">What the work brings along.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    Task PrepareAsync(Plan plan, CallContext context, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Gets a place for the file's bytes. Uploads nothing.</summary>
    /// <param name="plan">What is to go where; its URL is not looked at.</param>
    /// <param name="context">What the work brings along; told the ids as they become known.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    Task<UploadUrl> OpenAsync(Plan plan, CallContext context, CancellationToken cancellationToken);

    /// <summary>Brings the bytes to the platform. An expired URL is replaced once.</summary>
    /// <param name="plan">What is to go where; a URL that it has is used.</param>
    /// <param name="context">What the work brings along; told ids, attempts and bytes.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    Task<Uploaded> UploadAsync(Plan plan, CallContext context, CancellationToken cancellationToken);

    /// <summary>Waits until the platform can use the upload, where that takes asking. Called when its message's turn has come: one look may serve those behind it.</summary>
    /// <param name="upload">What was uploaded by this route.</param>
    /// <param name="context">What the work brings along.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    Task ConfirmAsync(Uploaded upload, CallContext context, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Sends the message that carries the attachments, and the text with it or right before it.</summary>
    /// <param name="uploads">What was uploaded, all to one target; more than one only where the route takes several.</param>
    /// <param name="text">Text that goes along; null when none does, or when it has gone.</param>
    /// <param name="context">What the work brings along; told what the platform says of the message.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    Task SendAsync(IReadOnlyList<Uploaded> uploads, MessageText? text, CallContext context, CancellationToken cancellationToken);

    /// <summary>Whether the conversation shows a message of an earlier process whose outcome nobody noted; told what it says of it.</summary>
    /// <param name="sought">The message.</param>
    /// <param name="context">What the work brings along; told what the platform says of the message.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>False where it does not show it, or the route has no way to look: which proves nothing.</returns>
    Task<bool> FindAsync(SoughtMessage sought, CallContext context, CancellationToken cancellationToken) => Task.FromResult(false);

    /// <summary>Tidies up an upload whose message will not be sent; within seconds, whatever comes of it.</summary>
    Task AbandonAsync(Uploaded upload, CallContext context) => Task.CompletedTask;
}
