using System.Management.Automation;
using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Guest;
using GenesysAttachments.Engine.Http;
using GenesysAttachments.Engine.Pipeline;
using GenesysAttachments.Engine.Preflight;
using GenesysAttachments.Engine.SignIn;
using GenesysAttachments.Engine.Targets;
using GenesysAttachments.Parameters;
using GenesysAttachments.Shell;
using GenesysAttachments.State;

namespace GenesysAttachments.Commands;

/// <summary>Checks what a route needs before the first send, one row a check; sends nothing to anybody.</summary>
[Cmdlet(VerbsDiagnostic.Test, "GCConnection", DefaultParameterSetName = SessionSet)]
[OutputType(typeof(GCConnectionCheck))]
public sealed class TestGCConnectionCommand : WaitingCmdlet
{
    private const string SessionSet = "Session";
    private const string SignInSet = "SignIn";
    private const string DeploymentSet = "Deployment";

    /// <summary>AWS region, domain, or a URL of the org; by default from the environment.</summary>
    [Parameter(Position = 0, ParameterSetName = SignInSet, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = DeploymentSet, ValueFromPipelineByPropertyName = true)]
    [RegionTransformation]
    [ArgumentCompleter(typeof(RegionCompleter))]
    public string? Region { get; set; }

    /// <summary>Lets what one signs in with go to a region outside the platform's own domains.</summary>
    [Parameter(ParameterSetName = SignInSet)]
    [Parameter(ParameterSetName = DeploymentSet)]
    public SwitchParameter TrustRegion { get; set; }

    /// <summary>OAuth client id and secret; by default from the environment.</summary>
    [Parameter(Position = 1, ParameterSetName = SignInSet, ValueFromPipelineByPropertyName = true)]
    [SecretTransformation]
    [ArgumentCompleter(typeof(NoValues))]
    public PSCredential? Credential { get; set; }

    /// <summary>Web messaging deployment; its rules are read, and no conversation is opened.</summary>
    [Parameter(Mandatory = true, ParameterSetName = DeploymentSet)]
    [ArgumentCompleter(typeof(NoValues))]
    public string? DeploymentId { get; set; }

    /// <summary>Origin to show, for deployments restricted to domains.</summary>
    [Parameter(ParameterSetName = DeploymentSet)]
    [ArgumentCompleter(typeof(NoValues))]
    public string? Origin { get; set; }

    /// <summary>One base URL for login, API and socket: a gateway or the sandbox.</summary>
    [Parameter(ParameterSetName = SignInSet, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = DeploymentSet, ValueFromPipelineByPropertyName = true)]
    [Alias("Url")]
    [ArgumentCompleter(typeof(NoValues))]
    public Uri? Endpoint { get; set; }

    /// <summary>Proxy for every request but those to loopback.</summary>
    [Parameter(ParameterSetName = SignInSet)]
    [Parameter(ParameterSetName = DeploymentSet)]
    [ArgumentCompleter(typeof(NoValues))]
    public Uri? Proxy { get; set; }

    /// <summary>Credential for the proxy.</summary>
    [Parameter(ParameterSetName = SignInSet)]
    [Parameter(ParameterSetName = DeploymentSet)]
    [SecretTransformation]
    [ArgumentCompleter(typeof(NoValues))]
    public PSCredential? ProxyCredential { get; set; }

    /// <summary>Signs in to the proxy as the account that runs the command.</summary>
    [Parameter(ParameterSetName = SignInSet)]
    [Parameter(ParameterSetName = DeploymentSet)]
    public SwitchParameter ProxyUseDefaultCredentials { get; set; }

    /// <summary>Session to ask with; by default the current one, and where there is none the environment's sign-in.</summary>
    [Parameter(ParameterSetName = SessionSet)]
    [SessionTransformation]
    [ArgumentCompleter(typeof(SessionCompleter))]
    public GCOrgSession? Session { get; set; }

    /// <summary>Route to check: Agent, Guest, Media, Messaging or Multipart; by default the one that session and ids mean.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(RouteCompleter))]
    public string? Route { get; set; }

    /// <summary>Conversation to look at.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ConversationCompleter))]
    public string? ConversationId { get; set; }

    /// <summary>Agent leg of the conversation; looked up when absent.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(CommunicationCompleter))]
    public string? CommunicationId { get; set; }

    /// <summary>Channel of the Messaging route.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(NoValues))]
    public string? ChannelId { get; set; }

