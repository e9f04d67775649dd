using System.Net;
using System.Net.Sockets;

namespace GenesysAttachments.Cmdlets.Tests;

/// <summary>Sign-in in a browser, which the test plays: it goes to the address shown and follows it back.</summary>
public sealed class InteractiveTests(Stage stage) : StagedTests(stage)
{
    private readonly Uri _redirect = new($"http://127.0.0.1:{FreePort()}/back/");

    private string Line => $"Connect-GCOrg -Endpoint $Sandbox.Url -ClientId $Sandbox.ClientId -Interactive -RedirectUri {_redirect} -PassThru";

    [Fact]
    public async Task A_user_who_agrees_is_signed_in_and_the_token_refreshes_itself()
    {
        using var running = Shell.Begin(Line);

        using var page = await ReturnAsync(await AddressAsync(running));

        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.Contains("Signed in", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal([Sandbox.Fact("ClientId")], running.Wait().Clean().Of("ClientId"));
        await Sandbox.RevokeTokensAsync();
        Assert.Single(Run("Get-GCConversation $C").Clean().Output);
    }

    [Fact]
    public async Task The_users_own_conversations_are_completed()
    {
        using var running = Shell.Begin(Line);
        using var page = await ReturnAsync(await AddressAsync(running));
        running.Wait().Clean();
        var other = await Sandbox.OpenConversationAsync();

        var offered = Shell.Complete("Send-GCAttachment -ConversationId ").Select(item => item.CompletionText);

        Assert.Equal(new[] { Sandbox.ConversationId, other.ConversationId }.Order(), offered.Order());
    }

    [Fact]
    public async Task Scopes_are_asked_for_in_the_address_which_holds_no_secret()
    {
        using var running = Shell.Begin(Line + " -Scope conversation:send, message:send");

        var address = await AddressAsync(running);

        Assert.Contains("scope=conversation%3Asend%20message%3Asend", address.Query, StringComparison.Ordinal);
        Assert.Contains("code_challenge_method=S256", address.Query, StringComparison.Ordinal);
        Assert.DoesNotContain("verifier", address.Query, StringComparison.Ordinal);
        running.Stop();
        running.Wait();
    }

    [Theory]
    [InlineData("?error=access_denied&error_description=not+today", HttpStatusCode.OK, "not today")]
    [InlineData("?error=access_denied", HttpStatusCode.OK, "access_denied")]
    public async Task A_refusal_is_told_in_the_words_that_came_back(string query, HttpStatusCode status, string words)
    {
        using var running = Shell.Begin(Line);
        var address = await AddressAsync(running);
        var state = address.Query.TrimStart('?').Split('&').Single(pair => pair.StartsWith("state=", StringComparison.Ordinal));

        using var page = await Sandbox.BrowseAsync(new Uri(_redirect, $"{query}&{state}"));
        var ran = running.Wait();

        Assert.Equal(status, page.StatusCode);
        Assert.Equal(["AuthenticationFailed"], ran.ErrorIds);
        Assert.Contains(words, $"{ran.Problems[0]}", StringComparison.Ordinal);
        Assert.Empty(ran.Output);
    }

    [Fact]
    public async Task A_stranger_who_calls_changes_nothing()
    {
        using var running = Shell.Begin(Line);
        var address = await AddressAsync(running);

        using var icon = await Sandbox.BrowseAsync(new Uri(_redirect, "/favicon.ico"));
        using var forged = await Sandbox.BrowseAsync(new Uri(_redirect, "?code=x&state=guessed"));
        using var page = await ReturnAsync(address);

        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.BadRequest), (icon.StatusCode, forged.StatusCode));
        Assert.Single(running.Wait().Clean().Output);
    }

    [Fact]
    public void Where_nobody_signs_in_the_wait_ends()
    {
        var ran = Run(Line + " -TimeoutSeconds 1");

        Assert.Equal(["AuthenticationFailed"], ran.ErrorIds);
        Assert.Contains("Nobody signed in within 1 second", $"{ran.Problems[0]}", StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ctrl_C_ends_the_wait_and_frees_the_port()
    {
        using var running = Shell.Begin(Line);
        await AddressAsync(running);

        Assert.True(running.Stop() < TimeSpan.FromSeconds(5));

        Assert.True(running.Wait().IsStopped);
        using var listener = new TcpListener(IPAddress.Loopback, _redirect.Port);
        listener.Start();
    }

    [Fact]
    public void A_port_that_is_taken_is_named()
    {
        using var listener = new TcpListener(IPAddress.Loopback, _redirect.Port);
        listener.Start();

        var ran = Run(Line);

        Assert.Equal(["RequestInvalid"], ran.ErrorIds);
        Assert.Contains($"Port {_redirect.Port} is taken", $"{ran.Problems[0]}", StringComparison.Ordinal);
        Assert.Contains("-RedirectUri", ran.Problems[0].ErrorDetails.RecommendedAction, StringComparison.Ordinal);
    }

    private async Task<Uri> AddressAsync(Running running)
    {
        const string before = "Sign in at ";
        await Wait.UntilAsync(() => running.IsOver || Shell.Screen.Lines.Any(line => line.StartsWith(before, StringComparison.Ordinal)));
        return new Uri(Shell.Screen.Lines.Single(line => line.StartsWith(before, StringComparison.Ordinal))[before.Length..]);
    }

    private static async Task<HttpResponseMessage> ReturnAsync(Uri address)
    {
        using var agreed = await Sandbox.BrowseAsync(address);
        return await Sandbox.BrowseAsync(agreed.Headers.Location!);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
