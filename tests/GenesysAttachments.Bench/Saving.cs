using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using GenesysAttachments.Engine.Http;
using GenesysAttachments.Engine.Pipeline;
using GenesysAttachments.Engine.Receiving;
using GenesysAttachments.Engine.Sandboxes;
using GenesysAttachments.Engine.Sending;
using GenesysAttachments.Engine.Sessions;

namespace GenesysAttachments.Bench;

/// <summary>Ten thousand files come back in flat memory, the last as fast as the first, beside a bare loop of the same requests; and the same line again asks for none.</summary>
internal static class Saving
{
    private const int Conversations = 10;
    private const int FilesOfEach = 1000;
    private const int Length = 10_000;
    private const int Workers = 5;
    private const int Rounds = 5;
    private const double MostGrowth = 16;
    private const double MostSlowdown = 1.5;
    private const double LeastShare = 0.4;

    private static readonly HttpClient Http = new(new SocketsHttpHandler { UseProxy = false });

    public static async Task<bool> RunAsync(string folder)
    {
        using var sandbox = await BenchSandbox.StartAsync(folder, "--quota", "off");
        using var session = await BenchSandbox.ConnectAsync(sandbox);
        var conversations = new List<string>();
        for (var i = 0; i < Conversations; i++)
        {
            conversations.Add(await FillAsync(sandbox.Ready, i));
        }

        var (engines, loops) = (new List<double>(), new List<double>());
        var token = await session.GetAccessTokenAsync(CallContext.Silent, default);
        for (var round = 0; round < Rounds + 1; round++)
        {
            var (bare, engine) = (New(folder), New(folder));
            var loop = await Throughput.TimeAsync(() => LoopAsync(sandbox.Ready.Url, token, conversations[0], bare));
            var own = await Throughput.TimeAsync(() => SaveAsync(session, conversations.Take(1), engine, _ => { }));
            if (round > 0)
            {
                loops.Add(loop);
                engines.Add(own);
            }
        }

        var (small, share) = (Throughput.Median(engines), Throughput.Median(loops) / Throughput.Median(engines));
        Console.WriteLine($"  {FilesOfEach:N0} files of {Length:N0} bytes, {Workers} at a time, median of {Rounds} rounds turn about: {FilesOfEach / small:N0} files/s, a bare loop {FilesOfEach / Throughput.Median(loops):N0}: {share:0.00} of it (at least {LeastShare})");

        var (all, done, first, last, clock, half) = (New(folder), 0, 0L, 0L, System.Diagnostics.Stopwatch.StartNew(), 0.0);
        var large = await Throughput.TimeAsync(() => SaveAsync(session, conversations, all, receipt =>
        {
            if (receipt.State != SaveStates.Saved)
            {
                throw new InvalidOperationException($"{receipt.State}: {receipt.Error?.Message}");
            }

            if (++done == FilesOfEach)
            {
                first = Look();
            }
            else if (done == FilesOfEach * Conversations / 2)
            {
                half = clock.Elapsed.TotalSeconds;
            }
            else if (done == FilesOfEach * Conversations)
            {
                last = Look();
            }
        }));
        var growth = (last - first) / 1024.0 / 1024.0;
        var slowdown = (large - half) / half;
        Console.WriteLine($"  {done:N0} files in {large:0.0} s: the second half took {slowdown:0.00} of the first (at most {MostSlowdown}); live memory grew by {growth:0.0} MB from the first thousand to the last (at most {MostGrowth:0})");

        var (skipped, before) = (0, await RequestsAsync(sandbox.Ready));
        var again = await Throughput.TimeAsync(() => SaveAsync(session, conversations, all, receipt => skipped += receipt.State == SaveStates.Skipped ? 1 : 0));
        var asked = await RequestsAsync(sandbox.Ready) - before;
        Console.WriteLine($"  the same line again: {skipped:N0} skipped in {again:0.0} s with {asked} requests (2 a conversation)");
        return growth <= MostGrowth && slowdown <= MostSlowdown && share >= LeastShare && skipped == done && asked == Conversations * 2;
    }

    private static string New(string folder) => Directory.CreateDirectory(Path.Combine(folder, Path.GetRandomFileName())).FullName;

