using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Journals;
using GenesysAttachments.Engine.Routes;
using GenesysAttachments.Engine.Sending;
using GenesysAttachments.Engine.Targets;
using GenesysAttachments.Sandbox;

namespace GenesysAttachments.Engine.Tests.Receiving;

/// <summary>A sender that reads back what it sent.</summary>
public sealed class VerifyTests
{
    [Theory]
    [InlineData(RouteNames.Agent, 1)]
    [InlineData(RouteNames.Agent, 4)]
    [InlineData(RouteNames.Messaging, 1)]
    [InlineData(RouteNames.Media, 3)]
    [InlineData(RouteNames.Multipart, 1)]
    [InlineData(RouteNames.Guest, 1)]
    public async Task Every_file_comes_back_byte_for_byte_on_every_route_at_the_cost_that_was_reckoned(string route, int filesPerMessage)
    {
        await using var desk = await SaveDesk.StartAsync();
        var plans = new List<Plan>();
        for (var i = 0; i < 7; i++)
        {
            plans.Add(await PlanAsync(desk, route, i));
        }

        var before = Count(desk);
        var costs = new RouteCosts(10, filesPerMessage, readsBack: true);
        var reckoned = plans.Sum(costs.Add);

        var receipts = await SendAsync(desk, plans, filesPerMessage);

        Assert.All(receipts, receipt => Assert.Equal((ReceiptStates.Sent, true, null), (receipt.State, receipt.Transfer.Verified, receipt.Error?.Message)));
        Assert.All(receipts, receipt => Assert.Empty(receipt.Transfer.Warnings));
        Assert.Equal(plans.Count, desk.Gets.Count);
        Assert.InRange(reckoned, (Count(desk) - before) * 0.9, (Count(desk) - before) * 1.1);
    }

    [Theory]
    [InlineData(RouteNames.Agent)]
    [InlineData(RouteNames.Messaging)]
    [InlineData(RouteNames.Guest)]
    public async Task Other_bytes_than_were_sent_are_an_error_of_a_file_that_was_sent(string route)
    {
        await using var desk = await SaveDesk.StartAsync();
        desk.Fault(new Fault { Method = "GET", Path = "/gc-attachments/*", Status = 200, Body = "{\"other\":1}" });

        var receipts = await SendAsync(desk, [await PlanAsync(desk, route, 0), await PlanAsync(desk, route, 1)]);

        var differs = Assert.Single(receipts, receipt => receipt.Error is not null);
        Assert.Equal((ReceiptStates.Sent, ErrorIds.AttachmentDiffers, false), (differs.State, differs.Error!.ErrorId, differs.Transfer.Verified));
        Assert.Contains("11 bytes", differs.Error.Message, StringComparison.Ordinal);
        Assert.Equal(2, desk.Harness.Sandbox.Messages.Count);
        Assert.Equal(ReceiptStates.Skipped, Receipt.OfRefused(differs.Plan with { Before = differs.State })?.State);
    }

    [Theory]
    [InlineData("*/messages/????????-*", 403, "403")]
    [InlineData("*/messages/????????-*", 404, "404")]
    [InlineData("/api/v2/downloads/*", 404, "")]
    [InlineData("/gc-attachments/*", 403, "")]
    [InlineData("/gc-attachments/*", 503, "503")]
    public async Task What_keeps_it_from_being_read_back_is_a_warning_and_nothing_goes_twice(string path, int status, string word)
    {
        await using var desk = await SaveDesk.StartAsync();
        desk.Fault(new Fault { Method = "GET", Path = path, Status = status, Times = -1 });

        var receipt = Assert.Single(await SendAsync(desk, [await PlanAsync(desk, RouteNames.Messaging, 0)]));

        Assert.Equal((ReceiptStates.Sent, null, (bool?)null), (receipt.State, receipt.Error?.Message, receipt.Transfer.Verified));
        var warning = Assert.Single(receipt.Transfer.Warnings);
        Assert.StartsWith("Sent, and not read back: ", warning, StringComparison.Ordinal);
        Assert.Contains(word, warning, StringComparison.OrdinalIgnoreCase);
        Assert.Single(desk.Harness.Sandbox.Messages);
    }

