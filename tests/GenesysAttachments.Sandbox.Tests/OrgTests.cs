
namespace GenesysAttachments.Sandbox.Tests;

public sealed class OrgTests : SandboxTests
{
    [Fact]
    public async Task A_wrong_secret_or_grant_or_scope_gets_no_token()
    {
        var identity = Sandbox.Identity;
        using var secret = await Client.SignInAsync(identity.ClientId, "wrong");
        using var grant = await Client.SignInAsync(identity.ClientId, identity.ClientSecret, "password");
        var (_, limited, _) = await Client.SendAsync(HttpMethod.Post, "/_sandbox/clients", new { scopes = new[] { "message:send" } });
        using var scope = await Client.SignInAsync(limited.GetProperty("clientId").GetString()!, limited.GetProperty("clientSecret").GetString()!, scope: "message:send media:upload");

        Assert.Equal([401, 400, 400], new[] { secret, grant, scope }.Select(reply => (int)reply.StatusCode));
    }

    [Fact]
    public async Task A_missing_permission_or_scope_names_itself()
    {
        var (_, poor, _) = await Client.SendAsync(HttpMethod.Post, "/_sandbox/clients", new { scopes = Array.Empty<string>(), permissions = Array.Empty<string>() });
        using var client = await TestClient.ConnectAsync(Sandbox, poor.GetProperty("clientId").GetString(), poor.GetProperty("clientSecret").GetString());

        var permission = await client.SendAsync(HttpMethod.Post, $"{Client.Leg}/media/uploads", new { fileName = "a.pdf", contentLengthBytes = 1 });
        var scope = await client.SendAsync(HttpMethod.Post, "/api/v2/messaging/messages", new { });

        Assert.Equal((403, "missing.any.permissions"), (permission.Status, permission.Body.GetProperty("code").GetString()));
        Assert.Contains("conversation:message:create", permission.Body.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Contains("message:send", scope.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_tells_its_scopes_to_whoever_has_it_and_to_nobody_else()
    {
        var (_, poor, _) = await Client.SendAsync(HttpMethod.Post, "/_sandbox/clients", new { scopes = new[] { "message:send" }, permissions = Array.Empty<string>() });
        using var client = await TestClient.ConnectAsync(Sandbox, poor.GetProperty("clientId").GetString(), poor.GetProperty("clientSecret").GetString());

        var told = await client.SendAsync(HttpMethod.Get, "/api/v2/tokens/me");
        await Client.SendAsync(HttpMethod.Post, "/_sandbox/revoke");
        var ended = await client.SendAsync(HttpMethod.Get, "/api/v2/tokens/me");

        Assert.Equal((200, """["message:send"]"""), (told.Status, told.Body.GetProperty("authorizedScope").GetRawText()));
        Assert.Equal(poor.GetProperty("clientId").GetString(), told.Body.GetProperty("OAuthClient").GetProperty("id").GetString());
        Assert.Equal(401, ended.Status);
    }

    [Theory]
    [InlineData("has blank.pdf", 5, 400, 4004)]
    [InlineData(".hidden.pdf", 5, 400, 4004)]
    [InlineData("a#b.pdf", 5, 400, 4004)]
    [InlineData("a.exe", 5, 400, 4001)]
    [InlineData("a.pdf", 0, 400, 4102)]
    [InlineData("a.pdf", 26_214_401, 413, 4002)]
    public async Task File_rules_of_the_agent_call_are_enforced(string name, long length, int status, int code)
    {
        var reply = await Client.SendAsync(HttpMethod.Post, $"{Client.Leg}/media/uploads", new { fileName = name, contentLengthBytes = length });

        Assert.Equal((status, code), (reply.Status, int.Parse(reply.Body.GetProperty("details")[0].GetProperty("errorCode").GetString()!, System.Globalization.CultureInfo.InvariantCulture)));
    }

    [Theory]
    [InlineData("{\"textBody\":\"a\",\"mediaIds\":[\"b\"]}")]
    [InlineData("{}")]
    [InlineData("{\"mediaIds\":[\"unknown\"]}")]
    [InlineData("not json")]
    public async Task A_message_has_exactly_one_body_field_that_means_something(string body)
    {
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        using var reply = await Client.Http.PostAsync(new Uri(Client.Leg, UriKind.Relative), content);

        Assert.Equal(400, (int)reply.StatusCode);
        Assert.Empty(Sandbox.Messages);
    }

    [Fact]
    public async Task The_quota_is_300_a_minute_for_a_token_with_the_real_headers_and_body()
    {
        var path = $"/api/v2/conversations/{Sandbox.Identity.ConversationId}";
        var first = await Client.SendAsync(HttpMethod.Get, path);
        for (var i = 1; i < 300; i++)
        {
            Assert.Equal(200, (await Client.SendAsync(HttpMethod.Get, path)).Status);
        }

        var over = await Client.SendAsync(HttpMethod.Get, path);

        Assert.Equal("1 300", $"{first.Headers.GetValues("inin-ratelimit-count").Single()} {first.Headers.GetValues("inin-ratelimit-allowed").Single()}");
        Assert.Equal((429, "too.many.requests.retry.after"), (over.Status, over.Body.GetProperty("code").GetString()));
        Assert.InRange(over.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60);
    }

    [Fact]
    public async Task The_conversation_always_has_a_start_and_participants()
    {
        var (_, body, _) = await Client.SendAsync(HttpMethod.Get, $"/api/v2/conversations/{Sandbox.Identity.ConversationId}");

        Assert.True(body.TryGetProperty("startTime", out _));
        var agent = body.GetProperty("participants").EnumerateArray().Single(participant => participant.GetProperty("purpose").GetString() == "agent");
        Assert.Equal(Sandbox.Identity.CommunicationId, agent.GetProperty("messages")[0].GetProperty("id").GetString());
    }

    [Fact]
    public async Task The_first_matching_fault_strikes_as_often_as_it_says_and_is_listed_until_then()
    {
        await Client.SendAsync(HttpMethod.Post, "/_sandbox/faults", new object[]
        {
            new { method = "GET", path = "/api/v2/conversations/*", times = 2, status = 503, headers = new Dictionary<string, string> { ["Retry-After"] = "7" } },
            new { status = 500, times = -1 },
        });
        var path = $"/api/v2/conversations/{Sandbox.Identity.ConversationId}";

        var replies = new[] { await Client.SendAsync(HttpMethod.Get, path), await Client.SendAsync(HttpMethod.Get, path), await Client.SendAsync(HttpMethod.Get, path) };
        var listed = (await Client.SendAsync(HttpMethod.Get, "/_sandbox/faults")).Body.GetArrayLength();
        await Client.SendAsync(HttpMethod.Delete, "/_sandbox/faults");

        Assert.Equal([503, 503, 500], replies.Select(reply => reply.Status));
        Assert.Equal((1, 200), (listed, (await Client.SendAsync(HttpMethod.Get, path)).Status));
    }

    [Theory]
    [InlineData("{\"statsu\":503}")]
    [InlineData("{\"times\":0}")]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[null]")]
    [InlineData("\"times\"")]
    [InlineData("nonsense")]
    public async Task A_fault_that_cannot_be_meant_is_refused(string body)
    {
        using var content = new StringContent(body);
        using var reply = await Client.Http.PostAsync(new Uri("/_sandbox/faults", UriKind.Relative), content);

        Assert.Equal(400, (int)reply.StatusCode);
    }

    [Fact]
    public async Task The_log_shows_requests_as_on_the_wire_and_no_credential()
    {
        var exact = new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true };
        using var reply = await Client.Http.GetAsync(new Uri(Sandbox.Identity.Url + "/api/v2/conversations/a%7Eb?x=%20", in exact));

        var (_, log, _) = await Client.SendAsync(HttpMethod.Get, "/_sandbox/requests");
        var last = log.EnumerateArray().Last();
        Assert.Equal("/api/v2/conversations/a%7Eb?x=%20", last.GetProperty("target").GetString());
        Assert.Equal(Sandbox.Identity.ClientId, last.GetProperty("session").GetString());
        Assert.DoesNotContain(Client.Http.DefaultRequestHeaders.Authorization!.Parameter!, log.GetRawText(), StringComparison.Ordinal);
        Assert.DoesNotContain(Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes($"{Sandbox.Identity.ClientId}:{Sandbox.Identity.ClientSecret}")), log.GetRawText(), StringComparison.Ordinal);
    }
}
