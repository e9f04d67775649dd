using System.Collections.Concurrent;
using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Guest;
using GenesysAttachments.Engine.Http;
using GenesysAttachments.Engine.Org;
using GenesysAttachments.Engine.Policies;

namespace GenesysAttachments.Engine.Sessions;

/// <summary>What an org accepts, as far as a session knows or can ask. Reading a policy changes no later check.</summary>
public sealed class SessionPolicies
{
    private readonly ConcurrentDictionary<string, AttachmentPolicy> _live = new(StringComparer.Ordinal);
    /// <summary>What reading a client's policy needs.</summary>
    internal const string Needs = "the permission messaging:supportedContent:view";

    private readonly OrgApi? _api;
    private readonly GuestSession? _guest;

    internal SessionPolicies(OrgApi? api, GuestSession? guest) => (_api, _guest) = (api, guest);

    /// <summary>What a guest was told when it came in; null for a client, and for the other direction.</summary>
    /// <param name="direction">One of <see cref="PolicyDirections"/>.</param>
    public AttachmentPolicy? Own(string direction) => direction == PolicyDirections.Inbound ? _guest?.Policy : null;

    /// <summary>What <see cref="ReadLiveAsync"/> has read before; null when it has not.</summary>
    /// <param name="direction">One of <see cref="PolicyDirections"/>.</param>
    public AttachmentPolicy? Live(string direction) => _live.GetValueOrDefault(direction);

    /// <summary>Reads what the org accepts in a direction: a guest's deployment, or a client's default profile.</summary>
    /// <param name="direction">One of <see cref="PolicyDirections"/>; a guest's is always inbound.</param>
    /// <param name="context">What the work brings along.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <exception cref="GCException">The permission is missing, or a guest is asked for the other direction.</exception>
    public async Task<AttachmentPolicy> ReadAsync(string direction, CallContext context, CancellationToken cancellationToken)
    {
        if (_guest is null)
        {
            return await ReadProfileAsync(null, direction, context, cancellationToken).ConfigureAwait(false);
        }

        return Own(direction) ?? throw new GCException(ErrorIds.RequestInvalid, $"A guest's session does not know the {direction} policy.")
        {
            Advice = "Ask for -Direction Inbound, or connect with Connect-GCOrg -Credential.",
        };
    }

    /// <summary>The same for checks that are to hold against the live rules: read once and kept as long as the session.</summary>
    /// <param name="direction">One of <see cref="PolicyDirections"/>.</param>
    /// <param name="context">What the work brings along.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <exception cref="GCException">As <see cref="ReadAsync"/>.</exception>
    public async Task<AttachmentPolicy> ReadLiveAsync(string direction, CallContext context, CancellationToken cancellationToken) =>
        _live[direction] = await ReadAsync(direction, context, cancellationToken).ConfigureAwait(false);

    /// <summary>Reads one direction of a supported content profile.</summary>
    /// <param name="profileId">The profile; null takes the org's default.</param>
    /// <param name="direction">One of <see cref="PolicyDirections"/>.</param>
    /// <param name="context">What the work brings along.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <exception cref="GCException">The profile is unknown, or the permission is missing.</exception>
    public async Task<AttachmentPolicy> ReadProfileAsync(string? profileId, string direction, CallContext context, CancellationToken cancellationToken)
    {
        var api = _api ?? throw new GCException(ErrorIds.NotConnected, "A guest's session cannot read supported content profiles.") { Advice = "Connect with Connect-GCOrg -Credential." };
        var id = profileId ?? "default";
        if (string.IsNullOrWhiteSpace(id))
        {
            throw new GCException(ErrorIds.RequestInvalid, "The profile id is empty.") { Advice = "Give the id of a supported content profile, or leave -ProfileId out for the default one." };
        }

        var call = new OrgCall(
            HttpMethod.Get,
            $"api/v2/conversations/messaging/supportedcontent/{Uri.EscapeDataString(id)}",
            OrgCallKind.Repeatable,
            $"Reading the supported content profile '{id}'",
            $"the supported content profile '{id}'",
            Needs);
        var body = await api.GetAsync(call, PolicyJson.Default.SupportedContentBody, context, cancellationToken).ConfigureAwait(false);
        return PolicyReader.FromSupportedContent(body, direction, $"Profile {id}", api.MaskOf(context));
    }
}
