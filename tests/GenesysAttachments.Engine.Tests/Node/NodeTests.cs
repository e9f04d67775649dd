using System.Text.Json;
using GenesysAttachments.Engine.Guest;
using GenesysAttachments.Engine.Http;
using GenesysAttachments.Engine.Sessions;
using GenesysAttachments.Engine.SignIn;
using GenesysAttachments.Engine.Tracing;
using GenesysAttachments.Sandbox;

namespace GenesysAttachments.Engine.Tests.Node;

/// <summary>Programs that others wrote read what this module and its sandbox write.</summary>
public sealed class NodeTests(NodeTools node) : IClassFixture<NodeTools>
{
    [NodeFact]
    public async Task A_trace_is_a_HAR_by_its_schema_and_by_what_a_browser_imports()
    {
        await using var harness = await Harness.StartAsync();
        var paths = new[] { "org.har", "guest.har", "broken.har" }.Select(name => Path.Combine(harness.Folder, name)).ToArray();
        harness.Sandbox.Faults.Add(new Fault { Method = "PUT", AcceptThenDrop = true });
        using (var session = await harness.ConnectAsync(settings: Settings(harness, paths[0])))
        {
            await harness.SendAsync(harness.Deliver(harness.Write("a.pdf"), text: "Hello", session: session), harness.Deliver(harness.Write("b.pdf"), session: session) with { Route = "Multipart" });
        }

        using (var guest = await OrgSession.ConnectGuestAsync(Settings(harness, paths[1]), new GuestSettings(harness.Sandbox.Identity.DeploymentId), CallContext.Silent, default, harness.Time, () => 0.5))
        {
            await harness.SendAsync(harness.DeliverAsGuest(guest, harness.Write("c.pdf")));
        }

        // The check is one that finds something.
        await File.WriteAllTextAsync(paths[2], (await File.ReadAllTextAsync(paths[1])).Replace("\"send\",", "\"sent\",", StringComparison.Ordinal).Replace("\"cache\":{},", "", StringComparison.Ordinal));

        Assert.Equal("", await node.RunAsync("har.cjs", paths[0]));
        Assert.Equal("", await node.RunAsync("har.cjs", paths[1]));
        var problems = await node.RunAsync("har.cjs", paths[2]);
        Assert.Contains("required property 'cache'", problems, StringComparison.Ordinal);
        Assert.Contains("a frame that is passed over", problems, StringComparison.Ordinal);
    }

    [NodeFact]
    public async Task The_vendor_s_SDK_reads_what_was_sent()
    {
        await using var harness = await Harness.StartAsync();
        var guest = await harness.ConnectGuestAsync();
        var (ours, theirs) = (harness.Write("offer 1.pdf", 70_000), harness.Write("żółć.pdf", 3000, seed: 2));
        await harness.SendAsync(harness.Deliver(ours));
        await harness.SendAsync(harness.DeliverAsGuest(guest, theirs));
        var identity = harness.Sandbox.Identity;
        var conversations = harness.Sandbox.Messages.Select(message => message.ConversationId).Distinct().ToList();

        var found = new List<JsonElement>();
        foreach (var conversation in conversations)
        {
            found.AddRange(JsonDocument.Parse(await node.RunAsync("sdk.cjs", identity.Url, identity.ClientId, identity.ClientSecret, conversation!)).RootElement.EnumerateArray());
        }

        Assert.Equal(
            [$"inbound żółć.pdf application/pdf 3000 3000 {Harness.Sha256(theirs)}", $"outbound offer_1.pdf application/pdf 70000 70000 {Harness.Sha256(ours)}"],
            found.Select(file => $"{Text(file, "direction")} {Text(file, "name")} {Text(file, "mime")} {file.GetProperty("said")} {file.GetProperty("size")} {Text(file, "sha256")}").Order(StringComparer.Ordinal));
        Assert.All(found, file => Assert.Equal(Text(file, "sha256"), Text(file, "saidHash"), ignoreCase: true));
    }

    private static string? Text(JsonElement file, string name) => file.GetProperty(name).GetString();

    private static SessionSettings Settings(Harness harness, string path) => new()
    {
        Domain = "sandbox", Endpoint = new Uri(harness.Sandbox.Identity.Url), RequestsPerMinute = 0, Trace = WireTrace.Create(path, replaces: false),
    };
}
