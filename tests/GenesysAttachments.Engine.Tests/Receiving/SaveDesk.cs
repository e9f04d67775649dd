using System.Net.Http.Json;
using System.Text.Json.Nodes;
using GenesysAttachments.Engine.Http;
using GenesysAttachments.Engine.Pipeline;
using GenesysAttachments.Engine.Receiving;
using GenesysAttachments.Engine.Sending;
using GenesysAttachments.Engine.Sessions;
using GenesysAttachments.Sandbox;

namespace GenesysAttachments.Engine.Tests.Receiving;

/// <summary>A sandbox whose conversation gets messages of anybody's, and a folder to save in.</summary>
internal sealed class SaveDesk : IAsyncDisposable
{
    private SaveDesk(Harness harness) => (Harness, Folder) = (harness, Path.Combine(harness.Folder, "in"));

    public Harness Harness { get; }

    /// <summary>Where files are saved; not there yet.</summary>
    public string Folder { get; }

    public string Conversation => Harness.Sandbox.Identity.ConversationId;

    /// <summary>What was asked of the storage.</summary>
    public List<LoggedRequest> Gets => [.. Harness.Calls.Where(call => call.Method == "GET" && call.Target.StartsWith("/gc-attachments/", StringComparison.Ordinal))];

    /// <summary>Addresses that were resolved.</summary>
    public List<LoggedRequest> Resolves => [.. Harness.Calls.Where(call => call.Target.StartsWith("/api/v2/downloads/", StringComparison.Ordinal))];

    /// <summary>Messages that were read.</summary>
    public List<LoggedRequest> Reads => [.. Harness.Calls.Where(call => call.Target.StartsWith($"/api/v2/conversations/messages/{Conversation}/messages", StringComparison.Ordinal))];

    public static async Task<SaveDesk> StartAsync(SandboxOptions? options = null) => new(await Harness.StartAsync(options));

    /// <summary>Puts a message with files into the conversation; gives its id.</summary>
    public async Task<string> AddFilesAsync(params IEnumerable<object> files) => await AddAsync(new { attachments = files.ToArray() });

    /// <summary>Puts a message into the conversation; gives its id.</summary>
    public async Task<string> AddAsync(object message)
    {
        using var reply = await Harness.Http.PostAsJsonAsync(new Uri($"{Harness.Sandbox.Identity.Url}/_sandbox/conversations/{Conversation}/messages"), message);
        var body = await reply.Content.ReadFromJsonAsync<JsonObject>();
        Assert.True(reply.IsSuccessStatusCode, body?.ToJsonString());
        return body!["messageId"]!.ToString();
    }

    /// <summary>A signed URL of a file, as the org gives it out.</summary>
    public async Task<string> ResolveAsync(MessageAttachment file)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri($"{file.Url}?issueRedirect=false&redirectToAuth=false"));
        request.Headers.Authorization = new("Bearer", await Harness.Session.GetAccessTokenAsync(CallContext.Silent, default));
        using var reply = await Harness.Http.SendAsync(request);
        return (await reply.Content.ReadFromJsonAsync<JsonObject>())!["url"]!.ToString();
    }

    public void Fault(Fault fault) => Harness.Sandbox.Faults.Add(fault);

    /// <summary>The bytes of a file, as a message takes them.</summary>
    public static byte[] Bytes(int length, int seed = 1)
    {
        var bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    /// <summary>The attachments of the conversation.</summary>
    public async Task<List<MessageAttachment>> ReadAsync(OrgSession? session = null, AttachmentQuery? query = null)
    {
        session ??= Harness.Session;
        var found = new List<MessageAttachment>();
        await foreach (var page in new AttachmentReader(session).ReadAsync(query ?? new AttachmentQuery { ConversationId = session.IsGuest ? null : Conversation }, CallContext.Silent, default))
        {
            Assert.Empty(page.Unread);
            found.AddRange(page.Attachments);
        }

        return found;
    }

    /// <summary>Saves the attachments of the conversation, as a command does.</summary>
    public async Task<List<SaveReceipt>> SaveAsync(OrgSession? session = null, int workers = 3, AttachmentSaver? saver = null)
    {
        session ??= Harness.Session;
        return await SaveAsync(await ReadAsync(session), session, workers, saver);
    }

    /// <summary>Saves these.</summary>
    public async Task<List<SaveReceipt>> SaveAsync(IEnumerable<MessageAttachment> files, OrgSession? session = null, int workers = 3, AttachmentSaver? saver = null)
    {
        using var own = saver ?? Saver();
        return await Task.Factory.StartNew(
            () =>
            {
                var sink = new ListSink();
                using var pump = new Pump<SaveItem, SaveReceipt>(workers, own.SaveAsync, own.NotBegun, sink);
                foreach (var (index, file) in files.Index())
                {
                    pump.Accept(new SaveItem { Index = index, Folder = Folder, Session = session ?? Harness.Session, Attachment = file });
                }

                pump.Complete();
                return sink.Receipts.OrderBy(receipt => receipt.Item.Index).ToList();
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
    }

    public AttachmentSaver Saver(SaveOptions? options = null) => new(options ?? new SaveOptions(), new ProgressBoard(), Harness.Time);

    /// <summary>What is in the folder, by name, with what else a run may have left there.</summary>
    public List<string> Files => Directory.Exists(Folder) ? [.. Directory.EnumerateFileSystemEntries(Folder).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)] : [];

    public ValueTask DisposeAsync() => Harness.DisposeAsync();

    private sealed class ListSink : IPumpSink<SaveReceipt>
    {
        public List<SaveReceipt> Receipts { get; } = [];

        public void WriteResult(SaveReceipt result) => Receipts.Add(result);

        public void WriteError(SaveReceipt result)
        {
        }

        public void WriteProgress(bool last)
        {
        }
    }
}
