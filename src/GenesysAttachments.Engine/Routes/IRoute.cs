using GenesysAttachments.Engine.Deliveries;
using GenesysAttachments.Engine.Files;

namespace GenesysAttachments.Engine.Routes;

/// <summary>One way to bring an attachment into a conversation. All three throw <see cref="Transports.GCException"/>.</summary>
public interface IRoute
{
    /// <summary>Gets a place for the file's bytes. Uploads nothing.</summary>
    /// <param name="file">A valid file.</param>
    /// <param name="target">Where it goes.</param>
    /// <param name="options">What the command asks for.</param>
    /// <param name="state">Told the ids as they become known.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    Task<UploadUrl> OpenAsync(Attachment file, Target target, DeliveryOptions options, DeliveryState state, CancellationToken cancellationToken);

    /// <summary>Puts the bytes there and waits until the platform has them. An expired URL is replaced once.</summary>
    /// <returns>The URL the bytes went to, which the message refers to.</returns>
    Task<UploadUrl> UploadAsync(UploadUrl url, DeliveryOptions options, DeliveryState state, CancellationToken cancellationToken);

    /// <summary>Sends the message that carries the attachment, and the text with it or right before it.</summary>
    Task SendAsync(UploadUrl url, MessageText? text, DeliveryOptions options, DeliveryState state, CancellationToken cancellationToken);

    /// <summary>Tidies up an upload whose message will not be sent; within seconds, whatever comes of it.</summary>
    Task AbandonAsync(UploadUrl url) => Task.CompletedTask;
}
