namespace GenesysAttachments.Engine.Sandboxes;

/// <summary>The sandbox's ready line. A class, so that nothing prints its secret.</summary>
public sealed class SandboxReady
{
    /// <summary>Base URL.</summary>
    public required string Url { get; init; }

    /// <summary>OAuth client.</summary>
    public required string ClientId { get; init; }

    /// <summary>Its secret.</summary>
    public required string ClientSecret { get; init; }

    /// <summary>A connected conversation.</summary>
    public required string ConversationId { get; init; }

    /// <summary>Its agent leg.</summary>
    public required string CommunicationId { get; init; }

    /// <summary>Its channel.</summary>
    public required string ChannelId { get; init; }

    /// <summary>Its guest.</summary>
    public required string GuestId { get; init; }

    /// <summary>Its web messaging deployment.</summary>
    public required string DeploymentId { get; init; }

    /// <summary>Process id.</summary>
    public required int ProcessId { get; init; }
}
