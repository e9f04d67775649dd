using System.Management.Automation;
using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Files;
using GenesysAttachments.Engine.Guest;
using GenesysAttachments.Engine.Policies;
using GenesysAttachments.Engine.Sending;
using GenesysAttachments.Engine.Sessions;
using GenesysAttachments.Engine.SignIn;
using GenesysAttachments.Parameters;
using GenesysAttachments.Shell;
using GenesysAttachments.State;

namespace GenesysAttachments.Commands;

/// <summary>Shows what an org accepts: from a session, a deployment, a profile, a saved file, or the default.</summary>
[Cmdlet(VerbsCommon.Get, "GCAttachmentPolicy", DefaultParameterSetName = SessionSet)]
[OutputType(typeof(GCAttachmentPolicy))]
public sealed class GetGCAttachmentPolicyCommand : WaitingCmdlet
{
    private const string SessionSet = "Session";
    private const string DeploymentSet = "Deployment";
    private const string ProfileSet = "Profile";
    private const string PathSet = "Path";
    private const string LiteralPathSet = "LiteralPath";
    private const string DefaultSet = "Default";

    /// <summary>Session to ask; by default the current one.</summary>
    [Parameter(ParameterSetName = SessionSet)]
    [Parameter(ParameterSetName = ProfileSet)]
    [SessionTransformation]
    [ArgumentCompleter(typeof(SessionCompleter))]
    public GCOrgSession? Session { get; set; }

    /// <summary>Web messaging deployment; opens no conversation and needs no session.</summary>
    [Parameter(Mandatory = true, ParameterSetName = DeploymentSet)]
    [ArgumentCompleter(typeof(NoValues))]
    public string DeploymentId { get; set; } = "";

    /// <summary>Region of the deployment; by default the current session's, then the environment's.</summary>
    [Parameter(ParameterSetName = DeploymentSet)]
    [RegionTransformation]
    [ArgumentCompleter(typeof(RegionCompleter))]
    public string? Region { get; set; }

    /// <summary>Reads from a region outside the platform's own domains too.</summary>
    [Parameter(ParameterSetName = DeploymentSet)]
    public SwitchParameter TrustRegion { get; set; }

    /// <summary>Base URL instead of the region's hosts.</summary>
    [Parameter(ParameterSetName = DeploymentSet)]
    [ArgumentCompleter(typeof(NoValues))]
    public Uri? Endpoint { get; set; }

    /// <summary>Origin to show, for deployments restricted to domains.</summary>
    [Parameter(ParameterSetName = DeploymentSet)]
    [ArgumentCompleter(typeof(NoValues))]
    public string? Origin { get; set; }

    /// <summary>Supported content profile.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ProfileSet)]
    [ArgumentCompleter(typeof(NoValues))]
    public string ProfileId { get; set; } = "";

    /// <summary>Which way to look: by default inbound for a guest's session and outbound for a client's.</summary>
    [Parameter(ParameterSetName = SessionSet)]
    [Parameter(ParameterSetName = ProfileSet)]
    [ValidateSet(PolicyDirections.Inbound, PolicyDirections.Outbound)]
    public string? Direction
    {
        get;
        set => field = PolicyDirections.Canonical(value);
    }

    /// <summary>Saved policies: paths with or without wildcards.</summary>
    [Parameter(Mandatory = true, ParameterSetName = PathSet)]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    /// <summary>Saved policies by their exact path.</summary>
    [Parameter(Mandatory = true, ParameterSetName = LiteralPathSet, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "FullName")]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>What applies while nothing better is known.</summary>
    [Parameter(Mandatory = true, ParameterSetName = DefaultSet)]
    public SwitchParameter Default { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        RefuseEmpty(nameof(Session), nameof(Endpoint), nameof(Region));
        var policies = ParameterSetName switch
        {
            DefaultSet => One(AttachmentPolicy.Default),
            PathSet => Path.SelectMany(path => FromFiles(new PathMeaning(new ShellPaths(SessionState.Path)).Resolve(path, isLiteral: false), path)),
            LiteralPathSet => LiteralPath.SelectMany(path => FromFiles(new PathMeaning(new ShellPaths(SessionState.Path)).Resolve(path, isLiteral: true), path)),
            DeploymentSet => One(FromDeployment()),
            ProfileSet => One(FromProfile(ProfileId.Trim())),
            _ => One(FromSession()),
        };
        foreach (var policy in policies)
        {
            WriteObject(new GCAttachmentPolicy(policy));
        }

        static IEnumerable<AttachmentPolicy> One(AttachmentPolicy? policy) => policy is null ? [] : [policy];
    }

    private AttachmentPolicy? FromDeployment()
    {
        try
        {
            var settings = Settings() ?? throw new GCException(ErrorIds.RequestInvalid, "Nothing says in which region the deployment is.") { Advice = "Give -Region, or set GENESYSCLOUD_REGION." };
            return WaitFor((context, token) => OrgSession.ReadDeploymentPolicyAsync(settings, new GuestSettings(DeploymentId) { Origin = Origin }, context, token), DeploymentId, terminating: false);
        }
        catch (GCException e)
        {
            WriteError(ErrorRecords.From(e, DeploymentId));
            return null;
        }
    }

    private AttachmentPolicy? FromSession()
    {
        var org = Require(Session).Org;
        var direction = Direction ?? (org.IsGuest ? PolicyDirections.Inbound : PolicyDirections.Outbound);
        return WaitFor((context, token) => org.Policies.ReadAsync(direction, context, token), null, terminating: false);
    }

    private AttachmentPolicy? FromProfile(string id)
    {
        var org = Require(Session).Org;
        return WaitFor((context, token) => org.Policies.ReadProfileAsync(id, Direction ?? PolicyDirections.Outbound, context, token), id, terminating: false);
    }

    private IEnumerable<AttachmentPolicy> FromFiles((IReadOnlyList<string> Files, Problem? Problem) found, string given)
    {
        if (found.Problem is { } problem)
        {
            WriteError(ErrorRecords.From(new GCException(problem.ErrorId, problem.Message), given));
        }

        foreach (var file in found.Files)
        {
            AttachmentPolicy policy;
            try
            {
                policy = PolicyReader.Load(file);
            }
            catch (GCException e)
            {
                WriteError(ErrorRecords.From(e, file));
                continue;
            }

            yield return policy;
        }
    }

    private SessionSettings? Settings()
    {
        var current = SessionTable.OfThisRunspace().Current?.Org.Settings;
        if (Region is null && Endpoint is null && current is not null)
        {
            return current;
        }

        var endpoint = SessionSettings.CheckEndpoint(Endpoint);
        return (RegionChoice.DomainOf(this, Region, null, TrustRegion) ?? endpoint?.Host) is not { } domain ? null : new SessionSettings { Domain = domain, Endpoint = endpoint };
    }
}
