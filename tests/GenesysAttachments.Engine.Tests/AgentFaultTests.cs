using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Http;
using GenesysAttachments.Engine.Routes;
using GenesysAttachments.Engine.Sending;
using GenesysAttachments.Engine.Targets;
using GenesysAttachments.Sandbox;

namespace GenesysAttachments.Engine.Tests;

public sealed class AgentFaultTests
{
    [Fact]
    public async Task Put_reopens_the_file_on_every_attempt()
    {
        await using var harness = await Harness.StartAsync();
        harness.Sandbox.Faults.Add(new Fault { Method = "PUT", Status = 503 });
        var path = harness.Write("a.pdf", 150_000);

        var receipt = (await harness.SendAsync(harness.Deliver(path))).Single();

        Assert.Equal((ReceiptStates.Sent, 4), (receipt.State, receipt.Transfer.Attempts));
        Assert.Equal([503, 200], harness.Puts.Select(put => put.Status));
        Assert.All(harness.Puts, put => Assert.Equal((150_000L, Harness.Sha256(path)), (put.BodyLength, put.BodySha256)));
    }

    [Fact]
    public async Task A_connection_reset_in_the_body_is_tried_again_on_a_new_connection()
    {
        await using var harness = await Harness.StartAsync();
        harness.Sandbox.Faults.Add(new Fault { Method = "PUT", ResetAfterBytes = 50_000, Times = 2 });

        var receipt = (await harness.SendAsync(harness.Deliver(harness.Write("a.pdf", 3_000_000)))).Single();

        Assert.Equal((ReceiptStates.Sent, 5), (receipt.State, receipt.Transfer.Attempts));
        Assert.Single(harness.Sandbox.Messages);
    }

    [Fact]
    public async Task A_refused_token_in_mid_run_costs_one_token_request_for_all_workers()
    {
        await using var harness = await Harness.StartAsync();
        var files = Enumerable.Range(0, 24).Select(i => harness.Deliver(harness.Write($"f{i}.pdf", 500, i), index: i)).ToList();
        await harness.SendAsync(files.Take(4));
        await harness.Http.PostAsync(new Uri($"{harness.Sandbox.Identity.Url}/_sandbox/revoke"), null);

        var receipts = await harness.SendAsync(files.Skip(4));

        Assert.All(receipts, receipt => Assert.Equal(ReceiptStates.Sent, receipt.State));
        Assert.Equal(2, harness.Sandbox.Requests.Count(call => call.Target == "/oauth/token"));
        Assert.Equal(24, harness.Sandbox.Messages.Count);
    }

    [Fact]
    public async Task A_second_401_fails_the_batch_without_another_request()
    {
        await using var harness = await Harness.StartAsync();
        harness.Sandbox.Faults.Add(new Fault { Path = "/api/*", Status = 401, Times = -1, Headers = new() { ["WWW-Authenticate"] = "Bearer error=\"invalid_token\"" } });
        var runner = harness.Runner();

        var first = (await Harness.SendAsync(runner, default, harness.Deliver(harness.Write("a.pdf")))).Single();
        var requests = harness.Sandbox.Requests.Count;
        var second = (await Harness.SendAsync(runner, default, harness.Deliver(harness.Write("b.pdf")))).Single();

        Assert.Equal((ErrorIds.AuthenticationFailed, ErrorIds.AuthenticationFailed), (first.Error?.ErrorId, second.Error?.ErrorId));
        Assert.Contains("invalid_token", first.Error!.Message, StringComparison.Ordinal);
        Assert.Equal(requests, harness.Sandbox.Requests.Count);
    }

    [Fact]
    public async Task An_expiry_that_only_the_storage_knows_gets_one_new_url()
    {
        await using var harness = await Harness.StartAsync();
        harness.Sandbox.Faults.Add(new Fault { Method = "PUT", Status = 403, Body = "<Error><Code>AccessDenied</Code><Message>Request has expired</Message></Error>" });

        var receipt = (await harness.SendAsync(harness.Deliver(harness.Write("a.pdf")))).Single();

        Assert.Equal(ReceiptStates.Sent, receipt.State);
        Assert.Equal(2, harness.Calls.Count(call => call.Target.EndsWith("/uploads", StringComparison.Ordinal)));
        Assert.Single(harness.Sandbox.Messages);
    }

    [Fact]
    public async Task A_rate_limit_pauses_as_long_as_the_server_asks()
    {
        var time = new SkippingTime();
        await using var harness = await Harness.StartAsync(time: time);
        harness.Sandbox.Faults.Add(new Fault { Path = "*/uploads", Status = 429, Headers = new() { ["retry-after"] = "42" } });

        var receipt = (await harness.SendAsync(harness.Deliver(harness.Write("a.pdf")))).Single();

        Assert.Equal(ReceiptStates.Sent, receipt.State);
        Assert.Contains(time.Pauses, pause => pause > TimeSpan.FromSeconds(41) && pause <= TimeSpan.FromSeconds(42));
    }

