using System.Collections.Concurrent;
using System.Security.Cryptography;
using GenesysAttachments.Sandbox.Org;

namespace GenesysAttachments.Sandbox.Guest;

/// <summary>Deployments, and the guests that came through them.</summary>
internal sealed class GuestDesk(Conversations conversations, bool quota, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, Deployment> _deployments = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, GuestState> _guests = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, GuestState> _byJwt = new(StringComparer.Ordinal);

    public Deployment Add(string[]? allowedDomains, bool attachments)
    {
        var deployment = new Deployment(Guid.NewGuid().ToString(), allowedDomains, attachments);
        _deployments[deployment.DeploymentId] = deployment;
        return deployment;
    }

    public Deployment? Find(string? deploymentId) => deploymentId is null ? null : _deployments.GetValueOrDefault(deploymentId);

    /// <summary>The guest of a token: the same token and deployment mean the same conversation, unless it asks to start anew.</summary>
    public (GuestState Guest, bool IsNew) Enter(string token, Deployment deployment, bool startNew)
    {
        var key = $"{deployment.DeploymentId}/{token}";
        var isNew = false;
        if (startNew && _guests.TryGetValue(key, out var old) && !old.Conversation.IsConnected)
        {
            _guests.TryRemove(key, out _);
        }

        var guest = _guests.GetOrAdd(key, _ =>
        {
            isNew = true;
            return new GuestState(deployment, conversations.Open(ConversationStates.Connected).ConversationId, conversations, new GuestRates(quota, time));
        });
        return (guest, isNew);
    }

    /// <summary>The quotas of the guests that have spoken in the last minute.</summary>
    public IEnumerable<QuotaWindow> Windows =>
        from guest in _guests.Values
        let window = guest.Rates.Window
        where window.Used > 0
        select new QuotaWindow(guest.Conversation.ConversationId, "frames", window.Used, window.Allowed, window.SecondsLeft);

    /// <summary>A JWT for a guest's history.</summary>
    public string IssueJwt(GuestState guest)
    {
        var jwt = $"guest.{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24))}.jwt";
        _byJwt[jwt] = guest;
        return jwt;
    }

    public GuestState? FindByJwt(string authorization) =>
        authorization.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? _byJwt.GetValueOrDefault(authorization[7..].Trim()) : null;

    public void Clear()
    {
        _guests.Clear();
        _byJwt.Clear();
    }
}
