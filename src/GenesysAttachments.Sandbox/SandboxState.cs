using GenesysAttachments.Sandbox.Agent;
using GenesysAttachments.Sandbox.Analytics;
using GenesysAttachments.Sandbox.Bodies;
using GenesysAttachments.Sandbox.Control;
using GenesysAttachments.Sandbox.Downloads;
using GenesysAttachments.Sandbox.Forms;
using GenesysAttachments.Sandbox.Guest;
using GenesysAttachments.Sandbox.Messaging;
using GenesysAttachments.Sandbox.OAuth;
using GenesysAttachments.Sandbox.Org;
using GenesysAttachments.Sandbox.Page;
using GenesysAttachments.Sandbox.Storage;
using GenesysAttachments.Sandbox.Traffic;

namespace GenesysAttachments.Sandbox;

/// <summary>The rooms put together: what each keeps, which paths lead to it, and the way back to how it started.</summary>
internal sealed class SandboxState
{
    private readonly SandboxOptions _options;
    private readonly Gate _gate;
    private readonly ObjectStore _store;
    private readonly GuestDesk _guests;
    private readonly RecordingEndpoints _recordings;
    private readonly EventStream _events;
    private readonly OAuthClient _firstClient;
    private readonly Conversation _first;
    private readonly ChangeSignal _changes = new();
    private readonly string _deploymentId;

    public SandboxState(SandboxOptions options, TimeProvider time)
    {
        _options = options;
        Requests = new RequestLog(_changes);
        Org = new Organization(FilePolicy.Read(options.PolicyFile), time);
        OAuth = new OAuthDesk(time);
        Signer = new UrlSigner(options.PresignLifetime, time);
        _gate = new Gate(OAuth, options.Quota, time);
        _store = new ObjectStore(Org.Uploads, Org.Files, new SignatureCheck(Signer, time), new StoreFolder(options.StoreFolder));
        _guests = new GuestDesk(Org.Conversations, options.Quota, time);
        _recordings = new RecordingEndpoints(Org, _gate);
        _firstClient = OAuth.Register(null, null, null);
        _events = new EventStream(Org, Requests, new PageState(Faults, _gate, _guests, options.Quota), _changes);
        _deploymentId = _guests.Add(null, attachments: true).DeploymentId;
        _first = Org.Conversations.Open(ConversationStates.Connected);
    }

    public Organization Org { get; }

    public OAuthDesk OAuth { get; }

    public UrlSigner Signer { get; }

    public RequestLog Requests { get; }

    public ConnectionCount Connections { get; } = new();

    public FaultBook Faults { get; } = new();

    public SandboxIdentity Identify(string url) => new(
        url, _firstClient.ClientId, _firstClient.ClientSecret, _first.ConversationId, _first.CommunicationId, _first.ChannelId, _first.GuestId, _deploymentId, Environment.ProcessId);

    /// <summary>Lays the paths.</summary>
    public void Map(WebApplication app)
    {
        var guests = new GuestEndpoints(Org, _guests, Signer, Requests, Faults);
        app.Use(new PageGuard(guests.AllowsOrigin).HandleAsync);
        app.Use(new TrafficHandler(Requests, Faults, OAuth, _changes, _options.Latency, Org.Time).HandleAsync);
        app.UseWebSockets();
        app.UseRouting();
        new OAuthEndpoints(OAuth, new AuthorizeDesk(Org.Time)).Map(app);
        new TokenEndpoints(Org, OAuth, _gate).Map(app);
        MapAgent(app);
        MapDownloads(app);
        new MessagingEndpoints(Org, _gate, Signer).Map(app);
        MapForms(app);
        guests.Map(app);
        new ControlEndpoints(Org, OAuth, _guests, Requests, Faults, Reset).Map(app);
        new PageEndpoints(Org, _events).Map(app);
        _store.Map(app);
        app.MapFallback(context => Wire.RefuseAsync(context, 404, "not.found", "No such path."));
    }

    private void MapAgent(WebApplication app)
    {
        var legs = new Legs(Org.Conversations, _gate);
        new ConversationEndpoints(Org, _gate).Map(app);
        new ProfileEndpoints(Org, _gate).Map(app);
        new UploadEndpoints(Org, legs, Signer).Map(app);
        new MessageEndpoints(Org, legs).Map(app);
        new ReadEndpoints(Org, _gate).Map(app);
    }

    private void MapDownloads(WebApplication app)
    {
        new DownloadEndpoints(Org, _gate, Signer).Map(app);
        _recordings.Map(app);
        new CachedMediaEndpoints(Org, _gate).Map(app);
        new DetailsEndpoints(Org, _gate).Map(app);
    }

    private void MapForms(WebApplication app)
    {
        var (files, messages) = (new FormUploads(Org), new FormMessages(Org));
        new MediaEndpoints(Org, _gate, files, messages).Map(app);
        new MultipartEndpoints(Org, _gate, files, messages).Map(app);
    }

    /// <summary>Back to how it started; clients and tokens stay.</summary>
    private void Reset()
    {
        Org.Reset(_first);
        Requests.Clear();
        Faults.Clear();
        _guests.Clear();
        _recordings.Clear();
        _events.BeginAgain();
    }
}