    [Fact]
    public async Task A_pause_over_180_seconds_fails_the_rest_at_once()
    {
        await using var harness = await Harness.StartAsync();
        harness.Sandbox.Faults.Add(new Fault { Path = "*/uploads", Status = 429, Times = -1, Headers = new() { ["Retry-After"] = "181" } });
        var runner = harness.Runner();

        var first = (await Harness.SendAsync(runner, default, harness.Deliver(harness.Write("a.pdf")))).Single();
        var requests = harness.Sandbox.Requests.Count;
        var second = (await Harness.SendAsync(runner, default, harness.Deliver(harness.Write("b.pdf")))).Single();

        Assert.Equal((ErrorIds.RateLimited, ErrorIds.RateLimited), (first.Error?.ErrorId, second.Error?.ErrorId));
        Assert.NotNull(first.Error!.RetryAt);
        Assert.Equal(requests, harness.Sandbox.Requests.Count);

        // The session stays parked: the next command asks nothing either, until the time has come.
        var third = (await harness.SendAsync(harness.Deliver(harness.Write("c.pdf")))).Single();
        Assert.Equal((ErrorIds.RateLimited, first.Error.RetryAt), (third.Error?.ErrorId, third.Error?.RetryAt));
        Assert.Equal(requests, harness.Sandbox.Requests.Count);
        harness.Sandbox.Faults.Clear();
        ((SkippingTime)harness.Time).Advance(TimeSpan.FromSeconds(182));
        Assert.Null((await harness.SendAsync(harness.Deliver(harness.Write("d.pdf")))).Single().Error);
    }

    [Fact]
    public async Task Messages_leave_in_input_order_though_uploads_end_in_another()
    {
        await using var harness = await Harness.StartAsync();
        harness.Sandbox.Faults.Add(new Fault { Method = "PUT", DelayMs = 300 });
        var files = Enumerable.Range(0, 6).Select(i => harness.Deliver(harness.Write($"f{i}.pdf", 500, i), index: i)).ToList();

        await harness.SendAsync(files);

        Assert.Equal(Enumerable.Range(0, 6).Select(i => $"f{i}.pdf"), harness.Sandbox.Messages.Select(message => message.Attachments.Single().Name));
    }

    [Fact]
    public async Task One_that_fails_early_lets_nobody_pass_those_before_it()
    {
        await using var harness = await Harness.StartAsync();
        harness.Sandbox.Faults.Add(new Fault { Method = "PUT", Path = "*f0.pdf", DelayMs = 400 });
        harness.Sandbox.Faults.Add(new Fault { Method = "PUT", Path = "*f1.pdf", Status = 403 });

        await harness.SendAsync(Enumerable.Range(0, 4).Select(i => harness.Deliver(harness.Write($"f{i}.pdf", 500, i), index: i)).ToList());

        Assert.Equal(["f0.pdf", "f2.pdf", "f3.pdf"], harness.Sandbox.Messages.Select(message => message.Attachments.Single().Name));
    }

    [Fact]
    public async Task A_shared_text_goes_once_right_before_the_first_file_that_uploaded()
    {
        await using var harness = await Harness.StartAsync();
        harness.Sandbox.Faults.Add(new Fault { Method = "PUT", Path = "*f0.pdf", Status = 403 });
        var text = new PlannedText("Your documents", new TextLedger());
        var files = Enumerable.Range(0, 3).Select(i => harness.Deliver(harness.Write($"f{i}.pdf", 500, i), index: i))
            .Select(d => new Plan { Index = d.Index, File = d.File, Target = d.Target, Route = d.Route, Session = d.Session, Text = text }).ToList();

        var receipts = await harness.SendAsync(files);

        Assert.Equal([ReceiptStates.Failed, ReceiptStates.Sent, ReceiptStates.Sent], receipts.Select(receipt => receipt.State));
        Assert.Equal(["Your documents", "f1.pdf", "f2.pdf"], harness.Sandbox.Messages.Select(message => message.Text ?? message.Attachments.Single().Name));
    }

    [Fact]
    public async Task An_upload_the_platform_finds_invalid_sends_no_message()
    {
        await using var harness = await Harness.StartAsync();
        harness.Sandbox.Faults.Add(new Fault { Method = "GET", Path = "*/media/*", Status = 200, Body = """{"status":"invalid"}""" });

        var receipt = (await harness.SendAsync(harness.Deliver(harness.Write("a.pdf")))).Single();

        Assert.Equal(ErrorIds.UploadInvalid, receipt.Error?.ErrorId);
        Assert.Empty(harness.Sandbox.Messages);
    }

    [Fact]
    public async Task An_upload_is_polled_until_valid_and_given_up_after_two_minutes()
    {
        var time = new SkippingTime();
        await using var harness = await Harness.StartAsync(time: time);
        harness.Sandbox.Faults.Add(new Fault { Method = "GET", Path = "*/media/*", Status = 200, Body = """{"status":"uploading"}""", Times = 3 });
        var sent = (await harness.SendAsync(harness.Deliver(harness.Write("a.pdf")))).Single();
        harness.Sandbox.Faults.Add(new Fault { Method = "GET", Path = "*/media/*", Status = 200, Body = """{"status":"uploading"}""", Times = -1 });
        var failed = (await harness.SendAsync(harness.Deliver(harness.Write("b.pdf")))).Single();

        Assert.Equal((ReceiptStates.Sent, ErrorIds.UploadTimeout), (sent.State, failed.Error?.ErrorId));
        Assert.Equal([0.5, 1, 2], time.Pauses.Take(3).Select(pause => pause.TotalSeconds));
    }

