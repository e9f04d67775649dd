using System.Collections.Frozen;
using System.Globalization;
using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Guest;
using GenesysAttachments.Engine.Http;
using GenesysAttachments.Engine.Org;
using GenesysAttachments.Engine.Policies;
using GenesysAttachments.Engine.Routes;
using GenesysAttachments.Engine.Routes.Community;
using GenesysAttachments.Engine.Sessions;
using GenesysAttachments.Engine.Targets;

namespace GenesysAttachments.Engine.Preflight;

/// <summary>What the platform says to a client: who it is, what it may do, where files would go.</summary>
/// <param name="subject">What to look at.</param>
/// <param name="time">Clock.</param>
internal sealed class OrgChecks(PreflightSubject subject, TimeProvider time) : IDisposable
{
    private OrgSession? _own;
    private FrozenSet<string>? _scopes;

    /// <summary>The session to ask with, from the sign-in on.</summary>
    public OrgSession? Session => subject.Session ?? _own;

    /// <summary>What the org accepts, once it was read.</summary>
    public AttachmentPolicy? Policy { get; private set; }

    /// <summary>Where files would go, its leg looked up.</summary>
    public Target? Leg { get; private set; }

    /// <summary>Adds the checks of a client.</summary>
    /// <returns>The check of its quota, which sums up what the others met.</returns>
    public PreflightStep AddTo(List<PreflightStep> steps, PreflightStep[] reached, UploadChecks uploads)
    {
        var (route, needed) = (subject.Route, CommunityScopes.Of(subject.Route));
        var signedIn = new PreflightStep(CheckNames.SignIn, subject.Settings.Domain, SignInAsync, reached);
        var scoped = new PreflightStep(CheckNames.Scopes, route, (_, _) => Task.FromResult(CompareScopes(needed)), signedIn) { Needs = needed.Length > 0 ? CommunityScopes.InWords(needed) : "" };
        var found = new PreflightStep(CheckNames.Conversation, subject.Target.ConversationId ?? route, FindConversationAsync, signedIn) { Needs = route == RouteNames.Agent ? ConversationReader.Needs : "" };
        var policy = new PreflightStep(CheckNames.Policy, PolicyDirections.Of(route), ReadPolicyAsync, signedIn) { Needs = SessionPolicies.Needs };
        steps.AddRange([signedIn, scoped, found, policy]);
        uploads.AddTo(steps, found, scoped);
        steps.Add(Unasked.Message(route));
        var quota = new PreflightStep(CheckNames.Quota, subject.Settings.Domain, (_, _) => Task.FromResult(ReadQuota()));
        steps.Add(quota);
        return quota;
    }

    /// <summary>Comes in as a guest has: nothing is begun that was not there before.</summary>
    public async Task<Finding> EnterAsync(CallContext context, CancellationToken cancellationToken)
    {
        if (subject.Session?.Guest is not { } guest)
        {
            return Finding.NotChecked("To come in would begin a guest's session.", "Connect with Connect-GCOrg -DeploymentId, and run this again.");
        }

        try
        {
            await guest.ConnectAsync(context, cancellationToken).ConfigureAwait(false);
        }
        catch (GuestConnectionLostException e)
        {
            throw e.InnerException as GCException ?? new GCException(ErrorIds.ConnectionReset, "The guest socket broke.", e);
        }

        Leg = new Target();
        return Finding.Passed("The guest's session is open.");
    }

    /// <summary>Takes in what a deployment accepts.</summary>
    public void Learn(AttachmentPolicy policy) => Policy = policy;

    /// <inheritdoc/>
    public void Dispose() => _own?.Dispose();

    private async Task<Finding> SignInAsync(CallContext context, CancellationToken cancellationToken)
    {
        if (subject.Session is null)
        {
            if (subject.Credential is not { } credential)
            {
                return Finding.NotChecked(subject.WhyNoSignIn, "Give -Credential, or run Connect-GCOrg and this again.");
            }

            _own = await OrgSession.ConnectAsync(subject.Settings, credential, context, cancellationToken, time).ConfigureAwait(false);
        }

        // The idle time of the token is left as it runs.
        var call = new OrgCall(HttpMethod.Get, "api/v2/tokens/me?preserveIdleTTL=true", OrgCallKind.Repeatable, "Reading what the access token is", "the access token", "no permission");
        try
        {
            var api = Session!.Api!;
            var token = await api.GetAsync(call, OrgJson.Default.TokenInfoBody, context, cancellationToken).ConfigureAwait(false);
            _scopes = token.AuthorizedScope?.ToFrozenSet(StringComparer.OrdinalIgnoreCase);
            return Finding.Passed(token.Organization?.Name is { Length: > 0 } name ? $"Signed in to the org '{api.MaskOf(context).Show(name)}'." : "Signed in.");
        }
        catch (GCException e) when (e.StatusCode is 403 or 404 && e.ErrorId != ErrorIds.GatewayAnswered)
        {
            return Finding.Passed("Signed in. The org does not say what the token is.");
        }
    }

