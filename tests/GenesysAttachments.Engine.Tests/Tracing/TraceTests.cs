using System.Globalization;
using System.Text.Json;
using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Guest;
using GenesysAttachments.Engine.Http;
using GenesysAttachments.Engine.Routes;
using GenesysAttachments.Engine.Sessions;
using GenesysAttachments.Engine.SignIn;
using GenesysAttachments.Engine.Targets;
using GenesysAttachments.Engine.Tracing;
using GenesysAttachments.Sandbox;

namespace GenesysAttachments.Engine.Tests.Tracing;

/// <summary>What went over the wire stands in the trace, all of it and nothing else.</summary>
public sealed class TraceTests : IAsyncLifetime
{
    private Harness _harness = null!;

    private string TracePath => Path.Combine(_harness.Folder, "wire.har");

    public async Task InitializeAsync() => _harness = await Harness.StartAsync();

    public async Task DisposeAsync() => await _harness.DisposeAsync();

    [Fact]
    public async Task Every_request_of_every_route_is_an_entry_as_the_server_saw_it()
    {
        var before = _harness.Sandbox.Requests.Count;
        _harness.Sandbox.Faults.Add(new Fault { Method = "PUT", Status = 503 });
        using (var session = await ConnectAsync())
        {
            var receipts = await _harness.SendAsync(
                _harness.Deliver(_harness.Write("a.pdf"), text: "Hello", session: session),
                _harness.Deliver(_harness.Write("b.pdf"), _harness.MessagingTarget, session: session),
                Form(session, RouteNames.Media),
                Form(session, RouteNames.Multipart));
            Assert.All(receipts, receipt => Assert.Null(receipt.Error));
        }

        var seen = _harness.Sandbox.Requests.Skip(before).ToList();
        var entries = Har.Of(TracePath).Entries;
        Assert.Equal(
            seen.Select(request => $"{request.Method} {request.Target.Split('?')[0]} {request.Status} {request.BodyLength}").Order(StringComparer.Ordinal),
            entries.Select(entry => $"{Har.Line(entry)} {entry.GetProperty("request").GetProperty("bodySize").GetInt64()}").Order(StringComparer.Ordinal));
        Assert.Contains(entries, entry => Har.Line(entry).StartsWith("PUT", StringComparison.Ordinal) && Har.Line(entry).EndsWith("503", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_frames_of_a_guest_stand_with_the_upgrade_and_its_upload_beside_it()
    {
        using (var session = await ConnectGuestAsync())
        {
            Assert.Null((await _harness.SendAsync(_harness.DeliverAsGuest(session, _harness.Write("a.pdf"), "Hello"))).Single().Error);
        }

        var entries = Har.Of(TracePath).Entries;
        var socket = Assert.Single(entries, entry => Har.Line(entry).EndsWith(" 101", StringComparison.Ordinal));
        Assert.Equal("websocket", socket.GetProperty("_resourceType").GetString());
        Assert.Contains($"deploymentId={_harness.Sandbox.Identity.DeploymentId}", socket.GetProperty("request").GetProperty("url").GetString()!, StringComparison.Ordinal);
        var sent = Har.Frames(socket).Where(frame => frame.Type == "send").Select(frame => JsonDocument.Parse(frame.Data).RootElement.GetProperty("action").GetString());
        Assert.Equal(_harness.Sandbox.Requests.Where(request => request.Method == "WS").Select(request => request.Target), sent);
        var came = Har.Frames(socket).Where(frame => frame.Type == "receive").Select(frame => JsonDocument.Parse(frame.Data).RootElement.GetProperty("class").GetString()).ToList();
        Assert.Equal(["PresignedUrlResponse", "SessionResponse", "StructuredMessage", "UploadSuccessEvent"], came.Distinct().Order(StringComparer.Ordinal));
        var put = Assert.Single(entries, entry => Har.Line(entry).StartsWith("PUT", StringComparison.Ordinal));
        Assert.Equal(1000, put.GetProperty("request").GetProperty("bodySize").GetInt64());
    }

    [Fact]
    public async Task What_a_signature_covers_and_how_long_it_lives_can_be_read()
    {
        using (var session = await ConnectAsync())
        {
            await _harness.SendAsync(_harness.Deliver(_harness.Write("a.pdf"), session: session));
        }

        var put = Har.Of(TracePath).Entries.Single(entry => Har.Line(entry).StartsWith("PUT", StringComparison.Ordinal)).GetProperty("request");
        var query = put.GetProperty("queryString").EnumerateArray().ToDictionary(pair => pair.GetProperty("name").GetString()!, pair => pair.GetProperty("value").GetString()!);
        var real = _harness.Puts.Last().Target.Split('?')[1].Split('&').Select(pair => pair.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);
        Assert.Equal(real.Keys, query.Keys);
        Assert.Equal((real["X-Amz-Expires"], real["X-Amz-SignedHeaders"]), (query["X-Amz-Expires"], query["X-Amz-SignedHeaders"]));
        Assert.Equal(("…", "…"), (query["X-Amz-Signature"], query["X-Amz-Credential"]));
        Assert.Equal(("…", "application/pdf"), (Har.Header(put, "x-amz-tagging"), Har.Header(put, "Content-Type")));
    }

    [Fact]
    public async Task The_words_of_a_refusal_stand_in_it_and_a_refused_sign_in_too()
    {
        var trace = WireTrace.Create(TracePath, replaces: false);
        await Assert.ThrowsAsync<GCException>(() => _harness.ConnectAsync("a wrong secret", settings: Settings(trace)));

        var entry = Assert.Single(Har.Of(TracePath).Entries);
        Assert.Matches("^POST /oauth/token 4", Har.Line(entry));
        Assert.Contains("invalid_client", entry.GetProperty("response").GetProperty("content").GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.Equal("Basic …", Har.Header(entry.GetProperty("request"), "Authorization"));
        Assert.Equal("client_credentials", entry.GetProperty("request").GetProperty("postData").GetProperty("params")[0].GetProperty("value").GetString());
    }

    [Fact]
    public async Task What_is_never_answered_is_an_entry_of_status_0_that_says_why()
    {
        using (var session = await ConnectAsync())
        {
            _harness.Sandbox.Faults.Add(new Fault { Method = "PUT", AcceptThenDrop = true });
            await _harness.SendAsync(_harness.Deliver(_harness.Write("a.pdf"), session: session));
        }

        var puts = Har.Of(TracePath).Entries.Where(entry => Har.Line(entry).StartsWith("PUT", StringComparison.Ordinal)).ToList();
        Assert.Equal([0, 200], puts.Select(put => put.GetProperty("response").GetProperty("status").GetInt32()));
        Assert.NotEmpty(puts[0].GetProperty("response").GetProperty("_error").GetString()!);
        Assert.Equal(puts[0].GetProperty("response").GetProperty("_error").GetString(), puts[0].GetProperty("comment").GetString());
    }

    [Fact]
    public async Task A_session_that_ends_closes_its_trace_with_what_was_under_way()
    {
        _harness.Sandbox.Faults.Add(new Fault { Path = "/api/v2/conversations/*", Stall = true });
        var session = await ConnectAsync();
        var sending = _harness.SendAsync(_harness.Deliver(_harness.Write("a.pdf"), session: session));
        await Wait.Until(() => _harness.Sandbox.Faults.All.Count == 0);

        session.Dispose();

        Assert.NotNull((await sending).Single().Error);
        var entry = Har.Of(TracePath).Entries[^1];
        Assert.Equal($"GET /api/v2/conversations/{_harness.Sandbox.Identity.ConversationId} 0", Har.Line(entry));
        using var again = WireTrace.Create(TracePath, replaces: true);
        Assert.Empty(Har.Of(TracePath).Entries);
    }

    [Fact]
    public void Without_a_trace_the_clients_are_the_framework_s_own()
    {
        using var clients = new HttpClients(null, TimeSpan.FromSeconds(1), null);

        Assert.All([clients.Org, clients.Storage, clients.StorageRetry, clients.Guest], client => Assert.Equal(typeof(HttpMessageInvoker), client.GetType()));
    }

    [Fact]
    public async Task It_has_the_times_and_sizes_that_a_viewer_reads()
    {
        using (var session = await ConnectAsync())
        {
            await _harness.SendAsync(_harness.Deliver(_harness.Write("a.pdf"), session: session));
        }

        var log = Har.Of(TracePath).Log;
        Assert.Equal(("1.2", "GenesysAttachments"), (log.GetProperty("version").GetString(), log.GetProperty("creator").GetProperty("name").GetString()));
        foreach (var entry in log.GetProperty("entries").EnumerateArray())
        {
            var timings = entry.GetProperty("timings");
            var parts = new[] { "send", "wait", "receive" }.Select(name => timings.GetProperty(name).GetDouble()).ToList();
            Assert.All(parts, part => Assert.True(part >= 0));
            Assert.Equal(entry.GetProperty("time").GetDouble(), parts.Sum(), 1);
            Assert.True(DateTimeOffset.TryParse(entry.GetProperty("startedDateTime").GetString(), CultureInfo.InvariantCulture, out _));
            Assert.Equal(entry.GetProperty("response").GetProperty("bodySize").GetInt64(), entry.GetProperty("response").GetProperty("content").GetProperty("size").GetInt64());
        }
    }

    private static SessionSettings SettingsOf(Uri url, WireTrace trace) => new() { Domain = "sandbox", Endpoint = url, RequestsPerMinute = 0, Trace = trace };

    private SessionSettings Settings(WireTrace trace) => SettingsOf(new Uri(_harness.Sandbox.Identity.Url), trace);

    private Task<OrgSession> ConnectAsync() => _harness.ConnectAsync(settings: Settings(WireTrace.Create(TracePath, replaces: false)));

    private Task<OrgSession> ConnectGuestAsync() => OrgSession.ConnectGuestAsync(
        Settings(WireTrace.Create(TracePath, replaces: false)), new GuestSettings(_harness.Sandbox.Identity.DeploymentId), CallContext.Silent, default, _harness.Time, () => 0.5);

    private Plan Form(OrgSession session, string route) => _harness.Deliver(_harness.Write($"{route}.pdf"), session: session) with { Route = route };
}