    private static async Task<string> FillAsync(SandboxReady sandbox, int part)
    {
        using var made = await Http.PostAsJsonAsync(new Uri($"{sandbox.Url}/_sandbox/conversations"), new { });
        var id = (await made.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("conversationId").GetString()!;
        await Parallel.ForEachAsync(Enumerable.Range(0, FilesOfEach), async (i, token) =>
        {
            using var added = await Http.PostAsJsonAsync(new Uri($"{sandbox.Url}/_sandbox/conversations/{id}/messages"), new { attachments = new[] { new { fileName = $"Document {part}-{i:0000}.pdf", contentType = "application/pdf", length = Length } } }, token);
            added.EnsureSuccessStatusCode();
        });
        return id;
    }

    private static Task SaveAsync(OrgSession session, IEnumerable<string> conversations, string folder, Action<SaveReceipt> take) => Task.Factory.StartNew(
        () =>
        {
            using var saver = new AttachmentSaver(new SaveOptions(), new ProgressBoard(), TimeProvider.System);
            using var pump = new Pump<SaveItem, SaveReceipt>(Workers, saver.SaveAsync, saver.NotBegun, new Sink(take));
            var files = System.Threading.Channels.Channel.CreateBounded<SaveItem>(Workers);
            _ = ListAsync(session, conversations, folder, files.Writer);
            pump.Feed(files.Reader);
            pump.Complete();
        },
        CancellationToken.None,
        TaskCreationOptions.LongRunning,
        TaskScheduler.Default);

    private static async Task ListAsync(OrgSession session, IEnumerable<string> conversations, string folder, System.Threading.Channels.ChannelWriter<SaveItem> files)
    {
        var index = 0;
        foreach (var id in conversations)
        {
            await foreach (var page in new AttachmentReader(session).ReadAsync(new AttachmentQuery { ConversationId = id }, CallContext.Silent, default))
            {
                foreach (var file in page.Attachments)
                {
                    await files.WriteAsync(new SaveItem { Index = index++, Folder = folder, Session = session, Attachment = file });
                }
            }
        }

        files.Complete();
    }

    // The same requests from a plain HttpClient, hashed and written, and nothing else: no limit, no compare, no name of its own.
    private static async Task LoopAsync(string url, string token, string conversationId, string folder)
    {
        async Task<JsonElement> AskAsync(HttpMethod method, string path, object? body = null)
        {
            using var request = new HttpRequestMessage(method, new Uri(url + path)) { Content = body is null ? null : JsonContent.Create(body) };
            request.Headers.Authorization = new("Bearer", token);
            using var reply = await Http.SendAsync(request);
            reply.EnsureSuccessStatusCode();
            return await reply.Content.ReadFromJsonAsync<JsonElement>();
        }

        var conversation = await AskAsync(HttpMethod.Get, $"/api/v2/conversations/{conversationId}");
        var ids = conversation.GetProperty("participants").EnumerateArray().SelectMany(participant => participant.GetProperty("messages").EnumerateArray()).SelectMany(leg => leg.GetProperty("messages").EnumerateArray()).Select(message => message.GetProperty("messageId").GetString()).ToArray();
        var messages = await AskAsync(HttpMethod.Post, $"/api/v2/conversations/messages/{conversationId}/messages/bulk", ids);
        var files = messages.GetProperty("entities").EnumerateArray().Select(message => message.GetProperty("normalizedMessage").GetProperty("content")[0].GetProperty("attachment")).ToList();
        await Parallel.ForEachAsync(files, new ParallelOptions { MaxDegreeOfParallelism = Workers }, async (file, stop) =>
        {
            var place = await AskAsync(HttpMethod.Get, $"{new Uri(file.GetProperty("url").GetString()!).AbsolutePath}?issueRedirect=false&redirectToAuth=false");
            var bytes = await Http.GetByteArrayAsync(new Uri(place.GetProperty("url").GetString()!), stop);
            if (Convert.ToHexStringLower(SHA256.HashData(bytes)) != file.GetProperty("sha256").GetString())
            {
                throw new InvalidDataException("Another hash.");
            }

            await using var target = new FileStream(Path.Combine(folder, file.GetProperty("filename").GetString()!), FileMode.CreateNew, FileAccess.Write, FileShare.None, 0);
            await target.WriteAsync(bytes, stop);
            target.Flush(flushToDisk: true);
        });
    }

    private static async Task<int> RequestsAsync(SandboxReady sandbox) => (await Http.GetFromJsonAsync<JsonElement>(new Uri($"{sandbox.Url}/_sandbox/requests"))).EnumerateArray().Count(request => request.GetProperty("target").GetString()!.StartsWith("/api/", StringComparison.Ordinal));

    private static long Look() => GC.GetTotalMemory(forceFullCollection: true);

    private sealed class Sink(Action<SaveReceipt> take) : IPumpSink<SaveReceipt>
    {
        public void WriteResult(SaveReceipt result) => take(result);

        public void WriteError(SaveReceipt result)
        {
        }

        public void WriteProgress(bool last)
        {
        }
    }
}
