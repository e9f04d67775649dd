using System.Management.Automation;
using GenesysAttachments.Engine.Sandboxes;

namespace GenesysAttachments;

/// <summary>A running sandbox; pipes into <c>Connect-GCOrg</c> by property name.</summary>
public sealed class GCSandbox
{
    internal GCSandbox(SandboxProcess process, PSCredential credential)
    {
        Process = process;
        Credential = credential;
        var ready = process.Ready;
        (Url, ClientId, ProcessId, DeploymentId) = (ready.Url, ready.ClientId, ready.ProcessId, ready.DeploymentId);
        (ConversationId, CommunicationId, ChannelId, GuestId) = (ready.ConversationId, ready.CommunicationId, ready.ChannelId, ready.GuestId);
    }

    /// <summary>Base URL.</summary>
    public string Url { get; }

    /// <summary>OAuth client.</summary>
    public string ClientId { get; }

    /// <summary>Its credential.</summary>
    public PSCredential Credential { get; }

    /// <summary>A connected conversation.</summary>
    public string ConversationId { get; }

    /// <summary>Its agent leg.</summary>
    public string CommunicationId { get; }

    /// <summary>Its channel.</summary>
    public string ChannelId { get; }

    /// <summary>Its guest.</summary>
    public string GuestId { get; }

    /// <summary>Which route its ids mean when they are piped on: they would fit two.</summary>
    public string Route { get; } = "Agent";

    /// <summary>Its web messaging deployment.</summary>
    public string DeploymentId { get; }

    /// <summary>Process id.</summary>
    public int ProcessId { get; }

    internal SandboxProcess Process { get; }

    /// <inheritdoc/>
    public override string ToString() => Url;
}
