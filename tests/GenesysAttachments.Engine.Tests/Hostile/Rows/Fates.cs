using GenesysAttachments.Engine.Errors;

namespace GenesysAttachments.Engine.Tests.Hostile;

/// <summary>What is right where, for kinds of attacks that strike everywhere.</summary>
internal static class Fates
{
    /// <summary>Calls that are tried in full; the others have the same code behind them and get a few.</summary>
    public static readonly Place[] Core = [Place.SignIn, Place.UploadUrl, Place.Put, Place.Message, Place.MediaUpload];

    public static readonly Place[] Others = [Place.Conversation, Place.MediaStatus, Place.Bulk, Place.Policy, Place.MessagingUrl, Place.MessagingMessage, Place.MediaMessage, Place.FormMessage, Place.History];

    /// <summary>The conversation of the server shows the message whose answer is lost.</summary>
    private static readonly Fate[] Settled = [Fate.Sent];

    /// <summary>The connection broke, or what came over it was no HTTP.</summary>
    public static Fate[] Broken(Place place) => Lost(place) ?? [Fate.Failed(ErrorIds.ConnectionReset, Fate.Invalid)];

    /// <summary>No end of the answer came.</summary>
    public static Fate[] TimedOut(Place place) => Lost(place) ?? [Fate.Failed(ErrorIds.Timeout)];

    /// <summary>A success that says nothing which can be understood. The storage's is one whatever its body says.</summary>
    public static Fate[] Shapeless(Place place) => place switch
    {
        Place.Put => [Fate.Sent],
        // Taken is taken, where the answer is not needed for anything.
        Place.MessagingMessage or Place.MediaMessage or Place.FormMessage => [Fate.Sent, Fate.Unknown],
        Place.SignIn => [Fate.Failed(Fate.Invalid, ErrorIds.AuthenticationFailed)],
        _ => Lost(place) ?? [Fate.Failed(Fate.Invalid)],
    };

    /// <summary>The same, or the usual one: what a client may well understand.</summary>
    public static Fate[] SentOrShapeless(Place place) => [Fate.Sent, .. Shapeless(place)];

    /// <summary>A status no server should give.</summary>
    public static Fate[] Strange(Place place) =>
    [
        Fate.Failed(Fate.Invalid, Fate.Gateway, ErrorIds.RequestInvalid, ErrorIds.RetriesExhausted, ErrorIds.ConnectionReset, ErrorIds.MessageRejected, ErrorIds.UploadRejected, ErrorIds.AuthenticationFailed), .. Lost(place) ?? [],
    ];

    /// <summary>A refusal with this status, whoever gave it.</summary>
    public static Fate[] Refused(Place place, int status) => (place, status) switch
    {
        (Place.Put, >= 500) => [Fate.Failed(ErrorIds.RetriesExhausted, Fate.Gateway)],
        (Place.Put, 413) => [Fate.Failed(ErrorIds.FileTooLarge, Fate.Gateway)],
        (Place.Put, _) => [Fate.Failed(ErrorIds.UploadRejected, Fate.Gateway)],
        (Place.SignIn, < 500) => [Fate.Failed(ErrorIds.AuthenticationFailed, Fate.Gateway)],
        (Place.Message, >= 500) => Settled,
        (Place.Bulk or Place.History, _) => [Fate.Unknown],
        (Place.MessagingMessage or Place.MediaMessage or Place.FormMessage, >= 500) => [Fate.Unknown],
        (_, >= 500) => [Fate.Failed(ErrorIds.RetriesExhausted, Fate.Gateway)],
        (_, 400) => [Fate.Failed(ErrorIds.RequestInvalid, Fate.Gateway)],
        (_, 401) => [Fate.Failed(ErrorIds.AuthenticationFailed, Fate.Gateway)],
        (_, 403) => [Fate.Failed(ErrorIds.PermissionMissing, Fate.Gateway)],
        (Place.MediaStatus, 404) => [Fate.Failed(ErrorIds.UploadInvalid, Fate.Gateway)],
        (_, 404) => [Fate.Failed(ErrorIds.ConversationNotFound, ErrorIds.PathAbsent, Fate.Gateway)],
        (_, 409) => [Fate.Failed(ErrorIds.ConversationClosed, Fate.Gateway)],
        (_, 413) => [Fate.Failed(ErrorIds.FileTooLarge, Fate.Gateway)],
        (_, 415) => [Fate.Failed(ErrorIds.BodyNotSupported, Fate.Gateway)],
        _ => [Fate.Failed(ErrorIds.RequestInvalid, ErrorIds.MessageRejected, Fate.Invalid, Fate.Gateway)],
    };

    // What a lost answer means: for a message, that it may have gone.
    private static Fate[]? Lost(Place place) => place switch
    {
        Place.Message => Settled,
        Place.MessagingMessage or Place.MediaMessage or Place.FormMessage or Place.Bulk or Place.Jwt or Place.History => [Fate.Unknown],
        _ => null,
    };
}
