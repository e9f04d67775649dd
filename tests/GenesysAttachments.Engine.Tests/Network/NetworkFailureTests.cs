using System.Net;
using System.Net.Sockets;
using System.Text;
using GenesysAttachments.Engine.Display;
using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Http;
using GenesysAttachments.Engine.SignIn;
using GenesysAttachments.Engine.Telemetry;

namespace GenesysAttachments.Engine.Tests.Network;

/// <summary>Why the network failed, on every transport: which id, in which words, how often tried, and what holds for the rest of a batch.</summary>
public sealed class NetworkFailureTests : IDisposable
{
    private readonly Authority _authority = new();
    private readonly SkippingTime _time = new();

    public static TheoryData<string, string> Rows()
    {
        var rows = new TheoryData<string, string>();
        foreach (var fault in Fault.All)
        {
            foreach (var transport in Transports.All)
            {
                rows.Add(transport, fault.Name);
            }
        }

        return rows;
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task A_failure_has_its_own_id_and_only_what_may_pass_is_tried_again(string transport, string name)
    {
        var fault = Fault.All.Single(fault => fault.Name == name);
        using var way = fault.Begin(_authority);
        var log = new StepLog(isVerbose: true, isDebug: true);

        var error = await Assert.ThrowsAsync<GCException>(() => Transports.RunAsync(transport, way, new CallContext { Log = log }, _time));

        var lines = Lines(log);
        var attempts = fault.MayPass ? Transports.AttemptsOf(transport) : 1;
        Assert.Equal((fault.Id, fault.MayPass, fault.IsUnreachable && transport != Transports.Storage), (error.ErrorId, error.CanRetry, error.StopsBatch));
        Assert.Contains(fault.Words, error.Message, StringComparison.Ordinal);
        Assert.Contains(fault.Advice, error.Advice, StringComparison.Ordinal);
        Assert.Equal(attempts, 1 + lines.Count(line => line.Contains("Trying again in", StringComparison.Ordinal)));
        Assert.Equal(way.Server is null ? 0 : attempts, way.Server?.Connections ?? 0);
        Assert.DoesNotContain("canary", $"{error} {error.Advice} {string.Join('\n', lines)}", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("login")]
    [InlineData("call")]
    [InlineData(Transports.Storage)]
    [InlineData("guest")]
    public async Task A_proxy_that_is_given_its_login_lets_every_transport_through_to_a_host_whose_authority_is_trusted(string transport)
    {
        await using var harness = await Harness.StartAsync();
        await using var wire = await WireRecorder.StartAsync(harness.Sandbox.Identity.Url);
        var org = transport == Transports.Storage ? Acts.Answer("200 OK") : Acts.Relay(wire.Url.Port);
        using var host = new LoopbackServer(Acts.Secure(_authority.Issue("org.test"), org));
        using var proxy = new LoopbackServer(Acts.Proxy(host.Port, $"Basic {Convert.ToBase64String("user:canary-password"u8)}", "407 No\r\nProxy-Authenticate: Basic realm=\"x\""));
        using var way = Way.Through(proxy, new NetworkCredential("user", "canary-password")) with
        {
            Trust = _authority.Trust,
            ClientId = harness.Sandbox.Identity.ClientId,
            ClientSecret = harness.Sandbox.Identity.ClientSecret,
            Token = await harness.Session.GetAccessTokenAsync(CallContext.Silent, default),
            ConversationId = harness.Sandbox.Identity.ConversationId,
            DeploymentId = harness.Sandbox.Identity.DeploymentId,
        };

        var log = new StepLog(isVerbose: true, isDebug: false);
        await Transports.RunAsync(transport, way, new CallContext { Log = log }, _time);

        Assert.DoesNotContain("Trying again", string.Join("\n", Lines(log)), StringComparison.Ordinal);
        Assert.True(host.Connections > 0);
    }

    [Fact]
    public async Task The_words_of_a_certificate_are_those_of_somebody_else()
    {
        using var evil = new Authority("evil\u001b]0;owned\u0007\u202e bearer canary-token " + new string('x', 5000));
        using var way = Way.Secure(new LoopbackServer(Acts.Secure(evil.Issue("127.0.0.1"), Acts.Silence)));

        var error = await Assert.ThrowsAsync<GCException>(() => Transports.RunAsync("login", way, CallContext.Silent, _time));

        Assert.Equal(ErrorIds.CertificateNotTrusted, error.ErrorId);
        Assert.DoesNotContain(error.Message, character => char.IsControl(character) || character == '\u202e');
        Assert.DoesNotContain("canary", $"{error}", StringComparison.Ordinal);
        Assert.InRange(error.Message.Length, 0, 600);
    }

    [Fact]
    public void A_name_that_nobody_can_be_asked_for_just_now_may_resolve_later()
    {
        var cause = new HttpRequestException(HttpRequestError.NameResolutionError, "Temporary failure in name resolution (login.org.test:443)", new SocketException((int)SocketError.TryAgain));

        var failure = Assert.IsType<AttemptFailure>(NetworkFailures.Of(new Uri("https://login.org.test"), cause, new SecretMask()));

        Assert.Equal((ErrorIds.NameResolutionFailed, true), (failure.Error.ErrorId, failure.Error.CanRetry));
    }

    [Theory]
    [InlineData(true, true, true, "not both")]
    [InlineData(false, true, false, "-Proxy")]
    [InlineData(false, false, true, "-Proxy")]
    public void A_login_for_a_proxy_is_one_and_has_a_proxy(bool hasProxy, bool hasLogin, bool usesAccount, string advice)
    {
        var error = Assert.Throws<GCException>(() => SessionSettings.ProxyOf(hasProxy ? new Uri("http://proxy.test") : null, hasLogin ? new NetworkCredential("user", "canary") : null, usesAccount));

        Assert.Equal(ErrorIds.RequestInvalid, error.ErrorId);
        Assert.Contains(advice, error.Advice, StringComparison.Ordinal);
    }

    public void Dispose() => _authority.Dispose();

    private static List<string> Lines(StepLog log)
    {
        var lines = new List<string>();
        while (log.TryTake(out var line))
        {
            lines.Add(line.Text);
        }

        return lines;
    }
}
