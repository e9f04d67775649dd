namespace GenesysAttachments.Sandbox.Tests;

/// <summary>Pages in a developer's browser get nothing, whatever the path, and change nothing.</summary>
public sealed class PageGuardTests : IAsyncLifetime
{
    private static readonly string[] Own = ["127.0.0.1", "localhost", "[::1]", "LocalHost"];

    private static readonly string[] ForeignHosts =
    [
        "attacker.example", "attacker.example:PORT", "localhost.attacker.example:PORT", "evil-localhost:PORT", "localhost.:PORT", "127.0.0.1.:PORT", "127.0.0.1.attacker.example:PORT",
        "127.1:PORT", "0x7f.1:PORT", "0177.0.0.1:PORT", "2130706433:PORT", "127.0.0.2:PORT", "127.0.0.01:PORT", "0.0.0.0:PORT", "0:PORT",
        "[::]:PORT", "[::ffff:127.0.0.1]:PORT", "[::ffff:7f00:1]:PORT", "[0:0:0:0:0:0:0:1]:PORT", "[::1%25lo]:PORT", "::1:PORT", "[127.0.0.1]:PORT",
        "localhost", "127.0.0.1", "[::1]", "localhost:", "localhost:1", "localhost:80", "localhost:0PORT", "localhost:+PORT", "localhost:PORT:PORT", ":PORT", "PORT",
        "user@localhost:PORT", "localhost:PORT@attacker.example", "attacker.example@localhost:PORT", "http://localhost:PORT", "localhost:PORT/", "localhost:PORT, attacker.example", "localhost :PORT",
        "localho\u017ft:PORT", "\uff4cocalhost:PORT", "\u24db\u24deca\u24db\u24d7ost:PORT", "xn--localhost:PORT", "",
    ];

    private static readonly string[] ForeignOrigins =
    [
        "null", "", "*", "http://attacker.example", "https://attacker.example", "http://attacker.example:PORT", "http://localhost.attacker.example:PORT", "http://evil-localhost:PORT",
        "http://localhost:PORT.attacker.example", "http://localhost.:PORT", "http://127.1:PORT", "http://0x7f.1:PORT", "http://127.0.0.2:PORT", "http://[::ffff:127.0.0.1]:PORT",
        "http://localhost", "http://127.0.0.1", "http://localhost:1", "http://localhost:0PORT", "https://localhost:PORT", "ws://localhost:PORT", "localhost:PORT", "//localhost:PORT",
        "http://user@localhost:PORT", "http://localhost:PORT@attacker.example", "http://localhost:PORT/", "http://localhost:PORT/a", "http://localhost:PORT http://attacker.example",
        "http://localhost:PORT, http://attacker.example", "file://", "chrome-extension://abcdefgh", "http://localho\u017ft:PORT",
    ];

    private static readonly string[][] ForeignFetches =
    [
        ["Sec-Fetch-Site: cross-site"], ["Sec-Fetch-Site: same-site"], ["Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: no-cors", "Sec-Fetch-Dest: image"],
        ["Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: navigate", "Sec-Fetch-Dest: iframe"], ["Sec-Fetch-Site: cross-site", "Sec-Fetch-Dest: document"],
        ["Sec-Fetch-Site: none", "Sec-Fetch-Site: cross-site"], ["Sec-Fetch-Site: something"],
    ];

    private SandboxServer _sandbox = null!;
    private int _port;

    public static TheoryData<string> Lines =>
    [
        "GET /", "HEAD /", "OPTIONS /oauth/token", "POST /oauth/token",
        "GET /oauth/authorize?client_id=CLIENT&response_type=code&redirect_uri=http%3A%2F%2F127.0.0.1%3A1%2F&code_challenge_method=S256&code_challenge=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "GET /api/v2/conversations", "POST /api/v2/messaging/messages", "GET /api/v2/webmessaging/messages", "PUT /gc-attachments/a", "GET /gc-attachments/a?X-Amz-Algorithm=b",
        "GET /_sandbox/requests", "GET /_SANDBOX/requests", "POST /_sandbox/faults", "DELETE /_sandbox/faults", "POST /_sandbox/revoke", "GET /v1?deploymentId=DEPLOYMENT", "GET /_sandbox/page/assets/page.js", "GET /_sandbox/page/files/a", "DELETE /_sandbox/faults/1", "GET /favicon.ico", "GET /nowhere", "GET /a/../_sandbox/messages", "GET //",
    ];

    public async Task InitializeAsync()
    {
        _sandbox = await SandboxServer.StartAsync(new SandboxOptions());
        _sandbox.Faults.Add(new Fault { Times = 1, Path = "/", Status = 200 });
        _port = new Uri(_sandbox.Identity.Url).Port;
    }

    public async Task DisposeAsync() => await _sandbox.DisposeAsync();

