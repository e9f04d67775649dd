using System.Globalization;
using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Routes;
using GenesysAttachments.Engine.Sending;
using GenesysAttachments.Engine.SignIn;
using GenesysAttachments.Engine.Storage;
using GenesysAttachments.Engine.Targets;
using GenesysAttachments.Sandbox;

namespace GenesysAttachments.Engine.Tests;

/// <summary>The rows of docs/reliability.md that no other test shows: what the user sees, what the server received, how often.</summary>
public sealed class FaultTableTests
{
    private const string Open = "*/uploads";
    private const string Status = "*/media/*";
    private const string Message = "*/messages";

    [Theory]
    [InlineData("42", 41, 42)]
    [InlineData("0", 0, 0.01)]
    [InlineData("1.5", 1, 2)]
    [InlineData("NaN", 1, 2)]
    [InlineData("+5", 1, 2)]
    [InlineData("1e3", 1, 2)]
    [InlineData("0x10", 1, 2)]
    [InlineData("date", 55, 60)]
    [InlineData("past", 0, 0.01)]
    [InlineData("soon", 1, 2)]
    [InlineData("-5", 1, 2)]
    [InlineData("", 1, 2)]
    [InlineData(null, 1, 2)]
    [InlineData("180", 179, 180)]
    public async Task The_wait_is_what_retry_after_says_where_it_can_be_read(string? value, double least, double most)
    {
        var time = new SkippingTime();
        await using var harness = await Harness.StartAsync(time: time);
        var header = value switch
        {
            "date" => harness.Time.GetUtcNow().AddSeconds(59).ToString("r", CultureInfo.InvariantCulture),
            "past" => harness.Time.GetUtcNow().AddMinutes(-5).ToString("r", CultureInfo.InvariantCulture),
            _ => value,
        };
        harness.Sandbox.Faults.Add(new Fault { Path = Open, Status = 503, Headers = header is null ? null : new() { ["Retry-After"] = header } });

        var receipt = (await harness.SendAsync(harness.Deliver(harness.Write("a.pdf")))).Single();

        Assert.Equal(ReceiptStates.Sent, receipt.State);
        if (most > 0.1)
        {
            Assert.InRange(time.Pauses[0].TotalSeconds, least, most);
        }
        else
        {
            Assert.DoesNotContain(time.Pauses, pause => pause > TimeSpan.FromSeconds(1));
        }
    }

    [Theory]
    [InlineData(429)]
    [InlineData(503)]
    public async Task A_wait_over_180_seconds_is_not_sat_out(int status)
    {
        await using var harness = await Harness.StartAsync();
        harness.Sandbox.Faults.Add(new Fault { Path = Open, Status = status, Times = -1, Headers = new() { ["Retry-After"] = "181" } });

        var receipt = (await harness.SendAsync(harness.Deliver(harness.Write("a.pdf")))).Single();

        Assert.Equal((ReceiptStates.Failed, 1), (receipt.State, harness.Calls.Count(call => call.Method == "POST")));
        Assert.NotNull(receipt.Error!.RetryAt);
        Assert.Empty(harness.Puts);
    }

    [Theory]
    [InlineData("POST", Open)]
    [InlineData("GET", "/api/v2/conversations/*")]
    [InlineData("GET", Status)]
    [InlineData("PUT", "*")]
    public async Task A_break_before_the_answer_is_tried_again_where_that_is_harmless(string method, string path)
    {
        await using var harness = await Harness.StartAsync();
        harness.Sandbox.Faults.Add(new Fault { Method = method, Path = path, ResetAfterBytes = 0 });
        harness.Sandbox.Faults.Add(new Fault { Method = method, Path = path, AcceptThenDrop = true });

        var receipt = (await harness.SendAsync(harness.Deliver(harness.Write("a.pdf", 200_000)))).Single();

        Assert.Null(receipt.Error);
        Assert.Empty(harness.Sandbox.Faults.All);
        Assert.Equal(Harness.Sha256(receipt.Plan.File.Path), harness.Sandbox.Messages.Single().Attachments.Single().Sha256);
    }

