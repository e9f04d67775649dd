using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace GenesysAttachments.Sandbox.Tests;

/// <summary>Sign-in of a user sends the browser nowhere but to a registered address on this machine.</summary>
public sealed class RedirectUriTests : SandboxTests
{
    private const string Verifier = "0123456789012345678901234567890123456789012345";

    private readonly HttpClient _browser = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false });

    private string ClientId { get; set; } = "";

    [Theory]
    [InlineData("http://127.0.0.1:8910/")]
    [InlineData("http://127.0.0.1:1/back?a=b")]
    [InlineData("http://127.0.0.1/")]
    [InlineData("http://[::1]:8910/back/")]
    [InlineData("http://localhost:8910/")]
    public async Task A_client_without_a_list_takes_the_browser_back_anywhere_on_loopback(string uri)
    {
        ClientId = Sandbox.Identity.ClientId;
        using var answer = await AuthorizeAsync(uri, state: "a&b#c<d>\r\n");

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Matches("^" + System.Text.RegularExpressions.Regex.Escape(uri) + @"[?&]code=[0-9a-f]+&state=a%26b%23c%3Cd%3E%0D%0A$", answer.Headers.GetValues("Location").Single());
    }

    [Theory]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("//127.0.0.1:8910/")]
    [InlineData("127.0.0.1:8910")]
    [InlineData("https://127.0.0.1:8910/")]
    [InlineData("HTTP://127.0.0.1:8910/")]
    [InlineData("ftp://127.0.0.1/")]
    [InlineData("javascript:alert(1)//http://127.0.0.1/")]
    [InlineData("file:///etc/passwd")]
    [InlineData("http://attacker.example/")]
    [InlineData("http://localhost.attacker.example/")]
    [InlineData("http://127.0.0.1.attacker.example/")]
    [InlineData("http://127.0.0.1.:8910/")]
    [InlineData("http://localhost.:8910/")]
    [InlineData("http://user@127.0.0.1:8910/")]
    [InlineData("http://@127.0.0.1:8910/")]
    [InlineData("http://127.0.0.1:8910@attacker.example/")]
    [InlineData("http://127.0.0.1\\@attacker.example/")]
    [InlineData("http://127.0.0.1:8910\\.attacker.example/")]
    [InlineData("http://attacker.example\\@127.0.0.1/")]
    [InlineData("http:\\\\127.0.0.1/")]
    [InlineData("http:/127.0.0.1/")]
    [InlineData("http:127.0.0.1/")]
    [InlineData("http:///127.0.0.1/")]
    [InlineData("http://127.0.0.1:8910/#")]
    [InlineData("http://127.0.0.1:8910/#code")]
    [InlineData("http://127.0.0.1#attacker.example/")]
    [InlineData("http://127.0.0.1:99999/")]
    [InlineData("http://127.0.0.1:x/")]
    [InlineData("http://127.0.0.1:-1/")]
    [InlineData("http://127.1:8910/")]
    [InlineData("http://0x7f.1:8910/")]
    [InlineData("http://2130706433/")]
    [InlineData("http://127.0.0.2:8910/")]
    [InlineData("http://0.0.0.0:8910/")]
    [InlineData("http://[::ffff:127.0.0.1]:8910/")]
    [InlineData("http://[0:0:0:0:0:0:0:1]:8910/")]
    [InlineData("http://[::]:8910/")]
    [InlineData("http://127.0.0.1:8910/ http://attacker.example/")]
    [InlineData("http://127.0.0.1:8910/\r\nSet-Cookie: a=b")]
    [InlineData("http://127.0.0.1:8910/\n")]
    [InlineData(" http://127.0.0.1:8910/")]
    [InlineData("http://127.0.0.1:8910/\0")]
    [InlineData("http://127.0.0.1:8910/\u0142")]
    [InlineData("http://\uff11\uff12\uff17.0.0.1:8910/")]
    [InlineData("http://attacker.example/<script>alert(1)</script>\"'&")]
    public async Task Another_address_gets_a_page_that_leads_nowhere(string uri)
    {
        ClientId = Sandbox.Identity.ClientId;
        using var answer = await AuthorizeAsync(uri);

        await AssertErrorPageAsync(answer, "redirect_uri");
    }

    [Theory]
    [InlineData("http://127.0.0.1:8910/back", true)]
    [InlineData("http://127.0.0.1:50000/back", true)]
    [InlineData("http://127.0.0.1/back", true)]
    [InlineData("http://[::1]:50000/six", true)]
    [InlineData("http://localhost:8911/name", true)]
    [InlineData("http://localhost:8912/name", false)]
    [InlineData("http://localhost:8910/back", false)]
    [InlineData("http://[::1]:8910/back", false)]
    [InlineData("http://127.0.0.1:8910/", false)]
    [InlineData("http://127.0.0.1:8910/Back", false)]
    [InlineData("http://127.0.0.1:8910/back/", false)]
    [InlineData("http://127.0.0.1:8910/back/../other", false)]
    [InlineData("http://127.0.0.1:8910/back%2F..", false)]
    [InlineData("http://127.0.0.1:8910/back?a=b", false)]
    public async Task A_client_with_a_list_takes_what_is_on_it_and_another_port_of_an_address(string uri, bool isTaken)
    {
        await RegisterAsync("http://127.0.0.1:8910/back", "http://[::1]/six", "http://localhost:8911/name");

        using var answer = await AuthorizeAsync(uri);

        if (isTaken)
        {
            Assert.StartsWith(uri + "?code=", answer.Headers.GetValues("Location").Single(), StringComparison.Ordinal);
        }
        else
        {
            await AssertErrorPageAsync(answer, "not registered");
        }
    }

    [Fact]
    public async Task An_empty_list_takes_nothing_and_a_foreign_address_cannot_be_registered()
    {
        await RegisterAsync();
        using var answer = await AuthorizeAsync("http://127.0.0.1:8910/");

        await AssertErrorPageAsync(answer, "not registered");
        Assert.Equal(400, (await Client.SendAsync(HttpMethod.Post, "/_sandbox/clients", new { redirectUris = new[] { "http://127.0.0.1/", "https://attacker.example/" } })).Status);
        Assert.Equal(400, (await Client.SendAsync(HttpMethod.Post, "/_sandbox/clients", new { redirectUris = new string?[] { null } })).Status);
    }

    [Theory]
    [InlineData("redirect_uri=http%3A%2F%2F127.0.0.1%2F&redirect_uri=http%3A%2F%2Fattacker.example%2F")]
    [InlineData("redirect_uri=http%3A%2F%2F127.0.0.1%2F&client_id=another")]
    [InlineData("redirect_uri=http%3A%2F%2F127.0.0.1%2F&REDIRECT_URI=http%3A%2F%2Fattacker.example%2F")]
    public async Task What_is_given_twice_is_not_chosen_from(string query)
    {
        using var answer = await _browser.GetAsync(new Uri($"{Sandbox.Identity.Url}/oauth/authorize?client_id={Sandbox.Identity.ClientId}&response_type=code&code_challenge_method=S256&code_challenge={Challenge}&{query}"));

        await AssertErrorPageAsync(answer, "more than once");
    }

    [Fact]
    public async Task An_unknown_client_gets_a_page_that_repeats_its_words_as_text()
    {
        ClientId = "<script>alert(1)</script>";
        using var answer = await AuthorizeAsync("http://127.0.0.1:8910/");

        await AssertErrorPageAsync(answer, "client_id");
    }

    [Theory]
    [InlineData("http://127.0.0.1:8910/", 200)]
    [InlineData("http://127.0.0.1:8911/", 400)]
    [InlineData("http://127.0.0.1:8910", 400)]
    [InlineData("http://localhost:8910/", 400)]
    [InlineData("http://127.0.0.1:8910/?code=x", 400)]
    [InlineData("", 400)]
    [InlineData(null, 400)]
    [InlineData("http://127.0.0.1:8910/ twice", 400)]
    public async Task A_code_is_redeemed_with_the_address_it_was_made_for(string? uri, int status)
    {
        ClientId = Sandbox.Identity.ClientId;
        using var agreed = await AuthorizeAsync("http://127.0.0.1:8910/");
        var code = agreed.Headers.Location!.Query.Split("code=")[1].Split('&')[0];

        var first = await RedeemAsync(code, uri);
        var again = await RedeemAsync(code, "http://127.0.0.1:8910/");

        Assert.Equal((status, 400), (first, again)); // A code works once, or not at all.
    }

    private static string Challenge => Convert.ToBase64String(SHA256.HashData(Encoding.ASCII.GetBytes(Verifier))).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    private async Task RegisterAsync(params string[] redirectUris)
    {
        var (_, made, _) = await Client.SendAsync(HttpMethod.Post, "/_sandbox/clients", new { redirectUris });
        ClientId = made.GetProperty("clientId").GetString()!;
    }

    private Task<HttpResponseMessage> AuthorizeAsync(string redirect, string state = "s") => _browser.GetAsync(new Uri(
        $"{Sandbox.Identity.Url}/oauth/authorize?client_id={Uri.EscapeDataString(ClientId)}&response_type=code&redirect_uri={Uri.EscapeDataString(redirect)}&code_challenge_method=S256&code_challenge={Challenge}&state={Uri.EscapeDataString(state)}"));

    private async Task<int> RedeemAsync(string code, string? redirect)
    {
        List<KeyValuePair<string, string>> form = [new("grant_type", "authorization_code"), new("code", code), new("client_id", ClientId), new("code_verifier", Verifier)];
        form.AddRange(redirect is null ? [] : redirect.Split(" twice") is [var uri, _] ? [new("redirect_uri", uri), new("redirect_uri", uri)] : new KeyValuePair<string, string>[] { new("redirect_uri", redirect) });
        using var content = new FormUrlEncodedContent(form);
        using var answer = await _browser.PostAsync(new Uri(Sandbox.Identity.Url + "/oauth/token"), content);
        return (int)answer.StatusCode;
    }

    private static async Task AssertErrorPageAsync(HttpResponseMessage answer, string words)
    {
        var page = await answer.Content.ReadAsStringAsync();
        Assert.Equal((HttpStatusCode.BadRequest, false, "text/html"), (answer.StatusCode, answer.Headers.Contains("Location"), answer.Content.Headers.ContentType?.MediaType));
        Assert.Contains(words, page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("code=", page, StringComparison.Ordinal);
    }
}
