namespace GenesysAttachments.Engine.Sessions;

/// <summary>Who the guest is. A class, so that nothing prints its token: whoever holds it is the guest.</summary>
/// <param name="deploymentId">Web messaging deployment.</param>
/// <param name="token">The guest's token, a UUID; null invents one.</param>
public sealed class GuestSettings(string deploymentId, string? token = null)
{
    /// <summary>Web messaging deployment, a UUID.</summary>
    public string DeploymentId { get; } = deploymentId;

    /// <summary>Asks for a new conversation where the old one has ended.</summary>
    public bool StartNew { get; init; }

    /// <summary>Origin to show, for deployments restricted to domains.</summary>
    public string? Origin { get; init; }

    internal string Token { get; } = token ?? Guid.NewGuid().ToString();

    /// <inheritdoc/>
    public override string ToString() => DeploymentId;
}
