using System.Net.Http.Json;
using GenesysAttachments.Engine.Http;
using GenesysAttachments.Engine.Sessions;
using GenesysAttachments.Engine.SignIn;
using GenesysAttachments.Queue.Database;
using GenesysAttachments.Queue.Items;
using GenesysAttachments.Queue.Tests.Postgres;
using GenesysAttachments.Queue.Working;
using GenesysAttachments.Sandbox;

namespace GenesysAttachments.Queue.Tests.Working;

/// <summary>A queue, a sandbox to send to, and files to send.</summary>
internal sealed class Workshop : IAsyncDisposable
{
    private readonly List<OrgSession> _sessions = [];

    private Workshop(Rig rig, SandboxServer sandbox) => (Rig, Sandbox) = (rig, sandbox);

    public Rig Rig { get; }

    public SandboxServer Sandbox { get; }

    public string Folder { get; } = Directory.CreateTempSubdirectory("gcq-").FullName;

    public OrgSession Session { get; private set; } = null!;

    /// <summary>What arrived: conversation, and text or name of the file.</summary>
    public IEnumerable<(string Conversation, string What)> Arrived =>
        Sandbox.Messages.Select(message => (message.ConversationId!, message.Attachments.Count == 0 ? message.Text! : string.Join('+', message.Attachments.Select(attachment => attachment.Name))));

    public static async Task<Workshop> OpenAsync(PostgresServer server, QueueTimes? times = null, int requestsPerMinute = 30_000, string? connectionString = null, bool quota = false)
    {
        var rig = await Rig.MakeAsync(server, times, connectionString);
        var shop = new Workshop(rig, await SandboxServer.StartAsync(new SandboxOptions { Quota = quota }));
        shop.Session = await shop.ConnectAsync(requestsPerMinute);
        return shop;
    }

    public async Task<OrgSession> ConnectAsync(int requestsPerMinute = 30_000, TimeProvider? time = null, RetryPolicy? retry = null)
    {
        var session = await ConnectAsync(Sandbox.Identity.Url, Sandbox.Identity.ClientId, Sandbox.Identity.ClientSecret, requestsPerMinute, time, retry);
        _sessions.Add(session);
        return session;
    }

    public static Task<OrgSession> ConnectAsync(string url, string client, string secret, int requestsPerMinute, TimeProvider? time = null, RetryPolicy? retry = null) => OrgSession.ConnectAsync(
        new SessionSettings { Domain = "sandbox", Endpoint = new Uri(url), RequestsPerMinute = requestsPerMinute, Retry = retry ?? new RetryPolicy() }, ClientCredential.FromSecret(client, secret), CallContext.Silent, default, time);

    /// <summary>Opens conversations.</summary>
    public async Task<string[]> OpenConversationsAsync(int count)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        var ids = new string[count];
        for (var i = 0; i < count; i++)
        {
            using var answer = await http.PostAsync(new Uri($"{Sandbox.Identity.Url}/_sandbox/conversations"), null);
            ids[i] = (await answer.Content.ReadFromJsonAsync<Opened>())!.ConversationId;
        }

        return ids;
    }

    /// <summary>Writes a file.</summary>
    public string Write(string name, string content = "What it holds.")
    {
        var path = Path.Combine(Folder, name);
        File.WriteAllText(path, content);
        return path;
    }

    /// <summary>One item, as a command would queue it.</summary>
    public QueueItem Item(string conversation, string path, string? sentName = null, string? text = null, string route = "Agent")
    {
        var file = new FileInfo(path);
        return new QueueItem(Guid.NewGuid(), Session.SharedKey, $"{Session.SharedKey}|c:{conversation}", path, file.Exists ? file.Length : 10, file.Exists ? file.LastWriteTimeUtc : DateTime.UnixEpoch, sentName ?? file.Name)
        {
            Text = text,
            Options = new ItemOptions { Route = route, ConversationId = conversation }.ToJson(),
        };
    }

    /// <summary>Queues small files, so many to each conversation, turn by turn; their names are their numbers.</summary>
    public async Task<QueueItem[]> AddAsync(IReadOnlyList<string> conversations, int perConversation)
    {
        var path = Write("file.txt");
        var items = Enumerable.Range(0, conversations.Count * perConversation).Select(number => Item(conversations[number % conversations.Count], path, $"{number:00000}.txt")).ToArray();
        Assert.All(await Rig.Items.AddAsync(items), added => Assert.True(added.IsQueued));
        return items;
    }

    public WorkerRun NewRun(WorkOptions? options = null, OrgSession? session = null) => new(Rig.Database, session ?? Session, options ?? new WorkOptions());

    public async ValueTask DisposeAsync()
    {
        _sessions.ForEach(session => session.Dispose());
        await Sandbox.DisposeAsync();
        await Rig.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }

    private sealed record Opened(string ConversationId);
}
