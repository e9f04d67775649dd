using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Files;
using GenesysAttachments.Engine.Http;
using GenesysAttachments.Engine.Policies;
using GenesysAttachments.Engine.Routes;
using GenesysAttachments.Engine.Sending;
using GenesysAttachments.Engine.Targets;

namespace GenesysAttachments.Engine.Tests;

/// <summary>Files that another program holds open: said at the check, tried again by a send, and never sent while somebody may write to them.</summary>
public sealed class HeldFileTests
{
    private const string Says = "another program holds it open";

    // What the clock shows when the second retry of an upload begins: waits are three quarters of 2 and 4 s here.
    private static readonly TimeSpan AfterTwoWaits = TimeSpan.FromSeconds(4.5);

    /// <summary>How another program may have a file open, and whether that holds it. A Unix knows only who wants a file for itself alone.</summary>
    public static TheoryData<FileAccess, FileShare, bool> Modes()
    {
        var rows = new TheoryData<FileAccess, FileShare, bool>
        {
            { FileAccess.ReadWrite, FileShare.None, true },
            { FileAccess.Read, FileShare.None, true },
            { FileAccess.Read, FileShare.Read, false },
            { FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, false },
        };
        if (OperatingSystem.IsWindows())
        {
            rows.Add(FileAccess.Write, FileShare.Read, true);
            rows.Add(FileAccess.Write, FileShare.ReadWrite, true);
            rows.Add(FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete, true);
            rows.Add(FileAccess.Read, FileShare.Write, true);
            rows.Add(FileAccess.Read, FileShare.Delete, true);
        }

        return rows;
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task A_check_says_that_another_program_holds_the_file(FileAccess access, FileShare share, bool isHeld)
    {
        await using var harness = await Harness.StartAsync();
        var path = harness.Write("a.pdf");
        using var other = new FileStream(path, FileMode.Open, access, share);

        var file = harness.Check(path);

        Assert.Equal(isHeld, file.IsOnlyHeld);
        Assert.Equal(isHeld ? [$"{ErrorIds.FileUnreadable}: '{path}' cannot be read now: {Says} for writing, or for itself alone."] : [], file.Problems.Select(problem => problem.ToString()));
    }

    [Fact]
    public async Task A_range_of_bytes_that_is_locked_holds_the_file_where_the_system_keeps_others_from_it()
    {
        await using var harness = await Harness.StartAsync();
        var path = harness.Write("a.pdf");
        using var other = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        if (!OperatingSystem.IsMacOS())
        {
            other.Lock(0, 10);
        }

        Assert.Equal(OperatingSystem.IsWindows(), harness.Check(path).IsOnlyHeld);
    }

    [Theory]
    [InlineData("a.exe", new[] { ErrorIds.FileUnreadable, ErrorIds.TypeNotAllowed })]
    [InlineData("noextension", new[] { ErrorIds.FileUnreadable, ErrorIds.NameInvalid })]
    public async Task What_its_name_says_is_known_while_it_is_held(string name, string[] problems)
    {
        await using var harness = await Harness.StartAsync();
        var path = harness.Write(name, 0);
        using var other = Hold(path);

        var plan = Plan(harness, path);

        Assert.Equal(problems, plan.File.Problems.Select(problem => problem.ErrorId));
        Assert.Equal((ReceiptStates.Rejected, false), Receipt.OfRefused(plan) is { } receipt ? (receipt.State, receipt.Error!.CanRetry) : default);
    }

    [Theory]
    [InlineData(true, RouteNames.Agent)]
    [InlineData(true, RouteNames.Messaging)]
    [InlineData(false, RouteNames.Agent)]
    [InlineData(false, RouteNames.Messaging)]
    [InlineData(false, RouteNames.Media)]
    [InlineData(false, RouteNames.Multipart)]
    public async Task A_file_that_is_let_go_of_within_the_retries_is_sent(bool isHeldAtItsCheck, string route)
    {
        await using var harness = await Harness.StartAsync();
        var path = harness.Write("a.pdf");
        var other = isHeldAtItsCheck ? Hold(path) : null;
        var plan = Plan(harness, path, route);
        other ??= Hold(path);
        var begun = harness.Time.GetUtcNow();

        var sending = harness.SendAsync(plan);
        await Wait.Until(() => harness.Time.GetUtcNow() - begun >= AfterTwoWaits);
        await other.DisposeAsync();
        var receipt = Assert.Single(await sending);

        Assert.Equal((ReceiptStates.Sent, null), (receipt.State, receipt.Error?.Message));
        Assert.Equal(Harness.Sha256(path), Assert.Single(Assert.Single(harness.Sandbox.Messages).Attachments).Sha256);
        Assert.Equal((1000, "a.pdf"), (receipt.Plan.File.Length, receipt.Plan.File.SentName));
    }

    [Theory]
    [InlineData(true, null, 4)]
    [InlineData(false, null, 4)]
    [InlineData(true, 1, 2)]
    [InlineData(false, 1, 2)]
    public async Task A_file_that_stays_held_fails_after_the_retries_and_may_be_tried_again(bool isHeldAtItsCheck, int? maximumRetryCount, int attempts)
    {
        await using var harness = await Harness.StartAsync();
        var path = harness.Write("a.pdf");
        var plan = isHeldAtItsCheck ? null : Plan(harness, path);
        await using var other = Hold(path);
        plan ??= Plan(harness, path);

        var receipts = await Harness.SendAsync(harness.Runner(maximumRetryCount), default, plan, harness.Deliver(harness.Write("b.pdf"), index: 1));

        Assert.Equal([(ReceiptStates.Failed, ErrorIds.FileUnreadable), (ReceiptStates.Sent, null)], receipts.Select(receipt => (receipt.State, receipt.Error?.ErrorId)));
        var error = receipts[0].Error!;
        Assert.True(error.CanRetry);
        Assert.Contains(Says, error.Message, StringComparison.Ordinal);
        Assert.Contains($"Gave up after {attempts} attempts", error.Message, StringComparison.Ordinal);
        Assert.Equal("b.pdf", Assert.Single(Assert.Single(harness.Sandbox.Messages).Attachments).Name);
        Assert.Single(harness.Puts);
    }

    [Theory]
    [InlineData("", ErrorIds.FileEmpty)]
    [InlineData("<html><body>504 Gateway Time-out</body></html>", ErrorIds.ContentMismatch)]
    public async Task What_the_check_could_not_see_is_checked_before_anything_is_asked_of_the_org(string written, string errorId)
    {
        await using var harness = await Harness.StartAsync();
        var path = harness.Write("a.pdf");
        Plan plan;
        await using (var other = Hold(path))
        {
            plan = Plan(harness, path);
            other.SetLength(0);
            await other.WriteAsync(System.Text.Encoding.UTF8.GetBytes(written));
        }

        var receipt = Assert.Single(await harness.SendAsync(plan));

        Assert.Equal((ReceiptStates.Failed, errorId, false), (receipt.State, receipt.Error!.ErrorId, receipt.Error.CanRetry));
        Assert.Empty(harness.Calls);
    }

    [Fact]
    public async Task A_stop_ends_the_wait_for_a_file_that_is_held()
    {
        await using var harness = await Harness.StartAsync(time: TimeProvider.System);
        var path = harness.Write("a.pdf");
        await using var other = Hold(path);
        using var stop = new CancellationTokenSource();

        var sending = Harness.SendAsync(harness.Runner(), stop.Token, Plan(harness, path));
        await Task.Delay(100);
        await stop.CancelAsync();

        Assert.Equal(ReceiptStates.Cancelled, Assert.Single(await sending.WaitAsync(TimeSpan.FromSeconds(1))).State);
        Assert.Empty(harness.Calls);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_file_that_cannot_be_read_in_mid_upload_is_no_failure_of_the_network(bool isHeld)
    {
        await using var harness = await Harness.StartAsync();
        var path = harness.Write("a.pdf", 200_000);
        using var upload = await FileUpload.OpenAsync(harness.Check(path), new Transfer(), harness.Time, default);
        var cause = isHeld ? Assert.ThrowsAny<IOException>(() => Hold(path)) : new IOException("The disk is gone.");
        upload.Body.Read = (_, piece, at) => at > 0 ? throw cause : piece.Length;
        using var request = new HttpRequestMessage(HttpMethod.Put, harness.Sandbox.Identity.Url) { Content = upload.Body };

        var thrown = await Assert.ThrowsAnyAsync<Exception>(() => upload.SendAsync(harness.Http, request, new Display.SecretMask(), readsSuccess: true, holdsForAll: true).AsTask());

        var error = (thrown as AttemptFailure)?.Error ?? (GCException)thrown;
        Assert.Equal((isHeld, isHeld, ErrorIds.FileUnreadable), (thrown is AttemptFailure, error.CanRetry, error.ErrorId));
        Assert.Contains(isHeld ? Says : "The disk is gone.", error.Message, StringComparison.Ordinal);
    }

    private static FileStream Hold(string path) => new(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);

    private static Plan Plan(Harness harness, string path, string route = RouteNames.Agent) => Assert.Single(new Planner(
        new PlanSettings
        {
            Paths = new FolderPaths(harness.Folder),
            Session = harness.Session,
            Current = () => harness.Session,
            Find = _ => harness.Session,
            Policy = (_, _) => AttachmentPolicy.Default,
        },
        harness.Time).Plan(new PlanInput.OfPath(path, true), new PlanValues { Target = route == RouteNames.Messaging ? harness.MessagingTarget : harness.AgentTarget, Route = route }));
}
