using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Files;
using GenesysAttachments.Engine.Sending;

namespace GenesysAttachments.Engine.Routes;

/// <summary>One way to bring an attachment into a conversation. All of them throw <see cref="Errors.GCException"/>.</summary>
public interface IRoute
{
    /// <summary>Requests, or frames, that the service counts for one file, its upload URL included.</summary>
    int RequestsPerFile { get; }

    /// <summary>Gets a place for the file's bytes. Uploads nothing.</summary>
    /// <param name="file">A valid file.</param>
    /// <param name="target">Where it goes.</param>
    /// <param name="options">What the command asks for.</param>
    /// <param name="state">Told the ids as they become known.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    Task<UploadUrl> OpenAsync(Attachment file, Target target, DeliveryOptions options, DeliveryState state, CancellationToken cancellationToken);

    /// <summary>Brings the bytes to the platform and waits until it has them. An expired URL is replaced once.</summary>
    /// <param name="file">A valid file.</param>
    /// <param name="target">Where it goes.</param>
    /// <param name="url">A place made before by <see cref="OpenAsync"/>; null gets one.</param>
    /// <param name="options">What the command asks for.</param>
    /// <param name="state">Told ids, attempts and bytes.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    Task<Uploaded> UploadAsync(Attachment file, Target target, UploadUrl? url, DeliveryOptions options, DeliveryState state, CancellationToken cancellationToken);

    /// <summary>Sends the message that carries the attachment, and the text with it or right before it.</summary>
    Task SendAsync(Uploaded upload, MessageText? text, DeliveryOptions options, DeliveryState state, CancellationToken cancellationToken);

    /// <summary>Tidies up an upload whose message will not be sent; within seconds, whatever comes of it.</summary>
    Task AbandonAsync(Uploaded upload) => Task.CompletedTask;
}