    [Theory]
    [InlineData("POST", Open)]
    [InlineData("GET", Status)]
    public async Task No_answer_in_30_seconds_is_tried_again(string method, string path)
    {
        var time = new SkippingTime();
        await using var harness = await Harness.StartAsync(time: time);
        harness.Sandbox.Faults.Add(new Fault { Method = method, Path = path, Stall = true });

        var sending = harness.SendAsync(harness.Deliver(harness.Write("a.pdf")));
        await Wait.Until(() => harness.Sandbox.Faults.All.Count == 0);
        await Task.Delay(100);
        time.Advance(TimeSpan.FromSeconds(31));

        Assert.Null((await sending).Single().Error);
        Assert.Single(harness.Sandbox.Messages);
    }

    [Fact]
    public async Task A_message_without_an_answer_in_30_seconds_is_looked_for_and_not_sent_again()
    {
        var time = new SkippingTime();
        await using var harness = await Harness.StartAsync(time: time);
        harness.Sandbox.Faults.Add(new Fault { Method = "POST", Path = Message, Stall = true });

        var sending = harness.SendAsync(harness.Deliver(harness.Write("a.pdf")));
        await Wait.Until(() => harness.Sandbox.Faults.All.Count == 0);
        await Task.Delay(100);
        time.Advance(TimeSpan.FromSeconds(31));
        var receipt = (await sending).Single();

        Assert.Equal(ReceiptStates.Unknown, receipt.State);
        Assert.Single(harness.MessagePosts);
        Assert.Empty(harness.Sandbox.Messages);
    }

