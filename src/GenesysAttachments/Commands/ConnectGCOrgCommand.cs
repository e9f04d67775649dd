using System.Collections;
using System.Management.Automation;
using System.Security;
using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Guest;
using GenesysAttachments.Engine.Http;
using GenesysAttachments.Engine.Sessions;
using GenesysAttachments.Engine.SignIn;
using GenesysAttachments.Engine.Tracing;
using GenesysAttachments.Parameters;
using GenesysAttachments.Shell;
using GenesysAttachments.State;

namespace GenesysAttachments.Commands;

/// <summary>Signs in to an org and makes the session current.</summary>
[Cmdlet(VerbsCommunications.Connect, "GCOrg", DefaultParameterSetName = CredentialSet)]
[OutputType(typeof(GCOrgSession))]
public sealed class ConnectGCOrgCommand : WaitingCmdlet
{
    private const string CredentialSet = "Credential";
    private const string AccessTokenSet = "AccessToken";
    private const string DeploymentSet = "Deployment";
    private const string InteractiveSet = "Interactive";
    private const string ProfileSet = "Profile";
    private const string SecretSet = "Secret";

    /// <summary>AWS region, domain, or a URL of the org; by default from the environment.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [RegionTransformation]
    [ArgumentCompleter(typeof(RegionCompleter))]
    public string? Region { get; set; }

    /// <summary>Lets what one signs in with go to a region outside the platform's own domains.</summary>
    [Parameter]
    public SwitchParameter TrustRegion { get; set; }

    /// <summary>OAuth client id and secret; by default from the environment.</summary>
    [Parameter(Position = 1, ParameterSetName = CredentialSet, ValueFromPipelineByPropertyName = true)]
    [SecretTransformation]
    [ArgumentCompleter(typeof(NoValues))]
    public PSCredential? Credential { get; set; }

    /// <summary>A token obtained elsewhere.</summary>
    [Parameter(Mandatory = true, ParameterSetName = AccessTokenSet)]
    [SecretTransformation]
    [ArgumentCompleter(typeof(NoValues))]
    public SecureString? AccessToken { get; set; }

    /// <summary>OAuth client: of a user's sign-in, which has no secret, or the one whose secret the vault holds.</summary>
    [Parameter(Mandatory = true, ParameterSetName = InteractiveSet)]
    [Parameter(ParameterSetName = SecretSet)]
    [ArgumentCompleter(typeof(NoValues))]
    public string? ClientId { get; set; }

    /// <summary>Profile of the vendor's command line tool, from <c>.gc/config.toml</c> in your home folder. Its secret is plain text.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ProfileSet)]
    [ArgumentCompleter(typeof(ProfileCompleter))]
    public string? Profile { get; set; }

    /// <summary>Name of a secret that <c>Get-Secret</c> gives: a PSCredential, or the secret of <see cref="ClientId"/>.</summary>
    [Parameter(Mandatory = true, ParameterSetName = SecretSet)]
    [ArgumentCompleter(typeof(NoValues))]
    public string? SecretName { get; set; }

    /// <summary>Signs you in in a browser (authorization code with PKCE).</summary>
    [Parameter(Mandatory = true, ParameterSetName = InteractiveSet)]
    public SwitchParameter Interactive { get; set; }

    /// <summary>Where the browser comes back to: http on this machine, as entered at the OAuth client.</summary>
    [Parameter(ParameterSetName = InteractiveSet)]
    [ArgumentCompleter(typeof(NoValues))]
    public Uri RedirectUri { get; set; } = new("http://127.0.0.1:8910/");

    /// <summary>Seconds to wait for the sign-in in the browser.</summary>
    [Parameter(ParameterSetName = InteractiveSet)]
    [ValidateRange(1, 3600)]
    [ArgumentCompleter(typeof(NoValues))]
    public int TimeoutSeconds { get; set; } = 300;

    /// <summary>Web messaging deployment to come in to as a guest; needs no client.</summary>
    [Parameter(Mandatory = true, ParameterSetName = DeploymentSet)]
    [ArgumentCompleter(typeof(NoValues))]
    public string? DeploymentId { get; set; }

    /// <summary>The guest's token, a UUID, to resume its conversation; by default a new guest.</summary>
    [Parameter(ParameterSetName = DeploymentSet)]
    [SecretTransformation]
    [ArgumentCompleter(typeof(NoValues))]
    public SecureString? GuestToken { get; set; }

