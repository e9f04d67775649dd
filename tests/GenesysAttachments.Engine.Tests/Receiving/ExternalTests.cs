using System.Net;
using System.Net.Sockets;
using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Receiving;
using GenesysAttachments.Engine.Tests.Network;

namespace GenesysAttachments.Engine.Tests.Receiving;

/// <summary>Files on hosts of somebody else, fetched because the user asked for it. No stranger's link leads to this machine's own network.</summary>
public sealed class ExternalTests
{
    private const string Body = "0123456789";

    [Fact]
    public async Task It_is_fetched_over_https_with_nothing_that_says_who_asks()
    {
        using var authority = new Authority();
        var heads = new List<string>();
        using var stranger = new LoopbackServer(Acts.Secure(authority.Issue("files.example.com"), async caller =>
        {
            heads.Add(await Acts.ReadHeadAsync(caller.Stream));
            await caller.Stream.WriteAsync(System.Text.Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nSet-Cookie: a=b\r\nContent-Length: 10\r\nConnection: close\r\n\r\n{Body}"));
        }));
        await using var desk = await SaveDesk.StartAsync();

        var receipt = await SaveAsync(desk, authority, stranger, "https://files.example.com/a.pdf?t=SECRETSECRETSECRET1");

        Assert.Equal((SaveStates.Saved, null, 10L), (receipt.State, receipt.Verified, receipt.Length));
        Assert.Equal(Body, await File.ReadAllTextAsync(receipt.Path!));
        Assert.Equal(["GET /a.pdf?t=SECRETSECRETSECRET1 HTTP/1.1", "Accept-Encoding: identity", "Host: files.example.com"],
            Assert.Single(heads).Split("\r\n", StringSplitOptions.RemoveEmptyEntries).OrderBy(line => !line.StartsWith("GET", StringComparison.Ordinal)).ThenBy(line => line, StringComparer.Ordinal));
        Assert.Empty(desk.Resolves);
    }

    /// <summary>What a name server may say, and what no link may lead to.</summary>
    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("10.0.0.5")]
    [InlineData("169.254.169.254")]
    [InlineData("192.168.1.1")]
    [InlineData("100.64.0.1")]
    [InlineData("::1")]
    [InlineData("fd00:ec2::254")]
    [InlineData("::ffff:169.254.169.254")]
    [InlineData("93.184.216.34,10.0.0.5")]
    [InlineData("")]
    public async Task A_name_that_stands_for_a_private_address_is_not_connected_to(string addresses)
    {
        using var authority = new Authority();
        using var stranger = new LoopbackServer(Acts.Secure(authority.Issue("files.example.com"), Acts.Answer("200 OK", body: Body)));
        await using var desk = await SaveDesk.StartAsync();

        var receipt = await SaveAsync(desk, authority, stranger, "https://files.example.com/a.pdf", _ => [.. addresses.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(IPAddress.Parse)]);

        Assert.Equal((SaveStates.External, ErrorIds.AttachmentExternal, 0), (receipt.State, receipt.Error!.ErrorId, stranger.Connections));
        Assert.Contains("files.example.com, which is on a network of its own", receipt.Error.Message, StringComparison.Ordinal);
        Assert.Empty(desk.Files);
    }

    [Theory]
    [InlineData("https://127.0.0.1/a")]
    [InlineData("https://[::1]/a")]
    [InlineData("https://2130706433/a")]
    [InlineData("https://0x7f.1/a")]
    [InlineData("https://[::ffff:10.0.0.1]/a")]
    [InlineData("https://169.254.169.254/latest/meta-data/")]
    [InlineData("http://files.example.com/a")]
    [InlineData("ftp://files.example.com/a")]
    public async Task A_literal_private_address_or_plain_http_is_never_asked(string url)
    {
        using var authority = new Authority();
        using var stranger = new LoopbackServer(Acts.Answer("200 OK", body: Body));
        await using var desk = await SaveDesk.StartAsync();

        var receipt = await SaveAsync(desk, authority, stranger, url);

        Assert.Equal((SaveStates.External, ErrorIds.AttachmentExternal, 0), (receipt.State, receipt.Error!.ErrorId, stranger.Connections));
    }

    [Fact]
    public async Task A_name_server_that_changes_its_mind_is_asked_once_for_each_connection_and_judged_each_time()
    {
        using var authority = new Authority();
        using var stranger = new LoopbackServer(Acts.Secure(authority.Issue("files.example.com"), Acts.Answer("503 Busy")));
        await using var desk = await SaveDesk.StartAsync();
        var asked = 0;

        var receipt = await SaveAsync(desk, authority, stranger, "https://files.example.com/a.pdf", _ => [IPAddress.Parse(asked++ == 0 ? "93.184.216.34" : "127.0.0.1")]);

        Assert.Equal((SaveStates.External, 1, 2), (receipt.State, stranger.Connections, asked));
    }

