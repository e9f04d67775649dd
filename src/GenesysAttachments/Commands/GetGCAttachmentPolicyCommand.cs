using System.Management.Automation;
using GenesysAttachments.Binding;
using GenesysAttachments.Engine.Policies;
using GenesysAttachments.Engine.Sessions;
using GenesysAttachments.Engine.Transports;
using GenesysAttachments.Loading;

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
    private const string DefaultSet = "Default";

    /// <summary>Session to ask; by default the current one.</summary>
    [Parameter(ParameterSetName = SessionSet)]
    [Parameter(ParameterSetName = ProfileSet)]
    [SessionTransformation]
    [ArgumentCompleter(typeof(SessionCompleter))]
    public GCOrgSession? Session { get; set; }

    /// <summary>Web messaging deployment; opens no conversation and needs no session.</summary>
    [Parameter(Mandatory = true, ParameterSetName = DeploymentSet)]
    public string DeploymentId { get; set; } = "";

    /// <summary>Region of the deployment; by default the current session's, then the environment's.</summary>
    [Parameter(ParameterSetName = DeploymentSet)]
    [RegionTransformation]
    [ArgumentCompleter(typeof(RegionCompleter))]
    public string? Region { get; set; }

    /// <summary>Base URL instead of the region's hosts.</summary>
    [Parameter(ParameterSetName = DeploymentSet)]
    public Uri? Endpoint { get; set; }

    /// <summary>Origin to show, for deployments restricted to domains.</summary>
    [Parameter(ParameterSetName = DeploymentSet)]
    public string? Origin { get; set; }

    /// <summary>Supported content profile.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ProfileSet)]
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

    /// <summary>A saved policy.</summary>
    [Parameter(Mandatory = true, ParameterSetName = PathSet, ValueFromPipelineByPropertyName = true)]
    [Alias("FullName")]
    public string Path { get; set; } = "";

    /// <summary>What applies while nothing better is known.</summary>
    [Parameter(Mandatory = true, ParameterSetName = DefaultSet)]
    public SwitchParameter Default { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        RefuseEmpty(nameof(Session), nameof(Endpoint));
        var policy = ParameterSetName switch
        {
            DefaultSet => AttachmentPolicy.Default,
            PathSet => ReadFile(),
            DeploymentSet => FromDeployment(),
            ProfileSet => FromProfile(ProfileId.Trim()),
            _ => FromSession(),
        };
        if (policy is not null)
        {
            WriteObject(new GCAttachmentPolicy(policy));
        }
    }

    private AttachmentPolicy? FromDeployment()
    {
        try
        {
            var settings = Settings() ?? throw new GCException(ErrorIds.RequestInvalid, "Nothing says in which region the deployment is.") { Advice = "Give -Region, or set GENESYSCLOUD_REGION." };
            return WaitFor(token => OrgSession.ReadDeploymentPolicyAsync(settings, new GuestSettings(DeploymentId) { Origin = Origin }, token), DeploymentId, terminating: false);
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
        return WaitFor(token => org.ReadPolicyAsync(direction, token), null, terminating: false);
    }

    private AttachmentPolicy? FromProfile(string id)
    {
        var org = Require(Session).Org;
        return WaitFor(token => org.ReadProfilePolicyAsync(id, Direction ?? PolicyDirections.Outbound, token), id, terminating: false);
    }

    private AttachmentPolicy? ReadFile()
    {
        var path = GetUnresolvedProviderPathFromPSPath(Path);
        try
        {
            if (Directory.Exists(path))
            {
                throw new GCException(ErrorIds.FileUnreadable, $"'{path}' is a folder, not a saved policy.");
            }

            return PolicyReader.Parse(File.ReadAllText(path), path);
        }
        catch (GCException e)
        {
            WriteError(ErrorRecords.From(e, path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            WriteError(ErrorRecords.From(new GCException(e is FileNotFoundException or DirectoryNotFoundException ? ErrorIds.FileNotFound : ErrorIds.FileUnreadable, e.Message, e), path));
        }

        return null;
    }

    private SessionSettings? Settings()
    {
        var current = SessionTable.OfThisRunspace().Current?.Org.Settings;
        if (Region is null && Endpoint is null && current is not null)
        {
            return current;
        }

        var endpoint = SessionSettings.CheckEndpoint(Endpoint);
        var region = Region ?? EnvironmentSignIn.ReadRegion();
        var domain = region is { Length: > 0 } ? RegionTable.Resolve(region) : endpoint?.Host;
        return domain is null ? null : new SessionSettings { Domain = domain, Endpoint = endpoint };
    }
}