    [Theory]
    [InlineData(1, null)]
    [InlineData(3, null)]
    [InlineData(-1, ErrorIds.UploadInvalid)]
    public async Task An_upload_the_platform_does_not_know_yet_is_asked_for_again_and_is_no_fault_of_the_conversation(int times, string? errorId)
    {
        await using var harness = await Harness.StartAsync(time: new SkippingTime());
        harness.Sandbox.Faults.Add(new Fault { Method = "GET", Path = "*/media/*", Status = 404, Body = """{"message":"not found","code":"not.found"}""", Times = times });

        var receipt = (await harness.SendAsync(harness.Deliver(harness.Write("a.pdf")))).Single();

        Assert.Equal((errorId is null ? ReceiptStates.Sent : ReceiptStates.Failed, errorId), (receipt.State, receipt.Error?.ErrorId));
    }

    [Fact]
    public async Task A_stalled_upload_is_given_up_after_30_seconds_without_a_byte()
    {
        var time = new SkippingTime();
        await using var harness = await Harness.StartAsync(time: time);
        harness.Sandbox.Faults.Add(new Fault { Method = "PUT", Stall = true });

        var sending = harness.SendAsync(harness.Deliver(harness.Write("a.pdf")));
        await Wait.Until(() => harness.Sandbox.Faults.All.Count == 0);
        time.Advance(TimeSpan.FromSeconds(31));
        var receipt = (await sending).Single();

        Assert.Equal((ReceiptStates.Sent, 4), (receipt.State, receipt.Transfer.Attempts));
    }

    [Theory]
    [InlineData(500, 1)]
    [InlineData(502, 5)]
    [InlineData(503, 5)]
    [InlineData(504, 5)]
    [InlineData(418, 1)]
    public async Task A_call_of_the_org_is_tried_as_often_as_its_status_deserves(int status, int attempts)
    {
        await using var harness = await Harness.StartAsync();
        harness.Sandbox.Faults.Add(new Fault { Path = "*/uploads", Status = status, Times = -1 });

        var receipt = (await harness.SendAsync(harness.Deliver(harness.Write("a.pdf")))).Single();

        Assert.Equal(status >= 500 ? ErrorIds.RetriesExhausted : ErrorIds.RequestInvalid, receipt.Error?.ErrorId);
        Assert.Equal(attempts, harness.Calls.Count(call => call.Method == "POST"));
    }

    [Theory]
    [InlineData(400, null, 1)]
    [InlineData(403, null, 1)]
    [InlineData(408, null, 4)]
    [InlineData(429, null, 4)]
    [InlineData(500, null, 4)]
    [InlineData(503, 1, 2)]
    [InlineData(503, 0, 1)]
    public async Task A_put_is_tried_as_often_as_its_status_and_the_user_allow(int status, int? maximumRetryCount, int attempts)
    {
        await using var harness = await Harness.StartAsync();
        harness.Sandbox.Faults.Add(new Fault { Method = "PUT", Status = status, Times = -1 });

        var receipt = (await Harness.SendAsync(harness.Runner(maximumRetryCount), default, harness.Deliver(harness.Write("a.pdf")))).Single();

        Assert.Equal((ReceiptStates.Failed, attempts + 1), (receipt.State, receipt.Transfer.Attempts));
        Assert.Equal(attempts, harness.Puts.Count());
        Assert.Empty(harness.Sandbox.Messages);
    }

    [Fact]
    public async Task The_waits_double_and_never_fall_below_half()
    {
        var time = new SkippingTime();
        await using var harness = await Harness.StartAsync(time: time);
        harness.Sandbox.Faults.Add(new Fault { Path = "*/uploads", Status = 503, Times = -1 });

        await harness.SendAsync(harness.Deliver(harness.Write("a.pdf")));

        // The harness draws 0.5 of the jitter: three quarters of 2, 4, 8 and 16 s.
        Assert.Equal([1.5, 3, 6, 12], time.Pauses.Select(pause => pause.TotalSeconds));
    }

    [Fact]
    public async Task A_missing_permission_names_itself_and_what_this_call_needs()
    {
        await using var harness = await Harness.StartAsync();
        harness.Sandbox.Faults.Add(new Fault
        {
            Path = "*/uploads", Status = 403,
            Body = """{"message":"Missing the following permission(s): conversation:message:create","code":"missing.permissions","status":403,"contextId":"ctx-1"}""",
        });

        var error = (await harness.SendAsync(harness.Deliver(harness.Write("a.pdf")))).Single().Error!;

        Assert.Equal((ErrorIds.PermissionMissing, 403, "missing.permissions"), (error.ErrorId, error.StatusCode, error.ServerCode));
        Assert.Contains("conversation:webmessaging:create", error.Advice, StringComparison.Ordinal);
        Assert.NotNull(error.CorrelationId);
    }
}
