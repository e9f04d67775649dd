using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using GenesysAttachments.Engine.Guest;
using GenesysAttachments.Engine.Http;
using GenesysAttachments.Engine.Routes;
using GenesysAttachments.Engine.Sandboxes;
using GenesysAttachments.Engine.Sending;
using GenesysAttachments.Engine.Sessions;
using GenesysAttachments.Engine.SignIn;
using GenesysAttachments.Engine.Targets;

namespace GenesysAttachments.Bench;

/// <summary>
/// How many files go in the first minute under the platform's quotas, as the sandbox keeps them, and whether <c>-WhatIf</c> knew: every batch
/// at the same time, each with a client of its own. Takes that minute.
/// </summary>
internal static class Quota
{
    private const int Most = 160;
    private const int Bytes = 10_000;
    private const double MostOff = 0.02;
    private static readonly TimeSpan Minute = TimeSpan.FromSeconds(60);

    /// <summary>One batch: more files than go in a minute, to see how many do; or just as many as are promised, whose requests are counted.</summary>
    /// <param name="Name">What it shows.</param>
    /// <param name="Promised">Least files of the first minute.</param>
    /// <param name="Session">Its session.</param>
    /// <param name="Client">What its requests are logged under; null for frames of the guest.</param>
    /// <param name="Items">Its files.</param>
    private sealed record Batch(string Name, int Promised, OrgSession Session, string? Client, IReadOnlyList<Work.Item> Items);

    public static async Task<bool> RunAsync(string folder)
    {
        using var sandbox = await BenchSandbox.StartAsync(folder, "--latency", "40");
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = new Uri(sandbox.Ready.Url) };
        var paths = Work.Write(folder, Most, Bytes);
        // No two batches send into one conversation at the same time: each takes its own.
        var known = new List<Target>();
        for (var i = 0; i < Most; i++)
        {
            known.Add(await OpenAsync(http));
        }

        var unknown = known.ConvertAll(target => target with { CommunicationId = null });
        List<Batch> batches =
        [
            await AgentAsync("one conversation", 135, Most, unknown[..1]),
            await AgentAsync("one conversation", 135, 135, unknown[1..2]),
            await AgentAsync("one conversation, an org that lists no uploads", 97, Most, unknown[2..3], ["conversation:communication:view", "conversation:message:create", "conversation:message:view"]),
            await AgentAsync("a conversation each, communications known", 97, Most, known),
            await AgentAsync("a conversation each, communications known", 97, 97, known),
            await AgentAsync("a conversation each", 74, Most, unknown),
            await AgentAsync("a conversation each", 74, 74, unknown),
            await GuestAsync(29),
        ];
        Console.WriteLine("First minute, 40 ms latency, quotas kept:");
        return (await Task.WhenAll(batches.Select(batch => RunAsync(batch, http)))).All(isKept => isKept);

        async Task<Batch> AgentAsync(string name, int promised, int files, List<Target> targets, string[]? permissions = null)
        {
            using var made = await http.PostAsJsonAsync("/_sandbox/clients", new { permissions });
            var client = await made.Content.ReadFromJsonAsync<JsonElement>();
            var (id, secret) = (client.GetProperty("clientId").GetString()!, client.GetProperty("clientSecret").GetString()!);
            var session = await OrgSession.ConnectAsync(Settings(sandbox), ClientCredential.FromSecret(id, secret), CallContext.Silent, CancellationToken.None);
            return new Batch($"Agent, {name}", promised, session, id, [.. paths.Take(files).Select((path, i) => new Work.Item(path, targets[i % targets.Count], RouteNames.Agent, session))]);
        }

        async Task<Batch> GuestAsync(int files)
        {
            var session = await OrgSession.ConnectGuestAsync(Settings(sandbox), new GuestSettings(sandbox.Ready.DeploymentId), CallContext.Silent, CancellationToken.None);
            return new Batch("Guest", files, session, null, [.. paths.Take(files).Select(path => new Work.Item(path, new Target(), RouteNames.Guest, session))]);
        }
    }

    private static async Task<bool> RunAsync(Batch batch, HttpClient http)
    {
        var (sent, begun) = (0, Stopwatch.StartNew());
        using var session = batch.Session;
        var costs = new RouteCosts(new SendOptions().Workers);
        var predicted = batch.Items.Select((item, index) => costs.Add(Work.PlanOf(item, index))).Sum();
        var sending = Work.SendAsync(batch.Items, SendOptions.DefaultThrottleLimit, receipt => sent += receipt.State == ReceiptStates.Sent && begun.Elapsed < Minute ? 1 : 0);
        await Task.Delay(Minute - begun.Elapsed);
        var requests = (await http.GetFromJsonAsync<JsonElement>("/_sandbox/requests")).EnumerateArray().Where(IsOurs).ToList();
        session.Dispose();
        await sending;

        var refused = requests.Count(request => request.GetProperty("status").GetInt32() == 429);
        var isWhole = batch.Items.Count == batch.Promised;
        var off = Math.Abs(predicted - requests.Count) / (double)requests.Count;
        Console.WriteLine($"  {batch.Name}: {sent} of {batch.Items.Count} files (promised: {batch.Promised}), 429 answers: {refused}, requests: {requests.Count}{(isWhole ? $", -WhatIf says {predicted} ({100 * off:0.0} % off)" : "")}");
        return sent >= batch.Promised && refused == 0 && (!isWhole || off <= MostOff);

        // What signs in was spent before.
        bool IsOurs(JsonElement request) => batch.Client is { } client
            ? request.GetProperty("session").GetString() == client && request.GetProperty("target").GetString() != "/oauth/token"
            : request.GetProperty("method").GetString() == "WS" && request.GetProperty("target").GetString() != "configureSession";
    }

    private static SessionSettings Settings(SandboxProcess sandbox) =>
        new() { Domain = "sandbox", Endpoint = new Uri(sandbox.Ready.Url), RequestsPerMinute = 300 };

    private static async Task<Target> OpenAsync(HttpClient http)
    {
        using var opened = await http.PostAsJsonAsync("/_sandbox/conversations", new { });
        var conversation = await opened.Content.ReadFromJsonAsync<JsonElement>();
        return new Target { ConversationId = conversation.GetProperty("conversationId").GetString(), CommunicationId = conversation.GetProperty("communicationId").GetString() };
    }
}
