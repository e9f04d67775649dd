namespace GenesysAttachments.Sandbox;

/// <summary>What to connect with: the ready line. Scripts rely on the property names.</summary>
/// <param name="Url">Base URL of login, API and storage.</param>
/// <param name="ClientId">OAuth client with every scope and permission.</param>
/// <param name="ClientSecret">Its secret.</param>
/// <param name="ConversationId">A connected conversation.</param>
/// <param name="CommunicationId">Its agent leg.</param>
/// <param name="ChannelId">Its channel.</param>
/// <param name="GuestId">Its guest.</param>
/// <param name="DeploymentId">Its web messaging deployment.</param>
/// <param name="ProcessId">This process.</param>
public sealed record SandboxIdentity(
    string Url, string ClientId, string ClientSecret, string ConversationId, string CommunicationId, string ChannelId, string GuestId, string DeploymentId, int ProcessId);