    [Fact]
    public async Task A_stop_while_it_is_read_back_leaves_it_sent()
    {
        await using var desk = await SaveDesk.StartAsync();
        desk.Fault(new Fault { Method = "GET", Path = "/gc-attachments/*", Stall = true });
        using var stop = new CancellationTokenSource();
        using var sender = new Sender(new SendOptions(ReadsBack: true), new ProgressBoard(), desk.Harness.Time);

        var sending = Harness.SendAsync(sender, stop.Token, [await PlanAsync(desk, RouteNames.Agent, 0)]);
        await Wait.Until(() => desk.Harness.Sandbox.Faults.All.Count == 0);
        await stop.CancelAsync();
        var receipt = Assert.Single(await sending.WaitAsync(TimeSpan.FromSeconds(30)));

        Assert.Equal((ReceiptStates.Sent, (bool?)null), (receipt.State, receipt.Transfer.Verified));
        Assert.Equal("Sent, and not read back: The command was stopped.", Assert.Single(receipt.Transfer.Warnings));
    }

    [Fact]
    public async Task What_an_earlier_run_sent_and_this_one_finds_is_read_back_as_well()
    {
        await using var desk = await SaveDesk.StartAsync();
        var path = Path.Combine(desk.Harness.Folder, "run.jsonl");
        var plan = await PlanAsync(desk, RouteNames.Agent, 0);
        plan = plan with { Target = plan.Target with { CommunicationId = desk.Harness.Sandbox.Identity.CommunicationId } };
        Assert.Equal(ReceiptStates.Sent, Assert.Single(await SendAsync(desk, [plan], journal: path)).State);
        // As a process that ended before the answer came.
        await File.WriteAllLinesAsync(path, (await File.ReadAllLinesAsync(path)).Where(line => !line.Contains("\"event\":\"sent\"", StringComparison.Ordinal)));

        var receipt = Assert.Single(await SendAsync(desk, [plan], journal: path));

        Assert.Equal((ReceiptStates.Sent, true), (receipt.State, receipt.Transfer.Verified));
        Assert.Equal((1, 2), (desk.Harness.Sandbox.Messages.Count, desk.Gets.Count));
    }

    // Frames of a guest count as its requests do; the storage counts none.
    private static int Count(SaveDesk desk) => desk.Harness.Calls.Count(call =>
        !call.Target.StartsWith("/gc-attachments/", StringComparison.Ordinal) && (call.Method != "WS" || call.Target is "getAttachment" or "onAttachment" or "onMessage"));

    private static async Task<Plan> PlanAsync(SaveDesk desk, string route, int index)
    {
        var path = desk.Harness.Write($"f{index}.pdf", 1000, index);
        if (route == RouteNames.Guest)
        {
            return desk.Harness.DeliverAsGuest(await desk.Harness.ConnectGuestAsync(), path, index: index);
        }

        var plan = desk.Harness.Deliver(path, route == RouteNames.Messaging ? desk.Harness.MessagingTarget : desk.Harness.AgentTarget, index: index);
        return plan with { Route = route, File = desk.Harness.Check(path, route) };
    }

    private static async Task<List<Receipt>> SendAsync(SaveDesk desk, IReadOnlyList<Plan> plans, int filesPerMessage = 1, string? journal = null)
    {
        using var written = journal is null ? null : Journal.Open(journal, desk.Harness.Time);
        var options = new SendOptions(ThrottleLimit: 5, FilesPerMessage: filesPerMessage, ReadsBack: true);
        using var sender = new Sender(options, new ProgressBoard(), desk.Harness.Time) { Journal = written };
        return written is null ? await Harness.PumpAsync(sender, options.Workers, plans)
            : [.. await Task.WhenAll(plans.Select(plan => sender.Recall(plan, out var settled) is var record && settled is not null ? Task.FromResult(settled) : sender.SendAsync(sender.Admit(plan, record, default), default)))];
    }
}
