using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using GenesysAttachments.Engine.Guest;
using GenesysAttachments.Engine.Http;
using GenesysAttachments.Engine.Sending;
using GenesysAttachments.Engine.Sessions;
using GenesysAttachments.Engine.SignIn;
using GenesysAttachments.Engine.Targets;

namespace GenesysAttachments.Bench;

/// <summary>How many files go in the first minute under the platform's quotas, as the sandbox keeps them. Takes that minute.</summary>
internal static class Quota
{
    private const int LeastAgent = 95;
    private const int LeastGuest = 28;

    public static async Task<bool> RunAsync(string folder)
    {
        using var sandbox = await BenchSandbox.StartAsync(folder, "--latency", "40");
        using var agent = await BenchSandbox.ConnectAsync(sandbox, requestsPerMinute: 300);
        var begun = Stopwatch.StartNew();
        using var guest = await OrgSession.ConnectGuestAsync(
            new SessionSettings { Domain = "sandbox", Endpoint = new Uri(sandbox.Ready.Url) }, new GuestSettings(sandbox.Ready.DeploymentId), CallContext.Silent, CancellationToken.None);
        var paths = Work.Write(folder, 150, 10_000);
        var counts = new Dictionary<string, int> { [RouteNames.Agent] = 0, [RouteNames.Guest] = 0 };

        await Task.WhenAll(
            Work.SendAsync(paths.Select(path => new Work.Item(path, new Target { ConversationId = sandbox.Ready.ConversationId }, RouteNames.Agent, agent)), 5, receipt => Count(receipt, RouteNames.Agent)),
            Work.SendAsync(paths.Take(40).Select(path => new Work.Item(path, new Target(), RouteNames.Guest, guest)), 5, receipt => Count(receipt, RouteNames.Guest)));

        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        var requests = await http.GetFromJsonAsync<JsonElement>($"{sandbox.Ready.Url}/_sandbox/requests");
        var refused = requests.EnumerateArray().Count(request => request.GetProperty("status").GetInt32() == 429);
        Console.WriteLine($"In the first minute, 40 ms latency, quotas kept: Agent {counts[RouteNames.Agent]} files (promised: at least {LeastAgent}), Guest {counts[RouteNames.Guest]} (at least {LeastGuest}), 429 answers: {refused}");
        return counts[RouteNames.Agent] >= LeastAgent && counts[RouteNames.Guest] >= LeastGuest && refused == 0;

        void Count(Receipt receipt, string route)
        {
            if (receipt.State == ReceiptStates.Sent && begun.Elapsed < TimeSpan.FromSeconds(60))
            {
                counts[route]++;
            }
        }
    }
}
