using System.Diagnostics;

namespace GenesysAttachments.Cmdlets.Tests;

/// <summary>However a command ends, and wherever its work stands: back in time, and not one request afterwards.</summary>
public sealed class ExitTests : StagedTests
{
    private const string Upstream = "& { $Slow; while (-not $Go.Wait(10)) { }; ";

    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(5);

    /// <summary>Pipelines that end by themselves once they are let go. What is refused has its receipt at once, whatever else is under way.</summary>
    private static readonly Dictionary<string, string> Pipelines = new()
    {
        ["first"] = Upstream + "'none.pdf' } | Send-GCAttachment -Session $Org -ErrorAction Ignore | Select-Object -First 1",
        ["error action stop"] = Upstream + "'none.pdf' } | Send-GCAttachment -Session $Org -ErrorAction Stop",
        ["upstream throw"] = Upstream + "throw 'upstream' } | Send-GCAttachment -Session $Org",
        ["upstream break"] = "foreach ($once in 1) { " + Upstream + "break } | Send-GCAttachment -Session $Org }",
        ["upstream exit"] = Upstream + "exit 3 } | Send-GCAttachment -Session $Org",
        ["downstream throw"] = Upstream + "'none.pdf' } | Send-GCAttachment -Session $Org -ErrorAction Ignore | ForEach-Object { throw 'downstream' }",
        ["downstream break"] = "foreach ($once in 1) { " + Upstream + "'none.pdf' } | Send-GCAttachment -Session $Org -ErrorAction Ignore | ForEach-Object { break } }",
        ["downstream exit"] = Upstream + "'none.pdf' } | Send-GCAttachment -Session $Org -ErrorAction Ignore | ForEach-Object { exit 3 }",
        ["Ctrl+C"] = Upstream + "} | Send-GCAttachment -Session $Org",
        ["closed"] = Upstream + "} | Send-GCAttachment -Session $Org",
    };

    private readonly ManualResetEventSlim _go = new();

    public ExitTests(Stage stage)
        : base(stage)
    {
        Files.Write("slow.pdf", 200_000);
    }

    public static TheoryData<string, string> Matrix()
    {
        var rows = new TheoryData<string, string>();
        foreach (var exit in Pipelines.Keys)
        {
            foreach (var state in new[] { "idle", "uploading", "waiting for a token", "waiting for confirmation" })
            {
                rows.Add(exit, state);
            }
        }

        return rows;
    }

    [Theory]
    [MemberData(nameof(Matrix))]
    public async Task It_ends_soon_and_nothing_leaves_afterwards(string exit, string state)
    {
        var isThere = await PrepareAsync(state);
        var org = Run("Get-GCOrg -Current").Only();
        using var shell = new Shell();
        shell.Set("Org", org);
        shell.Set("Go", _go);
        shell.Set("Slow", state == "idle" ? null : new FileInfo(Files.PathOf("slow.pdf")));
        shell.Set("PSDefaultParameterValues", new System.Management.Automation.DefaultParameterDictionary { ["Send-GCAttachment:ConversationId"] = Sandbox.ConversationId });

        using var running = shell.Begin(Pipelines[exit]);
        await isThere();
        var took = End(exit, shell, running);

        Assert.True(took < Soon, $"It took {took}.");
        if (state is "uploading" or "waiting for a token")
        {
            await Sandbox.AssertGivenUpAsync();
        }

        // Between two looks at an upload there is half a second; everything else that could follow would follow at once.
        await Sandbox.AssertSilenceAsync(TimeSpan.FromMilliseconds(state == "waiting for confirmation" ? 700 : 200));
        Assert.Empty(await Sandbox.MessagesAsync());
    }

    private TimeSpan End(string exit, Shell shell, Running running)
    {
        var begun = Stopwatch.GetTimestamp();
        switch (exit)
        {
            case "Ctrl+C":
                running.Stop();
                break;
            case "closed":
                return shell.Close();
            default:
                _go.Set();
                break;
        }

        running.Wait();
        return Stopwatch.GetElapsedTime(begun);
    }

    private async Task<Func<Task>> PrepareAsync(string state)
    {
        switch (state)
        {
            case "uploading":
                return await Sandbox.FailAlwaysAsync(new { method = "PUT", path = "*slow.pdf", stall = true });
            case "waiting for a token":
                await Sandbox.RevokeTokensAsync();
                return await Sandbox.FailAlwaysAsync(new { path = "/oauth/token", stall = true });
            case "waiting for confirmation":
                await Sandbox.FailAlwaysAsync(new { method = "GET", path = "*/messages/media*", status = 200, body = """{"status":"uploading"}""" });
                // Answered, and written down: one that is under way at the end would be so after it.
                return () => Wait.UntilAsync(async () => (await Sandbox.RequestsAsync()).Any(request => request.Method == "GET" && request.Target.Contains("/messages/media", StringComparison.Ordinal)), TimeSpan.FromSeconds(10));
            default:
                return () => Task.CompletedTask;
        }
    }
}
