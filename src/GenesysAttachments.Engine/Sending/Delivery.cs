using GenesysAttachments.Engine.Files;
using GenesysAttachments.Engine.Routes;
using GenesysAttachments.Engine.Sessions;

namespace GenesysAttachments.Engine.Sending;

/// <summary>One file on its way to one target.</summary>
public sealed class Delivery
{
    /// <summary>Place in the input, from 0.</summary>
    public required int Index { get; init; }

    /// <summary>The checked file.</summary>
    public required Attachment File { get; init; }

    /// <summary>Where it goes.</summary>
    public required Target Target { get; init; }

    /// <summary>One of <see cref="RouteNames"/>.</summary>
    public required string Route { get; init; }

    /// <summary>The session it goes through.</summary>
    public required OrgSession Session { get; init; }

    /// <summary>Text that goes with it, if any.</summary>
    public DeliveryText? Text { get; init; }

    /// <summary>An upload URL made before; null lets the route get one.</summary>
    public UploadUrl? Url { get; init; }

    /// <summary>What orders messages: same session, same conversation.</summary>
    internal string Lane => $"{Session.Key}|{Target.Key}";
}
