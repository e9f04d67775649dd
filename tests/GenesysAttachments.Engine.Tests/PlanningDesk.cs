using System.Net;
using System.Net.Sockets;
using GenesysAttachments.Engine.Files;
using GenesysAttachments.Engine.Http;
using GenesysAttachments.Engine.Policies;
using GenesysAttachments.Engine.Routes;
using GenesysAttachments.Engine.Sending;
using GenesysAttachments.Engine.Sessions;
using GenesysAttachments.Engine.SignIn;
using GenesysAttachments.Engine.Storage;
using GenesysAttachments.Engine.Targets;

namespace GenesysAttachments.Engine.Tests;

/// <summary>A planner without a shell: a folder of files, and sessions at an address that answers nothing and must never be called.</summary>
internal sealed class PlanningDesk : IDisposable
{
    public const string Conversation = "5edd27cf-27a4-4f62-8ea5-0de7dcf38611";

    private readonly TcpListener _nobody = new(IPAddress.Loopback, 0);
    private readonly Dictionary<string, OrgSession> _live = new(StringComparer.OrdinalIgnoreCase);

    private PlanningDesk() => _nobody.Start();

    public string Folder { get; } = Directory.CreateTempSubdirectory("gca-").FullName;

    /// <summary>The current session.</summary>
    public OrgSession Session { get; private set; } = null!;

    public static PlanValues To(string conversation = Conversation) => new() { Target = new Target { ConversationId = conversation } };

    public static async Task<PlanningDesk> StartAsync()
    {
        var desk = new PlanningDesk();
        desk.Session = await desk.ConnectAsync("current");
        return desk;
    }

    public async Task<OrgSession> ConnectAsync(string token)
    {
        var settings = new SessionSettings { Domain = "nowhere", Endpoint = new Uri($"http://127.0.0.1:{((IPEndPoint)_nobody.LocalEndpoint).Port}") };
        var session = await OrgSession.ConnectAsync(settings, ClientCredential.FromToken(token), CallContext.Silent, default);
        return _live[session.Key] = session;
    }

    public Planner Planner(OrgSession? session = null, bool force = false, string? template = null, Func<OrgSession>? current = null) => new(
        new PlanSettings
        {
            Paths = new FolderPaths(Folder),
            Session = session,
            Current = current ?? (() => Session),
            Find = key => _live.GetValueOrDefault(key),
            Policy = (_, route) => AttachmentPolicy.Default with { Direction = PolicyDirections.Of(route) },
            Template = template,
            Force = force,
        },
        TimeProvider.System);

    public string Write(string name)
    {
        var path = Path.Combine(Folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, "%PDF-1.7\n");
        return path;
    }

    public PlanInput Input(string name) => new PlanInput.OfPath(Write(name), true);

    public Attachment Check(string name, string? route = RouteNames.Agent) => new Inspector(TimeProvider.System).Inspect(Write(name), new InspectionOptions { Route = route });

    public PlanInput.OfUrl Url(string name, string sessionKey, string route = RouteNames.Agent, Target? target = null) => new(
        new UploadUrl("https://storage/key?X-Amz-Signature=canary")
        {
            File = Check(name, route), Target = target ?? To().Target, Route = route, AttachmentId = "1", Headers = [], MadeAt = default, Life = null,
        },
        sessionKey);

    public PlanInput.OfReceipt Receipt(string name, string? sessionKey, string state = "Failed", string route = RouteNames.Agent, Target? target = null, PlannedText? text = null) =>
        new(state, Write(name), name, FileNames.ForRoute(name, route), "application/pdf", route, target ?? To().Target, sessionKey, text);

    /// <summary>What one input means on its own.</summary>
    public Plan One(PlanInput input, PlanValues? values = null) => Assert.Single(Planner().Plan(input, values ?? To()));

    public void Dispose()
    {
        Assert.False(_nobody.Pending(), "Planning called the org.");
        _live.Values.ToList().ForEach(session => session.Dispose());
        _nobody.Dispose();
        Directory.Delete(Folder, recursive: true);
    }
}
