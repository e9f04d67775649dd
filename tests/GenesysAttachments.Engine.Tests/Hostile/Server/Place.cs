namespace GenesysAttachments.Engine.Tests.Hostile;

/// <summary>What a call or a frame of the engine is for: where an attack may strike.</summary>
public enum Place
{
    None,

    // Calls of the org.
    SignIn,
    Conversation,
    UploadUrl,
    MediaStatus,
    Message,
    Bulk,
    Policy,
    MessagingUrl,
    MessagingMessage,
    MediaUpload,
    MediaMessage,
    FormMessage,

    // The storage.
    Put,

    // The guest's socket, and what a guest reads by HTTP.
    Handshake,
    Configure,
    Presign,
    UploadEvent,
    Echo,
    Jwt,
    History,
}