    private Finding CompareScopes(string[] needed)
    {
        if (needed.Length == 0)
        {
            return Finding.Passed($"The {subject.Route} route takes permissions, which the roles of the client bring; no scope is asked for by name.");
        }

        if (_scopes is null)
        {
            return Finding.NotChecked("The org does not say which scopes the token has.") with { CarriesOn = true };
        }

        var missing = needed.Where(scope => !_scopes.Contains(scope)).ToArray();
        return missing.Length == 0
            ? Finding.Passed($"The token has {CommunityScopes.InWords(needed)}.")
            : new Finding(CheckStates.Failed, $"The token lacks {CommunityScopes.InWords(missing)}.", "Tick them on the OAuth client under Admin > Integrations > OAuth, Scope. Where -Scope was given at the sign-in, name them there.") { ErrorId = ErrorIds.PermissionMissing };
    }

    private async Task<Finding> FindConversationAsync(CallContext context, CancellationToken cancellationToken)
    {
        if (subject.Route == RouteNames.Messaging)
        {
            return subject.Target is { ChannelId: not null, GuestId: not null }
                ? Finding.NotChecked("Nothing tells of a channel's guest before a message goes there.") with { CarriesOn = true }
                : Finding.NotChecked("No channel and guest were given.", "Give -ChannelId and -GuestId.");
        }

        if (subject.Target.ConversationId is not { } id)
        {
            return Finding.NotChecked("No conversation was given.", "Give -ConversationId with a conversation that has an agent on it, such as one of your own.");
        }

        ConversationStanding conversation;
        try
        {
            conversation = await new ConversationReader(Session!.Api!).GetStandingAsync(id, context, cancellationToken).ConfigureAwait(false);
        }
        catch (GCException e) when (e.ErrorId == ErrorIds.PermissionMissing && subject.Route != RouteNames.Agent)
        {
            return Finding.NotChecked($"{e.Message} The {subject.Route} route sends without it.");
        }

        Leg = subject.Target with { CommunicationId = subject.Target.CommunicationId is { } given ? LegOf(conversation, given) : CommunicationCache.Pick(conversation) };
        return Finding.Passed($"Conversation {id} is {conversation.State}{(conversation.Channel.Length > 0 ? $" on {conversation.Channel}" : "")}, with an agent to send from.");
    }

    private static string LegOf(ConversationStanding conversation, string given) =>
        conversation.AgentLegs.FirstOrDefault(leg => leg.CommunicationId.Equals(given, StringComparison.OrdinalIgnoreCase))?.CommunicationId
        ?? throw new GCException(ErrorIds.ConversationNotFound, $"The communication {given} is no connected agent leg of conversation {conversation.ConversationId}, which is {conversation.State}.")
        {
            Advice = "Leave -CommunicationId out, or take one that Get-GCConversation shows.",
        };

    private async Task<Finding> ReadPolicyAsync(CallContext context, CancellationToken cancellationToken)
    {
        try
        {
            Policy = await Session!.Policies.ReadAsync(PolicyDirections.Of(subject.Route), context, cancellationToken).ConfigureAwait(false);
            return Rules.Say(Policy);
        }
        catch (GCException e) when (e.ErrorId == ErrorIds.PermissionMissing)
        {
            return Finding.Warning($"{e.Message} Files are held against the default policy, and the org may refuse some that pass it.", e.Advice) with { ErrorId = e.ErrorId };
        }
    }

    private Finding ReadQuota()
    {
        if (Session is not { } session)
        {
            return Finding.NotChecked("Nothing was asked in anybody's name.");
        }

        if (session.Quota.Told is not var (count, allowed))
        {
            return Finding.NotChecked("The org does not say how much of its quota is used.");
        }

        var left = Math.Max(0, allowed - count);
        var words = string.Create(CultureInfo.InvariantCulture, $"{left:N0} of {allowed:N0} requests are left in this minute.");
        return left >= allowed / 10 ? Finding.Passed(words) : Finding.Warning(words, "Other programs use the same OAuth client. Give this one a client of its own, or a lower -RequestsPerMinute.");
    }
}
