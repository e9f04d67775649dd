using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Routes;
using GenesysAttachments.Engine.Sending;
using GenesysAttachments.Engine.Targets;
using GenesysAttachments.Engine.Telemetry;

namespace GenesysAttachments.Engine.Tests;

/// <summary>Whatever is thrown at one file is that file's fate: every input has its receipt, and the others arrive.</summary>
public sealed class FateTests
{
    private const int Files = 20;
    private const string Victim = "f7.pdf";

    public static TheoryData<string, string> Matrix()
    {
        var rows = new TheoryData<string, string>();
        foreach (var step in FatefulRoute.Steps)
        {
            Unforeseen.Exceptions.Keys.ToList().ForEach(exception => rows.Add(step, exception));
        }

        return rows;
    }

    [Theory]
    [MemberData(nameof(Matrix))]
    public async Task What_befalls_one_file_of_a_batch_is_its_own_fate(string step, string exception)
    {
        using var desk = await PlanningDesk.StartAsync();
        var route = new FatefulRoute(Victim, step, Unforeseen.Exceptions[exception]);
        var log = new StepLog(isVerbose: false, isDebug: true);

        var receipts = await PumpAsync(desk, route, log);

        Assert.Equal(Enumerable.Range(0, Files), receipts.Select(receipt => receipt.Plan.Index).Order());
        Assert.Equal(Files - 1, receipts.Count(receipt => receipt.State == ReceiptStates.Sent));
        var struck = Assert.Single(receipts, receipt => receipt.State != ReceiptStates.Sent);
        Assert.Equal(Victim, struck.Plan.File.Name);
        var isOwn = exception == "GCException";
        var isUnknown = step == FatefulRoute.Sent && !isOwn;
        Assert.Equal(
            (isUnknown ? ReceiptStates.Unknown : ReceiptStates.Failed, isOwn ? ErrorIds.UploadInvalid : isUnknown ? ErrorIds.MessageOutcomeUnknown : ErrorIds.InternalError),
            (struck.State, struck.Error!.ErrorId));
        if (!isOwn)
        {
            Assert.Contains(exception, struck.Error.Message, StringComparison.Ordinal);
            Assert.DoesNotContain("canary", struck.Error.Message, StringComparison.Ordinal);
            // The platform answered before these steps: support can be told where.
            Assert.Equal(step is FatefulRoute.Opening or FatefulRoute.Putting ? null : $"correlation-of-{Victim}", struck.Error.CorrelationId);
        }

        AssertTold(log, isOwn ? null : exception);
    }

    [Theory]
    [InlineData(FatefulRoute.Opening)]
    [InlineData(FatefulRoute.Sending)]
    [InlineData(FatefulRoute.Sent)]
    public async Task A_text_goes_once_whatever_befalls_the_file_it_was_to_go_with(string step)
    {
        using var desk = await PlanningDesk.StartAsync();
        var route = new FatefulRoute("f0.pdf", step, Unforeseen.Exceptions["NullReferenceException"]);

        await PumpAsync(desk, route, null, "Hello");

        Assert.Equal("Hello", Assert.Single(route.Texts));
    }

    [Theory]
    [InlineData("InvalidOperationException")]
    [InlineData("OperationCanceledException")]
    [InlineData("GCException")]
    public async Task What_befalls_the_tidying_up_after_a_stop_hides_nothing(string exception)
    {
        using var desk = await PlanningDesk.StartAsync();
        var route = new FatefulRoute(Victim, FatefulRoute.Abandoning, Unforeseen.Exceptions[exception]);
        var log = new StepLog(isVerbose: false, isDebug: true);
        using var stop = new CancellationTokenSource();

        var sending = Harness.SendAsync(Sender(route, log), stop.Token, Plans(desk, null));
        await route.Held.Task;
        await stop.CancelAsync();
        var receipts = await sending;

        Assert.Equal(Enumerable.Range(0, Files), receipts.Select(receipt => receipt.Plan.Index));
        Assert.Equal(route.Arrived.Order(), receipts.Where(receipt => receipt.State == ReceiptStates.Sent).Select(receipt => receipt.Plan.File.Name).Order());
        Assert.All(receipts.Skip(7), receipt => Assert.Equal((ReceiptStates.Cancelled, ErrorIds.Cancelled), (receipt.State, receipt.Error?.ErrorId)));
        Assert.Contains(Victim, route.Abandoned);
        AssertTold(log, exception);
    }

    [Fact]
    public async Task An_upload_url_that_something_befell_has_its_outcome()
    {
        using var desk = await PlanningDesk.StartAsync();
        var log = new StepLog(isVerbose: false, isDebug: true);
        var sender = Sender(new FatefulRoute(Victim, FatefulRoute.Opening, Unforeseen.Exceptions["JsonException"]), log);
        var plans = Plans(desk, null);

        var outcomes = await Task.WhenAll(plans.Select(plan => sender.OpenAsync(sender.AdmitUrl(plan, default), default)));

        Assert.Equal(Files - 1, outcomes.Count(outcome => outcome.Url is not null));
        Assert.Equal(ErrorIds.InternalError, outcomes[7].Error?.ErrorId);
        AssertTold(log, "JsonException");
    }

    private static void AssertTold(StepLog log, string? exception)
    {
        var lines = new List<string>();
        while (log.TryTake(out var line))
        {
            lines.Add(line.Text);
        }

        if (exception is null or "SpeechlessException")
        {
            Assert.Equal(exception is null ? 0 : 1, lines.Count);
            return;
        }

        var told = Assert.Single(lines);
        Assert.Contains($"at '{Victim}'", told, StringComparison.Ordinal);
        Assert.Contains($"{nameof(FatefulRoute)}.StrikeAsync", told, StringComparison.Ordinal);
        Assert.DoesNotContain("\n", told, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", told, StringComparison.Ordinal);
    }

    private static Sender Sender(IRoute route, StepLog? log) => new(new SendOptions(ThrottleLimit: 4), new ProgressBoard(), TimeProvider.System, log)
    {
        RoutesOf = _ => new Dictionary<string, IRoute> { [RouteNames.Agent] = route },
    };

    private static List<Plan> Plans(PlanningDesk desk, string? text)
    {
        var planner = desk.Planner();
        var values = PlanningDesk.To() with { Text = text, Given = new HashSet<string> { "Text" } };
        return [.. Enumerable.Range(0, Files).SelectMany(i => planner.Plan(desk.Input($"f{i}.pdf"), values))];
    }

    private static Task<List<Receipt>> PumpAsync(PlanningDesk desk, FatefulRoute route, StepLog? log, string? text = null)
    {
        var sender = Sender(route, log);
        return Harness.PumpAsync(sender, 8, Plans(desk, text));
    }
}
