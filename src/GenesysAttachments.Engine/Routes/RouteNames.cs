namespace GenesysAttachments.Engine.Routes;

/// <summary>The routes an attachment can take to a conversation.</summary>
public static class RouteNames
{
    /// <summary>Published platform API: an upload URL for a conversation's agent leg, then a message with the media id.</summary>
    public const string Agent = nameof(Agent);

    /// <summary>Published web messaging API: as the guest of a deployment, over a socket, without OAuth.</summary>
    public const string Guest = nameof(Guest);

    /// <summary>Community guide: an upload URL for a channel's guest, then a message that names the attachment.</summary>
    public const string Messaging = nameof(Messaging);
}
