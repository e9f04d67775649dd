using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Sending;
using GenesysAttachments.Engine.Targets;

namespace GenesysAttachments.Engine.Tests.Hostile;

/// <summary>One hostile answer and what must become of it.</summary>
/// <param name="Name">What is done, in words; the place is put before it.</param>
/// <param name="Place">Where.</param>
/// <param name="Attack">How.</param>
/// <param name="Expected">The state of the file it is done to, and the error ids that say so; the first of several that are right.</param>
internal sealed record Row(string Name, Place Place, Attack Attack, params Fate[] Expected)
{
    /// <summary>The route of its three files.</summary>
    public string Route { get; init; } = Place switch
    {
        >= Place.Handshake => RouteNames.Guest,
        Place.MessagingUrl or Place.MessagingMessage => RouteNames.Messaging,
        Place.MediaUpload or Place.MediaMessage => RouteNames.Media,
        Place.FormMessage => RouteNames.Multipart,
        _ => RouteNames.Agent,
    };

    /// <summary>Whether what stops this file stops the files after it, as a rate limit does.</summary>
    public bool StopsBatch { get; init; }

    /// <summary>Anything else that must hold.</summary>
    public Action<Outcome>? Check { get; init; }

    /// <summary>Whether the place is asked once for all files.</summary>
    public bool IsShared => Place is Place.SignIn or Place.Conversation or Place.Handshake or Place.Configure;

    /// <inheritdoc/>
    public override string ToString() => $"{Route} {Place}: {Name}";
}

/// <summary>One right outcome of a file.</summary>
/// <param name="State">State of its receipt.</param>
/// <param name="ErrorIds">Error ids that are right for it; none for a file that was sent.</param>
internal sealed record Fate(string State, params string[] ErrorIds)
{
    public const string Invalid = Errors.ErrorIds.AnswerInvalid;

    public const string Gateway = Errors.ErrorIds.GatewayAnswered;

    public static Fate Sent { get; } = new(ReceiptStates.Sent);

    public static Fate Unknown { get; } = new(ReceiptStates.Unknown, Errors.ErrorIds.MessageOutcomeUnknown);

    public static Fate Failed(params string[] ids) => new(ReceiptStates.Failed, ids);
}