    [Theory]
    [MemberData(nameof(Lines))]
    public async Task A_foreign_host_or_origin_gets_nothing_and_leaves_no_trace(string line)
    {
        var own = $"Host: 127.0.0.1:{_port}";
        string[][] hostile =
        [
            .. ForeignHosts.Select(host => new[] { $"Host: {host}" }), [], [own, own], [own, "Host: attacker.example"], ["Host: attacker.example", own], ["Host: attacker.example", $"X-Forwarded-Host: localhost:{_port}"],
            .. ForeignOrigins.Select(origin => new[] { own, $"Origin: {origin}" }), [own, $"Origin: http://localhost:{_port}", "Origin: http://attacker.example"],
            .. ForeignFetches.Select(headers => headers.Prepend(own).ToArray()),
        ];

        foreach (var headers in hostile)
        {
            var (status, text) = await AskAsync(line, headers);

            Assert.True(status is 400 or 403, $"{string.Join(" + ", headers)}: {text}");
            Assert.DoesNotContain(_sandbox.Identity.ConversationId, text, StringComparison.Ordinal);
            Assert.DoesNotContain("Access-Control", text, StringComparison.OrdinalIgnoreCase);
        }

        Assert.Empty(_sandbox.Requests);
        Assert.Single(_sandbox.Faults.All);
    }

    [Theory]
    [MemberData(nameof(Lines))]
    public async Task Its_own_names_are_answered_with_and_without_its_own_origin(string line)
    {
        var answers = new List<int>();
        foreach (var host in Own)
        {
            _sandbox.Faults.Clear();
            foreach (var origin in new[] { [], [$"Origin: http://{Own[0]}:{_port}"], [$"Origin: http://{Own[1]}:{_port}"], [$"Origin: http://{Own[2]}:{_port}"], ["Sec-Fetch-Site: same-origin"], new[] { "Sec-Fetch-Site: none" } })
            {
                var (status, text) = await AskAsync(line, [$"Host: {host}:{_port}", .. origin]);
                Assert.DoesNotContain("The sandbox has another Host", text, StringComparison.Ordinal);
                Assert.DoesNotContain("Pages of other sites", text, StringComparison.Ordinal);
                answers.Add(status);
            }
        }

        Assert.Single(answers.Distinct());
    }

    [Fact]
    public async Task Storage_refuses_in_XML_and_the_rest_in_JSON()
    {
        var (_, storage) = await AskAsync("PUT /gc-attachments/a", [$"Host: 127.0.0.1:{_port}", "Origin: null"]);
        var (_, api) = await AskAsync("POST /oauth/token", [$"Host: 127.0.0.1:{_port}", "Origin: null"]);

        Assert.Contains("<Code>AccessDenied</Code><Message>Pages of other sites", storage, StringComparison.Ordinal);
        Assert.Contains("\"message\":\"Pages of other sites", api, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_on_another_page_may_be_followed()
    {
        var (status, _) = await AskAsync("GET /nowhere", [$"Host: localhost:{_port}", "Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: navigate", "Sec-Fetch-Dest: document"]);

        Assert.Equal(404, status);
    }

    [Theory]
    [InlineData("GET http://attacker.example/_sandbox/requests HTTP/1.1", "Host: 127.0.0.1:PORT")]
    [InlineData("GET http://attacker.example/_sandbox/requests HTTP/1.1", "Host: attacker.example")]
    [InlineData("GET http://127.0.0.1:PORT@attacker.example/_sandbox/requests HTTP/1.1", "Host: 127.0.0.1:PORT")]
    [InlineData("GET http://127.0.0.1:PORT/_sandbox/requests HTTP/1.1", "Host: 127.0.0.1:PORT")]
    [InlineData("GET http://127.0.0.1:PORT/_sandbox/requests HTTP/1.1", "Host: attacker.example")]
    [InlineData("CONNECT 127.0.0.1:PORT HTTP/1.1", "Host: 127.0.0.1:PORT")]
    [InlineData("OPTIONS * HTTP/1.1", "Host: 127.0.0.1:PORT")]
    [InlineData("GET /_sandbox/requests HTTP/1.0", "X: y")]
    [InlineData("GET /_sandbox/requests HTTP/1.0", "Host: attacker.example")]
    public async Task A_target_of_another_form_gets_nothing(string line, string header)
    {
        var (status, text) = await RawRequest.SendAsync(_sandbox, Port(line), Port(header), "Connection: close");

        Assert.True(status is 400 or 403 or 405, text);
        Assert.Empty(_sandbox.Requests);
    }

    [Theory]
    [MemberData(nameof(Lines))]
    public async Task Each_answer_tells_a_browser_to_run_and_share_nothing(string line)
    {
        foreach (var host in new[] { $"127.0.0.1:{_port}", "attacker.example" })
        {
            var (_, text) = await AskAsync(line, [$"Host: {host}"]);

            Assert.Contains("\r\nX-Content-Type-Options: nosniff\r\n", text, StringComparison.OrdinalIgnoreCase);
            Assert.Contains("\r\nCross-Origin-Resource-Policy: same-origin\r\n", text, StringComparison.OrdinalIgnoreCase);
            Assert.Contains("\r\nContent-Security-Policy: default-src 'none'; ", text, StringComparison.OrdinalIgnoreCase);
        }
    }

    private Task<(int Status, string Text)> AskAsync(string line, string[] headers)
    {
        var request = line.Replace("CLIENT", _sandbox.Identity.ClientId, StringComparison.Ordinal).Replace("DEPLOYMENT", _sandbox.Identity.DeploymentId, StringComparison.Ordinal);
        string[] connection = line.Contains("/v1", StringComparison.Ordinal)
            ? ["Connection: Upgrade, close", "Upgrade: websocket", "Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA=="]
            : ["Connection: close", "Content-Length: 0"];
        return RawRequest.SendAsync(_sandbox, request + " HTTP/1.1", [.. headers.Select(Port), .. connection]);
    }

    private string Port(string text) => text.Replace("PORT", _port.ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal);
}
