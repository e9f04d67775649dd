using System.Text.RegularExpressions;
using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Http;
using GenesysAttachments.Engine.Preflight;
using GenesysAttachments.Engine.SignIn;
using GenesysAttachments.Engine.Targets;
using GenesysAttachments.Engine.Tests.Network;
using ScriptedFault = GenesysAttachments.Sandbox.Fault;

namespace GenesysAttachments.Engine.Tests.Preflight;

/// <summary>The checks before the first send: with one thing broken one row shows it, with nothing broken none does, and nobody hears of it.</summary>
public sealed partial class PreflightTests
{
    public static TheoryData<string> Rows => [.. Broken.All.Select(row => row.Name)];

    public static TheoryData<string> Faults => [.. Fault.All.Select(fault => fault.Name)];

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task One_thing_is_broken_and_one_row_shows_it(string name)
    {
        var row = Broken.All.Single(row => row.Name == name);
        await using var harness = await Harness.StartAsync();
        var subject = await row.Break(harness);

        var checks = await RunAsync(subject, harness.Time);

        var wrong = Assert.Single(Wrong(checks));
        Assert.Equal((row.Check, row.State, row.ErrorId), (wrong.Name, wrong.State, wrong.ErrorId));
        Assert.Contains(row.Advice, wrong.Advice, StringComparison.Ordinal);
        AssertNobodyHeard(harness, checks);
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_fault_of_the_network_is_one_row(string name)
    {
        var fault = Fault.All.Single(fault => fault.Name == name);
        using var authority = new Authority();
        using var way = fault.Begin(authority);

        var checks = await RunAsync(new PreflightSubject { Settings = way.Settings, Route = RouteNames.Agent, Target = new Target { ConversationId = way.ConversationId }, Credential = ClientCredential.FromSecret(way.ClientId, way.ClientSecret) }, new SkippingTime());

        var wrong = Assert.Single(Wrong(checks));
        Assert.Equal((fault.Id, CheckStates.Failed), (wrong.ErrorId, wrong.State));
        Assert.Contains(wrong.Name, new[] { CheckNames.NameResolution, CheckNames.Connection });
        Assert.Contains(fault.Words, wrong.Message, StringComparison.Ordinal);
        Assert.Contains(fault.Advice, wrong.Advice, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", string.Join('\n', checks), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(RouteNames.Agent)]
    [InlineData(RouteNames.Guest)]
    [InlineData(RouteNames.Media)]
    [InlineData(RouteNames.Messaging)]
    [InlineData(RouteNames.Multipart)]
    public async Task With_nothing_broken_no_row_fails_and_nobody_hears_of_it(string route)
    {
        await using var harness = await Harness.StartAsync();

        var checks = await RunAsync(await Broken.By(harness, route), harness.Time);

        Assert.Empty(Wrong(checks));
        Assert.All(checks.Where(check => check.State == CheckStates.NotChecked), check => Assert.NotEmpty(check.Message));
        Assert.Contains(checks, check => check is { Name: CheckNames.Message, State: CheckStates.NotChecked });
        AssertNobodyHeard(harness, checks);
    }

    [Fact]
    public async Task A_guest_who_is_there_already_is_asked_for_an_upload_URL_and_begins_nothing()
    {
        await using var harness = await Harness.StartAsync();
        var session = await harness.ConnectGuestAsync();

        var checks = await RunAsync(new PreflightSubject { Settings = session.Settings, Session = session, Route = RouteNames.Guest }, harness.Time);

        Assert.Empty(Wrong(checks));
        Assert.Equal(CheckStates.Passed, checks.Single(check => check.Name == CheckNames.Storage).State);
        Assert.Single(harness.Calls, call => call.Target == "configureSession");
        Assert.Contains(harness.Calls, call => call.Target == "deleteAttachment");
        Assert.False(session.HasEnded);
        AssertNobodyHeard(harness, checks);
    }

    [Theory]
    [InlineData("conversation:communication:view")]
    [InlineData("conversation:message:create")]
    [InlineData("conversation:message:view")]
    [InlineData("conversation:messageMedia:view")]
    [InlineData("messaging:supportedContent:view")]
    public async Task Granting_what_the_advice_names_mends_it(string permission)
    {
        await using var harness = await Harness.StartAsync();
        string[] all = ["conversation:communication:view", "conversation:message:create", "conversation:message:view", "conversation:messageMedia:view", "messaging:supportedContent:view"];
        string[] some = [.. all.Where(one => one != permission)];

        var wrong = Assert.Single(Wrong(await RunAsync(await Broken.WithClient(harness, RouteNames.Agent, harness.AgentTarget, some, null), harness.Time)));
        var named = Permission().Match(wrong.Advice).Value;

        Assert.Equal(named, Permission().Match(wrong.Needs).Value);
        Assert.Empty(Wrong(await RunAsync(await Broken.WithClient(harness, RouteNames.Agent, harness.AgentTarget, [.. some, named], null), harness.Time)));
    }

    [Theory]
    [InlineData(20, "20 minutes ahead of")]
    [InlineData(-90, "90 minutes behind")]
    public async Task A_clock_that_is_off_is_a_warning_that_says_which_way(int minutes, string words)
    {
        await using var harness = await Harness.StartAsync();

        var wrong = Assert.Single(Wrong(await RunAsync(await Broken.Agent(harness), new SkippingTime { WallShift = TimeSpan.FromMinutes(minutes) })));

        Assert.Equal((CheckNames.Clock, CheckStates.Warning), (wrong.Name, wrong.State));
        Assert.Contains(words, wrong.Message, StringComparison.Ordinal);
        Assert.Contains("time server", wrong.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_trusted_certificate_is_named_with_its_authority_and_its_end()
    {
        await using var harness = await Harness.StartAsync();
        using var authority = new Authority();
        var port = new Uri(harness.Sandbox.Identity.Url).Port;
        using var server = new LoopbackServer(Acts.Secure(authority.Issue("127.0.0.1", toDays: 90), Acts.Relay(port)));
        using var way = Way.Secure(server, authority.Trust);

        var checks = await RunAsync(new PreflightSubject { Settings = way.Settings, Route = RouteNames.Agent }, harness.Time);

        var connected = checks.Single(check => check.Name == CheckNames.Connection);
        Assert.Equal(CheckStates.Passed, connected.State);
        Assert.Contains($"signed by '{Authority.Name}' and valid until {DateTime.UtcNow.AddDays(90):yyyy-MM-dd}", connected.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_certificate_that_ends_within_days_is_a_warning()
    {
        await using var harness = await Harness.StartAsync();
        using var authority = new Authority();
        using var server = new LoopbackServer(Acts.Secure(authority.Issue("127.0.0.1", toDays: 2), Acts.Relay(new Uri(harness.Sandbox.Identity.Url).Port)));
        using var way = Way.Secure(server, authority.Trust);

        var wrong = Assert.Single(Wrong(await RunAsync(new PreflightSubject { Settings = way.Settings, Route = RouteNames.Agent }, harness.Time)));

        Assert.Equal((CheckNames.Connection, CheckStates.Warning), (wrong.Name, wrong.State));
        Assert.Contains("renew", wrong.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_credential_the_network_is_looked_at_and_the_rest_says_what_to_give()
    {
        await using var harness = await Harness.StartAsync();

        var checks = await RunAsync(await Broken.Agent(harness) with { Credential = null }, harness.Time);

        Assert.Empty(Wrong(checks));
        Assert.Equal(3, checks.Count(check => check.State == CheckStates.Passed));
        Assert.Contains("Give -Credential", checks.Single(check => check.Name == CheckNames.SignIn).Advice, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_that_does_not_come_is_one_row()
    {
        await using var harness = await Harness.StartAsync();
        var subject = await Broken.Agent(harness);
        harness.Sandbox.Faults.Add(new ScriptedFault { Path = "*/supportedcontent/*", Stall = true });
        var running = RunAsync(subject, harness.Time);
        while (!running.IsCompleted && harness.Sandbox.Faults.All.Count > 0)
        {
            await Task.Delay(10);
        }

        ((SkippingTime)harness.Time).Advance(TimeSpan.FromSeconds(31));
        var wrong = Assert.Single(Wrong(await running));

        Assert.Equal((CheckNames.Policy, ErrorIds.Timeout), (wrong.Name, wrong.ErrorId));
    }

    [Fact]
    public async Task A_stop_ends_it()
    {
        await using var harness = await Harness.StartAsync();
        using var run = new PreflightRun(await Broken.Agent(harness), harness.Time);
        using var stopped = new CancellationTokenSource();
        await stopped.CancelAsync();

        await run.RunAsync(run.Steps[0], CallContext.Silent, default);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run.RunAsync(run.Steps[1], CallContext.Silent, stopped.Token));
    }

    private static async Task<List<ConnectionCheck>> RunAsync(PreflightSubject subject, TimeProvider time)
    {
        using var run = new PreflightRun(subject, time);
        var checks = new List<ConnectionCheck>();
        foreach (var step in run.Steps)
        {
            checks.Add(await run.RunAsync(step, CallContext.Silent, default));
        }

        return checks;
    }

    private static IEnumerable<ConnectionCheck> Wrong(IEnumerable<ConnectionCheck> checks) => checks.Where(check => check.State is CheckStates.Failed or CheckStates.Warning);

    // No message, no byte of a file, no bearer at the storage, and no secret in any row.
    private static void AssertNobodyHeard(Harness harness, List<ConnectionCheck> checks)
    {
        Assert.Empty(harness.Sandbox.Messages);
        Assert.Empty(harness.Puts);
        Assert.Empty(harness.MessagePosts);
        Assert.DoesNotContain(harness.Calls, call => call.Target == "onMessage");
        var storage = harness.Calls.Where(call => call.Target.StartsWith("/gc-attachments/", StringComparison.Ordinal)).ToList();
        Assert.All(storage, call => Assert.Equal((0, false, false), (call.BodyLength, call.Headers.ContainsKey("Authorization"), call.Target.Contains('?', StringComparison.Ordinal))));
        Assert.DoesNotMatch("canary|X-Amz-Signature=[0-9a-f]", string.Join('\n', checks));
        Assert.DoesNotContain(harness.Sandbox.Identity.ClientSecret, string.Join('\n', checks), StringComparison.Ordinal);
    }

    [GeneratedRegex(@"\w+:\w+:\w+")]
    private static partial Regex Permission();
}
