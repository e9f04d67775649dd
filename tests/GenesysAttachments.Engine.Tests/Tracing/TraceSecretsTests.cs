using System.Net;
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

/// <summary>
/// Every secret of a whole run, of every route and every way to sign in, looked for in what is traced of it. What a hostile server repeats is
/// searched by <c>CanaryTests</c>.
/// </summary>
public sealed class TraceSecretsTests : IAsyncLifetime
{
    private const string HeaderSecret = "header/canary+of=the&night";

    private readonly List<string> _traces = [];
    private readonly List<string> _secrets = [HeaderSecret];
    private Harness _harness = null!;

    public async Task InitializeAsync()
    {
        _harness = await Harness.StartAsync();
        _secrets.Add(_harness.Sandbox.Identity.ClientSecret);
    }

    public async Task DisposeAsync() => await _harness.DisposeAsync();

    [Fact]
    public async Task No_secret_of_any_route_or_sign_in_is_in_a_trace()
    {
        await AsClientAsync();
        await AsUserAsync();
        await AsGuestAsync();
        await Assert.ThrowsAsync<GCException>(() => _harness.ConnectAsync(Added("refused-secret/0123"), settings: Settings()));
        foreach (var put in _harness.Puts)
        {
            _secrets.AddRange(put.Target.Split('?')[1].Split('&').Where(pair => pair.StartsWith("X-Amz-Signature", StringComparison.Ordinal) || pair.StartsWith("X-Amz-Credential", StringComparison.Ordinal)).Select(pair => Uri.UnescapeDataString(pair.Split('=')[1])));
            _secrets.AddRange(put.Headers["x-amz-tagging"]);
        }

        Assert.True(_secrets.Count > 20);
        Assert.All(_secrets, secret => Assert.True(secret.Length > 8));
        Assert.All(_traces, path => Assert.NotEmpty(Har.Of(path).Entries));
        var said = _traces.SelectMany(path => Har.Of(path).Outlets).ToList();
        Assert.All(_secrets.Distinct(), secret => Assert.DoesNotContain(said, text => Decoded(text.Text).Contains(secret, StringComparison.OrdinalIgnoreCase)));
    }

    private async Task AsClientAsync()
    {
        using var session = await _harness.ConnectAsync(settings: Settings());
        await _harness.SendAsync(
            _harness.Deliver(_harness.Write("a.pdf"), text: "Hello", session: session),
            _harness.Deliver(_harness.Write("b.pdf"), _harness.MessagingTarget, session: session),
            _harness.Deliver(_harness.Write("c.pdf"), session: session) with { Route = RouteNames.Media },
            _harness.Deliver(_harness.Write("d.pdf"), session: session) with { Route = RouteNames.Multipart });
        await RevokeAsync(await AddTokenAsync(session));

        // Refused with 401, signed in anew; then a storage that repeats what it was asked with.
        _harness.Sandbox.Faults.Add(new Fault { Method = "PUT", Status = 403, Body = "<Error><Code>SignatureDoesNotMatch</Code><StringToSign>AWS4-HMAC-SHA256</StringToSign></Error>" });
        await _harness.SendAsync(_harness.Deliver(_harness.Write("e.pdf"), session: session));
        await AddTokenAsync(session);
    }

    private async Task AsUserAsync()
    {
        using var port = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        port.Start();
        var redirect = new Uri($"http://127.0.0.1:{((IPEndPoint)port.LocalEndpoint).Port}/");
        port.Stop();
        var settings = Settings();
        using var signIn = UserSignIn.Begin(settings, _harness.Sandbox.Identity.ClientId, redirect);
        _secrets.Add(signIn.Verifier);
        var connecting = OrgSession.ConnectUserAsync(settings, signIn, TimeSpan.FromMinutes(5), CallContext.Silent, default, TimeProvider.System, () => 0.5);
        using var browser = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false });
        using var back = await browser.GetAsync(signIn.Address);
        _secrets.Add(System.Web.HttpUtility.ParseQueryString(back.Headers.Location!.Query)["code"]!);
        await browser.GetStringAsync(back.Headers.Location);
        using var session = await connecting;
        await RevokeAsync(await AddTokenAsync(session));
        await _harness.SendAsync(_harness.Deliver(_harness.Write("f.pdf"), session: session));
        await AddTokenAsync(session);
    }

    private async Task AsGuestAsync()
    {
        using var session = await OrgSession.ConnectGuestAsync(
            Settings(), new GuestSettings(_harness.Sandbox.Identity.DeploymentId, Added(Guid.NewGuid().ToString())), CallContext.Silent, default, _harness.Time, () => 0.5);
        await _harness.SendAsync(_harness.DeliverAsGuest(session, _harness.Write("g.pdf"), "Hello"));
        // The history is read with a token of its own, where the echo of a message does not come.
        _harness.Sandbox.Faults.Add(new Fault { FrameClass = "StructuredMessage", DropSocket = true });
        await _harness.SendAsync(_harness.DeliverAsGuest(session, _harness.Write("h.pdf")));
    }

    private async Task<string> AddTokenAsync(OrgSession session) => Added(await session.GetAccessTokenAsync(CallContext.Silent, default));

    private async Task RevokeAsync(string token)
    {
        Assert.NotEmpty(token);
        await _harness.Http.PostAsync(new Uri($"{_harness.Sandbox.Identity.Url}/_sandbox/revoke"), null);
    }

    private string Added(string secret)
    {
        _secrets.Add(secret);
        return secret;
    }

    private SessionSettings Settings()
    {
        _traces.Add(Path.Combine(_harness.Folder, $"{_traces.Count}.har"));
        return new SessionSettings
        {
            Domain = "sandbox", Endpoint = new Uri(_harness.Sandbox.Identity.Url), RequestsPerMinute = 0, Headers = [new("X-Key", HeaderSecret)], Trace = WireTrace.Create(_traces[^1], replaces: false),
        };
    }

    private static string Decoded(string text) => text + WebUtility.HtmlDecode(Uri.UnescapeDataString(text.Replace("\\u0026", "&", StringComparison.OrdinalIgnoreCase)));
}