    [Theory]
    [InlineData("https://files.example.com/b", SaveStates.Saved)]
    [InlineData("/b", SaveStates.Saved)]
    [InlineData("//files.example.com/b", SaveStates.Saved)]
    [InlineData("http://files.example.com/b", SaveStates.External)]
    [InlineData("https://127.0.0.1/b", SaveStates.External)]
    [InlineData("//10.0.0.1/b", SaveStates.External)]
    [InlineData("https://inside.example.com/b", SaveStates.External)]
    [InlineData("file:///etc/passwd", SaveStates.External)]
    public async Task Each_redirect_is_judged_anew(string location, string state)
    {
        using var authority = new Authority();
        using var stranger = new LoopbackServer(Acts.Secure(authority.Issue("files.example.com"), async caller =>
        {
            var head = await Acts.ReadHeadAsync(caller.Stream);
            await caller.Stream.WriteAsync(System.Text.Encoding.ASCII.GetBytes(head.StartsWith("GET /a ", StringComparison.Ordinal)
                ? $"HTTP/1.1 302 Found\r\nLocation: {location}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                : $"HTTP/1.1 200 OK\r\nContent-Length: 10\r\nConnection: close\r\n\r\n{Body}"));
        }));
        await using var desk = await SaveDesk.StartAsync();

        var receipt = await SaveAsync(desk, authority, stranger, "https://files.example.com/a", host => [IPAddress.Parse(host == "inside.example.com" ? "10.0.0.1" : "93.184.216.34")]);

        Assert.Equal((state, state == SaveStates.Saved ? 2 : 1), (receipt.State, stranger.Connections));
    }

    [Fact]
    public async Task More_than_three_redirects_are_too_many()
    {
        using var authority = new Authority();
        using var stranger = new LoopbackServer(Acts.Secure(authority.Issue("files.example.com"), Acts.Answer("302 Found", "Location: https://files.example.com/a\r\n")));
        await using var desk = await SaveDesk.StartAsync();

        var receipt = await SaveAsync(desk, authority, stranger, "https://files.example.com/a");

        Assert.Equal((SaveStates.External, 4), (receipt.State, stranger.Connections));
    }

    [Fact]
    public async Task What_is_too_large_is_not_fetched()
    {
        using var authority = new Authority();
        using var stranger = new LoopbackServer(Acts.Secure(authority.Issue("files.example.com"), async caller =>
        {
            await Acts.ReadHeadAsync(caller.Stream);
            await caller.Stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 104857601\r\n\r\n"u8.ToArray());
        }));
        await using var desk = await SaveDesk.StartAsync();

        var receipt = await SaveAsync(desk, authority, stranger, "https://files.example.com/a");

        Assert.Equal((SaveStates.Failed, ErrorIds.FileTooLarge), (receipt.State, receipt.Error!.ErrorId));
        Assert.Empty(desk.Files);
    }

    [Fact]
    public async Task A_host_whose_certificate_nobody_trusts_is_not_believed()
    {
        using var authority = new Authority();
        using var other = new Authority("another");
        using var stranger = new LoopbackServer(Acts.Secure(other.Issue("files.example.com"), Acts.Answer("200 OK", body: Body)));
        await using var desk = await SaveDesk.StartAsync();

        var receipt = await SaveAsync(desk, authority, stranger, "https://files.example.com/a");

        Assert.Equal((SaveStates.Failed, ErrorIds.CertificateNotTrusted), (receipt.State, receipt.Error!.ErrorId));
    }

    // Its names are of servers of this test's own, and so are the connections that are made.
    private static async Task<SaveReceipt> SaveAsync(SaveDesk desk, Authority authority, LoopbackServer stranger, string url, Func<string, IPAddress[]>? resolve = null)
    {
        await desk.AddFilesAsync(new { fileName = "a.pdf", url, omit = new[] { "sha256", "contentSizeBytes" } });
        using var saver = new AttachmentSaver(new SaveOptions(AllowExternal: true), new Engine.Sending.ProgressBoard(), desk.Harness.Time)
        {
            MakeExternal = _ => new ExternalClient(TimeSpan.FromSeconds(15), authority.Trust)
            {
                Resolve = (host, _) => Task.FromResult(resolve?.Invoke(host) ?? [IPAddress.Parse("93.184.216.34")]),
                Open = async (endPoint, stop) =>
                {
                    Assert.Equal("93.184.216.34", endPoint.Address.ToString());
                    var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
                    await socket.ConnectAsync(IPAddress.Loopback, stranger.Port, stop);
                    return socket;
                },
            },
        };
        return Assert.Single(await desk.SaveAsync(saver: saver));
    }
}