    [Theory]
    [InlineData("{\"id\":\"x")]
    [InlineData("<html>Busy</html>")]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("null")]
    public async Task An_answer_that_makes_no_sense_is_an_error_and_nothing_is_guessed(string body)
    {
        await using var harness = await Harness.StartAsync();
        harness.Sandbox.Faults.Add(new Fault { Path = Open, Status = 200, Body = body });

        var receipt = (await harness.SendAsync(harness.Deliver(harness.Write("a.pdf")))).Single();

        Assert.Equal(ReceiptStates.Failed, receipt.State);
        Assert.Contains(receipt.Error!.ErrorId, (string[])[ErrorIds.AnswerInvalid, ErrorIds.GatewayAnswered, ErrorIds.UploadInvalid]);
        Assert.Empty(harness.Puts);
    }

    [Fact]
    public async Task An_answer_cut_off_in_its_body_is_tried_again()
    {
        await using var harness = await Harness.StartAsync();
        harness.Sandbox.Faults.Add(new Fault { Path = Open, Status = 200, Headers = new() { ["Content-Length"] = "1000" }, Body = "{\"id\":" });

        var receipt = (await harness.SendAsync(harness.Deliver(harness.Write("a.pdf")))).Single();

        Assert.Null(receipt.Error);
        Assert.Equal(2, harness.Calls.Count(call => call.Target.EndsWith("/uploads", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("POST", Open, ErrorIds.RequestInvalid)]
    [InlineData("PUT", "*", ErrorIds.UploadRejected)]
    [InlineData("POST", Message, ErrorIds.MessageRejected)]
    public async Task A_redirect_is_followed_by_nobody(string method, string path, string errorId)
    {
        await using var harness = await Harness.StartAsync();
        harness.Sandbox.Faults.Add(new Fault { Method = method, Path = path, Status = 307, Headers = new() { ["Location"] = harness.Sandbox.Identity.Url + "/elsewhere" } });

        var receipt = (await harness.SendAsync(harness.Deliver(harness.Write("a.pdf")))).Single();

        Assert.Equal(errorId, receipt.Error?.ErrorId);
        Assert.DoesNotContain(harness.Calls, call => call.Target == "/elsewhere");
        Assert.Empty(harness.Sandbox.Messages);
    }

    [Fact]
    public async Task A_tampered_url_is_refused_once()
    {
        await using var harness = await Harness.StartAsync();
        var runner = harness.Runner();
        var delivery = harness.Deliver(harness.Write("a.pdf"));
        var url = (await runner.OpenAsync(runner.AdmitUrl(delivery, default), default)).Url!;
        var tampered = new UploadUrl(url.Reveal().Replace("X-Amz-Signature=", "X-Amz-Signature=0", StringComparison.Ordinal))
        {
            File = url.File, Target = url.Target, Route = url.Route, AttachmentId = url.AttachmentId, Headers = url.Headers, MadeAt = url.MadeAt, Life = url.Life,
        };

        var receipt = (await Harness.SendAsync(runner, default, new Plan { Index = 0, File = delivery.File, Target = delivery.Target, Route = delivery.Route, Session = delivery.Session, Url = tampered })).Single();

        Assert.Equal(ErrorIds.UploadRejected, receipt.Error?.ErrorId);
        Assert.Contains("SignatureDoesNotMatch", receipt.Error!.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("X-Amz-", receipt.Error.ToString(), StringComparison.OrdinalIgnoreCase);
        Assert.Single(harness.Puts);
        Assert.Empty(harness.Sandbox.Messages);
    }

    [Theory]
    [InlineData("gone", ErrorIds.FileNotFound)]
    [InlineData("changed", ErrorIds.FileChanged)]
    public async Task A_file_that_goes_or_changes_between_attempts_is_not_sent(string how, string errorId)
    {
        if (OperatingSystem.IsWindows() && how == "gone")
        {
            return; // There an open file cannot be deleted.
        }

        await using var harness = await Harness.StartAsync();
        var path = harness.Write("a.pdf");
        harness.Sandbox.Faults.Add(new Fault { Method = "PUT", Status = 503, DelayMs = 500 });

        var sending = harness.SendAsync(harness.Deliver(path));
        await Wait.Until(() => harness.Sandbox.Faults.All.Count == 0);
        if (how == "gone")
        {
            File.Delete(path);
        }
        else
        {
            File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddMinutes(1));
        }

        var receipt = (await sending).Single();
        Assert.Equal((ReceiptStates.Failed, errorId), (receipt.State, receipt.Error?.ErrorId));
        Assert.Single(harness.Puts);
        Assert.Empty(harness.Sandbox.Messages);
    }

    [Fact]
    public async Task An_org_that_goes_and_comes_back_loses_nothing_and_gets_nothing_twice()
    {
        // Real time: the pauses have to outlast the outage.
        await using var harness = await Harness.StartAsync(time: TimeProvider.System);
        var front = await WireRecorder.StartAsync(harness.Sandbox.Identity.Url);
        var address = front.Url;
        var session = await harness.ConnectAsync(settings: new SessionSettings { Domain = "sandbox", Endpoint = address, RequestsPerMinute = 0 });
        var files = Enumerable.Range(0, 12).Select(i => harness.Deliver(harness.Write($"f{i}.pdf", 1000, i), session: session, index: i)).ToList();
        var sending = harness.PumpAsync(files, workers: 3);
        await Wait.Until(() => harness.Sandbox.Messages.Count >= 2);

        await front.DisposeAsync();
        await Task.Delay(300);
        await using var again = await WireRecorder.StartAsync(harness.Sandbox.Identity.Url, address.Port);
        var receipts = await sending;

        var arrived = harness.Sandbox.Messages.Select(message => message.Attachments.Single().Sha256).ToList();
        Assert.Equal(arrived.Count, arrived.Distinct().Count());
        Assert.Equal(12, receipts.Count);
        foreach (var receipt in receipts)
        {
            var isThere = arrived.Contains(Harness.Sha256(receipt.Plan.File.Path));
            Assert.True(receipt.State == ReceiptStates.Sent ? isThere : receipt.State == ReceiptStates.Unknown || !isThere, $"{receipt.State} {receipt.Error?.Message}");
        }

        Assert.True(receipts.Count(receipt => receipt.State == ReceiptStates.Sent) >= 10, string.Join("\n", receipts.Select(receipt => receipt.Error?.Message)));
    }
}
