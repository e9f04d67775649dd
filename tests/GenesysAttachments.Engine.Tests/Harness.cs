using System.Security.Cryptography;
using GenesysAttachments.Engine.Files;
using GenesysAttachments.Engine.Guest;
using GenesysAttachments.Engine.Http;
using GenesysAttachments.Engine.Pipeline;
using GenesysAttachments.Engine.Policies;
using GenesysAttachments.Engine.Routes;
using GenesysAttachments.Engine.Sending;
using GenesysAttachments.Engine.Sessions;
using GenesysAttachments.Engine.SignIn;
using GenesysAttachments.Engine.Targets;
using GenesysAttachments.Sandbox;

namespace GenesysAttachments.Engine.Tests;

/// <summary>A sandbox of its own, a session with it, and a folder of files: what a test about the wire needs.</summary>
public sealed class Harness : IAsyncDisposable
{
    private readonly List<OrgSession> _sessions = [];

    private Harness(SandboxServer sandbox, TimeProvider time) => (Sandbox, Time) = (sandbox, time);

    public SandboxServer Sandbox { get; }

    public TimeProvider Time { get; }

    /// <summary>For the sandbox's control paths; a proxy in the environment must not matter.</summary>
    public HttpClient Http { get; } = new(new SocketsHttpHandler { UseProxy = false });

    public string Folder { get; } = Directory.CreateTempSubdirectory("gca-").FullName;

    public OrgSession Session { get; private set; } = null!;

    public Target AgentTarget => new() { ConversationId = Sandbox.Identity.ConversationId };

    public Target MessagingTarget => new() { ChannelId = Sandbox.Identity.ChannelId, GuestId = Sandbox.Identity.GuestId };

    /// <summary>Everything but sign-in, in order of arrival.</summary>
    public IEnumerable<LoggedRequest> Calls => Sandbox.Requests.Where(request => request.Target != "/oauth/token");

    public IEnumerable<LoggedRequest> Puts => Calls.Where(request => request.Method == "PUT");

    public IEnumerable<LoggedRequest> MessagePosts => Calls.Where(request => request.Method == "POST" && request.Target.EndsWith("/messages", StringComparison.Ordinal));

    public static async Task<Harness> StartAsync(SandboxOptions? options = null, TimeProvider? time = null)
    {
        var clock = time ?? new SkippingTime();
        var harness = new Harness(await SandboxServer.StartAsync(options ?? new SandboxOptions { Quota = false }, clock), clock);
        harness.Session = await harness.ConnectAsync();
        return harness;
    }

    public async Task<OrgSession> ConnectAsync(string? secret = null, Action<SessionSettings>? check = null, SessionSettings? settings = null)
    {
        var identity = Sandbox.Identity;
        settings ??= new SessionSettings { Domain = "sandbox", Endpoint = new Uri(identity.Url), RequestsPerMinute = 0 };
        check?.Invoke(settings);
        var session = await OrgSession.ConnectAsync(settings, ClientCredential.FromSecret(identity.ClientId, secret ?? identity.ClientSecret), CallContext.Silent, default, Time, () => 0.5);
        _sessions.Add(session);
        return session;
    }

    public async Task<OrgSession> ConnectGuestAsync(GuestSettings? guest = null, bool synthetic = false)
    {
        var session = await OrgSession.ConnectGuestAsync(
            new SessionSettings { Domain = "sandbox", Endpoint = new Uri(Sandbox.Identity.Url), Synthetic = synthetic }, guest ?? new GuestSettings(Sandbox.Identity.DeploymentId), CallContext.Silent, default, Time, () => 0.5);
        _sessions.Add(session);
        return session;
    }

    /// <summary>A delivery into the guest's own conversation.</summary>
    public Plan DeliverAsGuest(OrgSession session, string path, string? text = null, int index = 0) => new()
    {
        Index = index, File = Check(path, RouteNames.Guest, session.Policies.Own(PolicyDirections.Inbound)), Target = new Target(), Route = RouteNames.Guest, Session = session, Text = text is null ? null : new PlannedText(text, new TextLedger()),
    };

    public string Write(string name, int length = 1000, int seed = 1)
    {
        var path = Path.Combine(Folder, name);
        var bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    public Attachment Check(string path, string route = RouteNames.Agent, AttachmentPolicy? policy = null) =>
        new Inspector(Time).Inspect(path, new InspectionOptions { Route = route, Policy = policy ?? AttachmentPolicy.Default });

    public Plan Deliver(string path, Target? target = null, string? text = null, int index = 0, OrgSession? session = null)
    {
        target ??= AgentTarget;
        var route = RouteSelector.Select(target, null);
        return new Plan
        {
            Index = index,
            File = Check(path, route),
            Target = target,
            Route = route,
            Session = session ?? Session,
            Text = text is null ? null : new PlannedText(text, new TextLedger()),
        };
    }

    public Sender Runner(int? maximumRetryCount = null) => new(new SendOptions(maximumRetryCount), new ProgressBoard(), Time);

    /// <summary>Sends deliveries side by side, in input order of admission.</summary>
    public async Task<List<Receipt>> SendAsync(params IEnumerable<Plan> deliveries) => await SendAsync(Runner(), default, deliveries);

    public static async Task<List<Receipt>> SendAsync(Sender runner, CancellationToken cancellationToken, params IEnumerable<Plan> deliveries)
    {
        var admitted = deliveries.Select(plan => runner.Admit(plan, cancellationToken)).ToList();
        var receipts = await Task.WhenAll(admitted.Select(item => Task.Run(() => runner.SendAsync(item, cancellationToken), CancellationToken.None)));
        return [.. receipts];
    }

    /// <summary>Sends deliveries as a command does: through a pump with so many workers.</summary>
    public Task<List<Receipt>> PumpAsync(IReadOnlyList<Plan> deliveries, int workers, int filesPerMessage = 1)
    {
        var options = new SendOptions(ThrottleLimit: workers, FilesPerMessage: filesPerMessage);
        return PumpAsync(new Sender(options, new ProgressBoard(), Time), options.Workers, deliveries);
    }

    /// <summary>Sends deliveries as a command does, with a sender of one's own.</summary>
    public static Task<List<Receipt>> PumpAsync(Sender runner, int workers, IReadOnlyList<Plan> deliveries) => Task.Factory.StartNew(
        () =>
        {
            var sink = new ListSink();
            using var pump = new Pump<Admitted, Receipt>(workers, runner.SendAsync, runner.NotBegun, sink);
            foreach (var delivery in deliveries)
            {
                pump.Accept(runner.Admit(delivery, pump.Stopped));
            }

            runner.CloseInput();
            pump.Complete();
            return sink.Receipts;
        },
        CancellationToken.None,
        TaskCreationOptions.LongRunning,
        TaskScheduler.Default);

    private sealed class ListSink : IPumpSink<Receipt>
    {
        public List<Receipt> Receipts { get; } = [];

        public void WriteResult(Receipt result) => Receipts.Add(result);

        public void WriteError(Receipt result)
        {
        }

        public void WriteProgress(bool last)
        {
        }
    }

    public static string Sha256(string path) => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path)));

    public async ValueTask DisposeAsync()
    {
        _sessions.ForEach(session => session.Dispose());
        Http.Dispose();
        await Sandbox.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }
}