    /// <summary>Guest of the Messaging route.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(NoValues))]
    public string? GuestId { get; set; }

    /// <summary>Only what stands on the command line: a piped object may well have no endpoint.</summary>
    protected override void BeginProcessing()
    {
        RefuseEmpty(nameof(Session), nameof(Credential), nameof(Endpoint), nameof(Region), nameof(DeploymentId), nameof(Route), nameof(ConversationId), nameof(CommunicationId), nameof(ChannelId), nameof(GuestId));
        if (Route is not null && !RouteNames.IsKnown(Route))
        {
            RefuseParameter(nameof(Route), $"There is no route '{Route}'.", $"Give one of {string.Join(", ", RouteNames.All)}.");
        }
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var context = new CallContext { Log = Log };
        using var run = new PreflightRun(Subject());
        using var pump = new Pump<PreflightStep, ConnectionCheck?>(1, async (step, token) => await run.RunAsync(step, context, token).ConfigureAwait(false), _ => null, new Rows(this));
        using (OnStop(pump.Cancel))
        {
            if (run.Steps.All(pump.Accept))
            {
                pump.Complete();
            }
        }
    }

    private PreflightSubject Subject()
    {
        var target = new Target { ConversationId = ConversationId, CommunicationId = CommunicationId, ChannelId = ChannelId, GuestId = GuestId };
        if (ParameterSetName == SessionSet && (Session is not null || SessionTable.OfThisRunspace().Current is not null))
        {
            var session = Require(Session).Org;
            return new PreflightSubject { Settings = session.Settings, Session = session, Target = target, Route = RouteFor(session.IsGuest, target) };
        }

        try
        {
            return SignInSubject(target);
        }
        catch (GCException e)
        {
            ThrowTerminatingError(ErrorRecords.From(e, null));
            throw;
        }
    }

    private PreflightSubject SignInSubject(Target target)
    {
        var (credential, own, why) = DeploymentId is null ? ReadCredential() : (null, null, "");
        var endpoint = SessionSettings.CheckEndpoint(Endpoint);
        var domain = RegionChoice.DomainOf(this, Region, own, TrustRegion) ?? endpoint?.Host
            ?? throw new GCException(ErrorIds.NotConnected, "There is no session with Genesys Cloud, and no region was given.") { Advice = "Give -Region, set GENESYSCLOUD_REGION, or run Connect-GCOrg first." };
        return new PreflightSubject
        {
            Settings = new SessionSettings { Domain = domain, Endpoint = endpoint, Proxy = SessionSettings.ProxyOf(Proxy, ProxyCredential?.GetNetworkCredential(), ProxyUseDefaultCredentials) },
            Credential = credential,
            Guest = DeploymentId is null ? null : new GuestSettings(DeploymentId) { Origin = Origin },
            WhyNoSignIn = why,
            Target = target,
            Route = RouteFor(DeploymentId is not null, target),
        };
    }

    // Without a credential the network can be looked at all the same.
    private (ClientCredential? Credential, GivenRegion? Region, string Why) ReadCredential()
    {
        if (Credential is { } given)
        {
            return (ClientCredential.FromSecret(given.UserName.TrimStart('\\'), Secrets.Plain(given.Password)), null, "");
        }

        try
        {
            var environment = EnvironmentSignIn.Read();
            return (environment.Credential, environment.Region, "");
        }
        catch (GCException e) when (e.ErrorId == ErrorIds.NotConnected)
        {
            return (null, null, e.Message);
        }
    }

    private string RouteFor(bool isGuest, Target target)
    {
        var route = PreflightSubject.RouteOf(Route, isGuest, target);
        if (isGuest != (route == RouteNames.Guest))
        {
            RefuseParameter(
                nameof(Route),
                isGuest ? $"The {route} route takes a client, and this is a guest." : "The Guest route takes a guest of a deployment, and this is a client.",
                isGuest ? "Leave -Route out, or give -Credential, or a client's -Session." : "Give -DeploymentId, or a guest's -Session.");
        }

        return route;
    }

    private sealed class Rows(TestGCConnectionCommand command) : IPumpSink<ConnectionCheck?>
    {
        public void WriteLines() => command.WriteLines();

        public void WriteResult(ConnectionCheck? result)
        {
            if (result is not null)
            {
                command.WriteObject(new GCConnectionCheck(result));
            }
        }

        public void WriteError(ConnectionCheck? result)
        {
        }

        public void WriteProgress(bool last)
        {
        }
    }
}