    /// <summary>Starts a new conversation where the guest's last one has ended.</summary>
    [Parameter(ParameterSetName = DeploymentSet)]
    public SwitchParameter StartNew { get; set; }

    /// <summary>Origin to show, for deployments restricted to domains.</summary>
    [Parameter(ParameterSetName = DeploymentSet)]
    [ArgumentCompleter(typeof(NoValues))]
    public string? Origin { get; set; }

    /// <summary>One base URL for login, API and socket: a gateway or the sandbox.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("Url")]
    [ArgumentCompleter(typeof(NoValues))]
    public Uri? Endpoint { get; set; }

    /// <summary>Scopes to ask for in the token request.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NoValues))]
    public string[]? Scope { get; set; } = [];

    /// <summary>Extra headers on org requests: strings or SecureStrings.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NoValues))]
    public IDictionary? Header { get; set; } = new Hashtable();

    /// <summary>Marks org requests with <c>X-Synthetic-Test: true</c>.</summary>
    [Parameter]
    public SwitchParameter Synthetic { get; set; }

    /// <summary>Requests per minute to stay under; 0 for none.</summary>
    [Parameter]
    [ValidateRange(0, 100_000)]
    [ArgumentCompleter(typeof(NoValues))]
    public int RequestsPerMinute { get; set; } = 300;

    /// <summary>A queue through which machines share the client's pace.</summary>
    [Parameter]
    [QueueTransformation]
    [ArgumentCompleter(typeof(NoValues))]
    public GCQueue? SharedQuota { get; set; }

    /// <summary>Most retries of any one request; by default the documented number for its kind. A command's own wins for that command.</summary>
    [Parameter]
    [ValidateRange(0, 100)]
    [ArgumentCompleter(typeof(NoValues))]
    public int? MaximumRetryCount { get; set; }

    /// <summary>Seconds before the first retry, where the server asks for no wait; each is twice the one before, up to fifteen times the first.</summary>
    [Parameter]
    [ValidateRange(1, 600)]
    [ArgumentCompleter(typeof(NoValues))]
    public int RetryIntervalSec { get; set; } = 2;

    /// <summary>The longest Retry-After worth waiting for, in seconds; beyond it the rest of the batch fails at once.</summary>
    [Parameter]
    [ValidateRange(0, 86_400)]
    [ArgumentCompleter(typeof(NoValues))]
    public int MaximumRetryAfterSec { get; set; } = 180;

    /// <summary>Proxy for every request but those to loopback.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NoValues))]
    public Uri? Proxy { get; set; }

    /// <summary>Credential for the proxy.</summary>
    [Parameter]
    [SecretTransformation]
    [ArgumentCompleter(typeof(NoValues))]
    public PSCredential? ProxyCredential { get; set; }

    /// <summary>Signs in to the proxy as the account that runs the command.</summary>
    [Parameter]
    public SwitchParameter ProxyUseDefaultCredentials { get; set; }

    /// <summary>A file that takes down all that goes over the wire in the session, as HAR, without secrets and without the bytes of files.</summary>
    [Parameter]
    public string? TracePath { get; set; }

    /// <summary>Replaces a trace that is there already.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Hands the session back.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>Only what stands on the command line: a piped object may well have no endpoint.</summary>
    protected override void BeginProcessing() => RefuseEmpty(nameof(Credential), nameof(GuestToken), nameof(Endpoint), nameof(RedirectUri), nameof(TracePath));

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (SharedQuota is not null && (DeploymentId is not null || RequestsPerMinute < 2))
        {
            RefuseParameter(nameof(SharedQuota), DeploymentId is null ? "A session without a pace has none to share." : "A guest's pace is its own, and is not shared.", DeploymentId is null ? "Leave -RequestsPerMinute out, or give at least 2." : "Leave -SharedQuota out.");
        }

        if (Force && TracePath is null)
        {
            RefuseParameter(nameof(Force), "-Force replaces a trace, and there is none.", "Give -TracePath as well, or leave -Force out.");
        }

        var (settings, credential) = Read();
        var session = new GCOrgSession(Connect(settings, credential));
        if (SharedQuota is not null)
        {
            QuotaSharing.Begin(this, session.Org, SharedQuota, RequestsPerMinute, MyInvocation.BoundParameters.ContainsKey(nameof(RequestsPerMinute)));
        }

