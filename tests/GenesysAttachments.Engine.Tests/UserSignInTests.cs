using System.Net;
using System.Net.Sockets;
using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Http;
using GenesysAttachments.Engine.Sessions;
using GenesysAttachments.Engine.SignIn;
using GenesysAttachments.Engine.Targets;

namespace GenesysAttachments.Engine.Tests;

/// <summary>A user signs in in a browser, which an HTTP client plays that follows redirects.</summary>
public sealed class UserSignInTests
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(5);

    [Fact]
    public async Task A_user_s_session_sends_and_refreshes_by_itself()
    {
        await using var harness = await Harness.StartAsync();
        using var signIn = Begin(harness);
        var connecting = OrgSession.ConnectUserAsync(Settings(harness), signIn, Long, CallContext.Silent, default, TimeProvider.System, () => 0.5);

        Assert.Contains("You can close this page", await harness.Http.GetStringAsync(signIn.Address), StringComparison.Ordinal);
        using var session = await connecting;
        var first = (await harness.SendAsync(harness.Deliver(harness.Write("a.pdf"), session: session))).Single();
        await harness.Http.PostAsync(new Uri($"{harness.Sandbox.Identity.Url}/_sandbox/revoke"), null);
        var second = (await harness.SendAsync(harness.Deliver(harness.Write("b.pdf"), session: session))).Single();
        await harness.Http.PostAsync(new Uri($"{harness.Sandbox.Identity.Url}/_sandbox/revoke"), null);
        var third = (await harness.SendAsync(harness.Deliver(harness.Write("c.pdf"), session: session))).Single();

        Assert.Null(first.Error ?? second.Error ?? third.Error);
        Assert.Equal(3, harness.Sandbox.Messages.Count);
        var tokens = harness.Sandbox.Requests.Where(request => request.Target == "/oauth/token").ToList();
        Assert.Equal(4, tokens.Count); // The harness's own, the code, and a new refresh token each time.
        Assert.All(tokens.Skip(1), request => Assert.False(request.Headers.ContainsKey("Authorization")));
        Assert.Equal(harness.Sandbox.Identity.ClientId, session.ClientId);

        // The token is good for calls of one's own; a guest has none.
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{harness.Sandbox.Identity.Url}/api/v2/conversations/{harness.Sandbox.Identity.ConversationId}");
        request.Headers.Authorization = new("Bearer", await session.GetAccessTokenAsync(CallContext.Silent, default));
        using var reply = await harness.Http.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, reply.StatusCode);
        var guest = await harness.ConnectGuestAsync();
        Assert.Equal(ErrorIds.NotConnected, (await Assert.ThrowsAsync<GCException>(async () => await guest.GetAccessTokenAsync(CallContext.Silent, default))).ErrorId);
    }

    [Fact]
    public void The_address_is_as_documented_and_holds_no_secret()
    {
        using var signIn = UserSignIn.Begin(new SessionSettings { Domain = "mypurecloud.ie", Scopes = ["a", "b"] }, "client 1", new Uri($"http://127.0.0.1:{FreePort()}/back"));

        Assert.Matches(
            @"^https://login\.mypurecloud\.ie/oauth/authorize\?client_id=client%201&response_type=code&redirect_uri=http%3A%2F%2F127\.0\.0\.1%3A\d+%2Fback&code_challenge=[\w-]{43}&code_challenge_method=S256&state=[\w-]{32}&scope=a%20b$",
            signIn.Address.AbsoluteUri);
        Assert.InRange(signIn.Verifier.Length, 43, 128);
        Assert.DoesNotContain(signIn.Verifier, $"{signIn} {signIn.Address}", StringComparison.Ordinal);
    }

    [Fact]
    public async Task Somebody_else_s_page_and_other_paths_change_nothing()
    {
        await using var harness = await Harness.StartAsync();
        using var signIn = Begin(harness);
        var connecting = OrgSession.ConnectUserAsync(Settings(harness), signIn, Long, CallContext.Silent, default, TimeProvider.System, () => 0.5);

        // Browsers open connections ahead and say nothing on them.
        using var silent = new TcpClient("127.0.0.1", signIn.RedirectUri.Port);
        using var wrong = await harness.Http.GetAsync(new Uri(signIn.RedirectUri, "?code=stolen&state=guessed"));
        using var icon = await harness.Http.GetAsync(new Uri(signIn.RedirectUri, "favicon.ico"));
        using (var half = new TcpClient("127.0.0.1", signIn.RedirectUri.Port))
        {
            half.Client.LingerState = new LingerOption(true, 0);
        }

        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.NotFound, false), (wrong.StatusCode, icon.StatusCode, connecting.IsCompleted));
        await harness.Http.GetStringAsync(signIn.Address);
        using var session = await connecting;
    }

    [Fact]
    public async Task A_refusal_is_the_error()
    {
        await using var harness = await Harness.StartAsync();
        using var signIn = Begin(harness);
        var connecting = OrgSession.ConnectUserAsync(Settings(harness), signIn, Long, CallContext.Silent, default, TimeProvider.System, () => 0.5);
        var state = signIn.Address.Query.Split("state=")[1].Split('&')[0];

        await harness.Http.GetStringAsync(new Uri(signIn.RedirectUri, $"?error=access_denied&error_description=The+user+said+no&state={state}"));

        var error = await Assert.ThrowsAsync<GCException>(() => connecting);
        Assert.Equal(ErrorIds.AuthenticationFailed, error.ErrorId);
        Assert.Contains("The user said no", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_code_that_is_not_valid_is_refused_in_words()
    {
        await using var harness = await Harness.StartAsync();
        using var signIn = Begin(harness);
        var connecting = OrgSession.ConnectUserAsync(Settings(harness), signIn, Long, CallContext.Silent, default, TimeProvider.System, () => 0.5);
        var state = signIn.Address.Query.Split("state=")[1].Split('&')[0];

        await harness.Http.GetStringAsync(new Uri(signIn.RedirectUri, $"?code=made-up&state={state}"));

        var error = await Assert.ThrowsAsync<GCException>(() => connecting);
        Assert.Equal(ErrorIds.AuthenticationFailed, error.ErrorId);
        Assert.DoesNotContain("made-up", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_is_waited_for_without_end()
    {
        var time = new SkippingTime();
        await using var harness = await Harness.StartAsync(time: time);
        using var signIn = Begin(harness);

        var error = await Assert.ThrowsAsync<GCException>(() => OrgSession.ConnectUserAsync(Settings(harness), signIn, Long, CallContext.Silent, default, time));
        Assert.Contains("within 5 minutes", error.Message, StringComparison.Ordinal);

        using var stop = new CancellationTokenSource();
        using var other = Begin(harness);
        var stopped = OrgSession.ConnectUserAsync(Settings(harness), other, Long, CallContext.Silent, stop.Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => stopped);
    }

    [Theory]
    [InlineData("https://127.0.0.1:8910/")]
    [InlineData("http://example.com:8910/")]
    [InlineData("http://127.0.0.1:8910/?a=b")]
    [InlineData("taken")]
    public void A_way_back_that_cannot_be_listened_on_says_so(string uri)
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var redirect = new Uri(uri == "taken" ? $"http://127.0.0.1:{((IPEndPoint)taken.LocalEndpoint).Port}/" : uri);

        var error = Assert.Throws<GCException>(() => UserSignIn.Begin(new SessionSettings { Domain = "x" }, "c", redirect));

        Assert.Equal(ErrorIds.RequestInvalid, error.ErrorId);
        Assert.Contains("-RedirectUri", error.Advice, StringComparison.Ordinal);
    }

    internal static SessionSettings Settings(Harness harness) => new() { Domain = "sandbox", Endpoint = new Uri(harness.Sandbox.Identity.Url), RequestsPerMinute = 0 };

    internal static UserSignIn Begin(Harness harness) => UserSignIn.Begin(Settings(harness), harness.Sandbox.Identity.ClientId, new Uri($"http://127.0.0.1:{FreePort()}/"));

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