        SessionTable.OfThisRunspace().Add(session);
        if (PassThru)
        {
            WriteObject(session);
        }
    }

    private OrgSession Connect(SessionSettings settings, ClientCredential? credential)
    {
        try
        {
            return Interactive ? SignIn(settings) : WaitFor(
                (context, token) => credential is null
                    ? OrgSession.ConnectGuestAsync(settings, new GuestSettings(DeploymentId!, GuestToken is null ? null : Secrets.Plain(GuestToken)) { StartNew = StartNew, Origin = Origin }, context, token)
                    : OrgSession.ConnectAsync(settings, credential, context, token),
                settings.Domain,
                terminating: true)!;
        }
        catch (Exception e)
        {
            settings.Trace?.Dispose();
            if (e is GCException refused)
            {
                ThrowTerminatingError(ErrorRecords.From(refused, RedirectUri));
            }

            throw;
        }
    }

    private OrgSession SignIn(SessionSettings settings)
    {
        using var signIn = UserSignIn.Begin(settings, ClientId!, RedirectUri);
        // Shown whether or not a browser opens: it may open on another screen, or not at all.
        Host?.UI?.WriteLine($"Sign in at {signIn.Address}");
        Browser.TryOpen(signIn.Address);
        return WaitFor((context, token) => OrgSession.ConnectUserAsync(settings, signIn, TimeSpan.FromSeconds(TimeoutSeconds), context, token), settings.Domain, terminating: true)!;
    }

    private (SessionSettings Settings, ClientCredential? Credential) Read()
    {
        try
        {
            var endpoint = SessionSettings.CheckEndpoint(Endpoint);
            var (credential, own) = ReadCredential();
            var domain = RegionChoice.DomainOf(this, Region, own, TrustRegion) ?? endpoint?.Host
                ?? throw new GCException(ErrorIds.RequestInvalid, "No region was given.") { Advice = "Give -Region, or set GENESYSCLOUD_REGION." };
            return (new SessionSettings
            {
                Domain = domain,
                Endpoint = endpoint,
                Scopes = [.. (Scope ?? []).Where(scope => !string.IsNullOrWhiteSpace(scope))],
                Headers = HeaderTable.Read(Header),
                Synthetic = Synthetic,
                RequestsPerMinute = RequestsPerMinute,
                Trace = TracePath is null ? null : WireTrace.Create(new ShellPaths(SessionState.Path).ToFull(TracePath), Force),
                Proxy = SessionSettings.ProxyOf(Proxy, ProxyCredential?.GetNetworkCredential(), ProxyUseDefaultCredentials),
                Retry = new RetryPolicy { MaximumRetryCount = MaximumRetryCount, FirstWait = TimeSpan.FromSeconds(RetryIntervalSec), LongestRetryAfter = TimeSpan.FromSeconds(MaximumRetryAfterSec) },
            }, credential);
        }
        catch (GCException e)
        {
            ThrowTerminatingError(ErrorRecords.From(e, null));
            throw;
        }
    }

    // The credential, null where the sign-in needs none, and the region that came with it.
    private (ClientCredential? Credential, GivenRegion? Region) ReadCredential()
    {
        switch (ParameterSetName)
        {
            case DeploymentSet or InteractiveSet:
                return (null, null);
            case AccessTokenSet:
                return (ClientCredential.FromToken(Secrets.Plain(AccessToken!)), null);
            case SecretSet:
                return (new SecretVault(InvokeCommand).Read(SecretName!, ClientId), null);
            case ProfileSet:
                var profile = ProfileSignIn.Read(Profile!);
                Warn($"The secret of profile '{Profile}' is plain text in {profile.Path}. A vault keeps it better: see -SecretName.");
                foreach (var path in profile.OpenToOthers)
                {
                    Warn($"Others than its owner may write '{path}', and so change what you sign in with and where it goes. Take that back: chmod go-w '{path}'");
                }

                return (profile.Credential, profile.Region);
            default:
                if (Credential is { } given)
                {
                    return (ClientCredential.FromSecret(given.UserName.TrimStart('\\'), Secrets.Plain(given.Password)), null);
                }

                var environment = EnvironmentSignIn.Read();
                return (environment.Credential, environment.Region);
        }
    }
}
