using System.Text.Json;
using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Guest;
using GenesysAttachments.Engine.Http;
using GenesysAttachments.Engine.Policies;
using GenesysAttachments.Engine.Routes;
using GenesysAttachments.Engine.Sending;
using GenesysAttachments.Engine.Targets;
using GenesysAttachments.Sandbox;

namespace GenesysAttachments.Engine.Tests;

public sealed class GuestRouteTests
{
    [Fact]
    public async Task A_file_arrives_byte_equal_and_its_echo_confirms_it()
    {
        await using var harness = await Harness.StartAsync();
        var session = await harness.ConnectGuestAsync();
        var path = harness.Write("żółć ünïcode.pdf", 70_000);

        var receipt = (await harness.SendAsync(harness.DeliverAsGuest(session, path, "Hello"))).Single();

        Assert.Null(receipt.Error);
        Assert.Equal((ReceiptStates.Sent, true), (receipt.State, receipt.Transfer.Verified));
        var message = harness.Sandbox.Messages.Single();
        Assert.Equal(("Guest", "Hello", "żółć ünïcode.pdf", Harness.Sha256(path)), (message.Route, message.Text, message.Attachments.Single().Name, message.Attachments.Single().Sha256));
        Assert.Equal(["configureSession", "onAttachment", "onMessage"], Frames(harness));
        Assert.DoesNotContain(harness.Sandbox.Requests.Where(call => call.Method == "PUT"), put => put.Headers.ContainsKey("Authorization"));
        Assert.Equal("Session", session.Policies.Own(Policies.PolicyDirections.Inbound)!.Source);
    }

    [Fact]
    public async Task A_hundred_files_keep_the_service_s_pace_and_each_arrives_once()
    {
        // A frame that is still under way when the clock jumps would arrive closer to the next than it left: a busy machine takes its time.
        await using var harness = await Harness.StartAsync(new SandboxOptions(), new SkippingTime { Settle = TimeSpan.FromMilliseconds(250) });
        var session = await harness.ConnectGuestAsync();
        var files = Enumerable.Range(0, 100).Select(i => harness.DeliverAsGuest(session, harness.Write($"f{i}.pdf", 300, i), index: i)).ToList();

        var receipts = await harness.PumpAsync(files, workers: 5);

        Assert.All(receipts, receipt => Assert.Null(receipt.Error));
        Assert.Equal(files.Select(file => Harness.Sha256(file.File.Path)), harness.Sandbox.Messages.Select(message => message.Attachments.Single().Sha256));
        var frames = harness.Sandbox.Requests.Where(call => call.Method == "WS").ToList();
        AssertPace(frames, 60, TimeSpan.FromMinutes(1));
        AssertPace([.. frames.Where(frame => frame.Target == "onMessage")], 2, TimeSpan.FromSeconds(1));
        Assert.Equal(100, frames.Count(frame => frame.Target == "onMessage"));
    }

    [Fact]
    public async Task A_socket_that_drops_at_every_step_loses_nothing_and_sends_nothing_twice()
    {
        await using var harness = await Harness.StartAsync();
        var session = await harness.ConnectGuestAsync();
        var files = Enumerable.Range(0, 24).Select(i => harness.DeliverAsGuest(session, harness.Write($"f{i}.pdf", 300, i), index: i)).ToList();
        foreach (var fault in new[]
        {
            new Fault { FrameClass = "onAttachment", DropSocket = true },
            new Fault { FrameClass = "PresignedUrlResponse", DropSocket = true },
            new Fault { FrameClass = "UploadSuccessEvent", DropSocket = true },
            new Fault { FrameClass = "onMessage", DropSocket = true },
            new Fault { FrameClass = "onMessage", DropSocket = true, AcceptThenDrop = true },
            new Fault { FrameClass = "StructuredMessage", DropSocket = true },
        })
        {
            harness.Sandbox.Faults.Add(fault);
        }

        var runner = harness.Runner();
        var receipts = new List<Receipt>();
        foreach (var chunk in files.Chunk(4))
        {
            receipts.AddRange(await Harness.SendAsync(runner, default, chunk));
        }

        Assert.All(receipts, receipt => Assert.Null(receipt.Error));
        Assert.Empty(harness.Sandbox.Faults.All);
        Assert.Equal(files.Select(file => Harness.Sha256(file.File.Path)), harness.Sandbox.Messages.Select(message => message.Attachments.Single().Sha256));
    }

    [Fact]
    public async Task Answers_in_reverse_order_find_their_own_files()
    {
        await using var harness = await Harness.StartAsync();
        var session = await harness.ConnectGuestAsync();
        for (var i = 0; i < 7; i++)
        {
            harness.Sandbox.Faults.Add(new Fault { FrameClass = "PresignedUrlResponse", DelayMs = 400 - (i * 50) });
        }

        harness.Sandbox.Faults.Add(new Fault
        {
            FrameClass = "PresignedUrlResponse", Body = """{"type":"message","class":"GenerateUrlError","code":200,"tracingId":"{tracingId}","body":{"errorCode":4001,"errorMessage":"File type not supported"}}""",
        });
        var files = Enumerable.Range(0, 8).Select(i => harness.DeliverAsGuest(session, harness.Write($"f{i}.pdf", 300 + i, i), index: i)).ToList();

        var receipts = await harness.SendAsync(files);

        var refused = Assert.Single(receipts, receipt => receipt.Error is not null);
        Assert.Equal(ErrorIds.TypeNotAllowed, refused.Error!.ErrorId);
        Assert.Equal(files.Where(file => file != refused.Plan).Select(file => file.File.Name), harness.Sandbox.Messages.Select(message => message.Attachments.Single().Name));
        Assert.All(harness.Sandbox.Messages, message => Assert.Equal(Harness.Sha256(Path.Combine(harness.Folder, message.Attachments.Single().Name)), message.Attachments.Single().Sha256));
    }

    [Fact]
    public async Task A_failure_event_after_a_200_sends_no_message()
    {
        await using var harness = await Harness.StartAsync();
        var session = await harness.ConnectGuestAsync();
        harness.Sandbox.Faults.Add(new Fault
        {
            FrameClass = "UploadSuccessEvent", Body = """{"type":"message","class":"UploadFailureEvent","code":200,"body":{"attachmentId":"{attachmentId}","errorCode":4003,"errorMessage":"content","timestamp":"2026-01-01T00:00:00Z"}}""",
        });

        var receipt = (await harness.SendAsync(harness.DeliverAsGuest(session, harness.Write("a.pdf")))).Single();

        Assert.Equal((ReceiptStates.Failed, ErrorIds.ContentMismatch), (receipt.State, receipt.Error?.ErrorId));
        Assert.DoesNotContain("onMessage", Frames(harness));
    }

    [Fact]
    public async Task No_event_is_a_time_out_after_60_seconds()
    {
        var time = new SkippingTime();
        await using var harness = await Harness.StartAsync(time: time);
        var session = await harness.ConnectGuestAsync();
        harness.Sandbox.Faults.Add(new Fault { FrameClass = "UploadSuccessEvent", Stall = true });

        var sending = harness.SendAsync(harness.DeliverAsGuest(session, harness.Write("a.pdf")));
        await Wait.Until(() => harness.Puts.Any(put => put.Status == 200));
        await Task.Delay(300);
        time.Advance(TimeSpan.FromSeconds(61));

        Assert.Equal(ErrorIds.UploadTimeout, (await sending).Single().Error?.ErrorId);
    }

    [Fact]
    public async Task A_stop_after_the_upload_deletes_it_and_sends_nothing_more()
    {
        await using var harness = await Harness.StartAsync();
        var session = await harness.ConnectGuestAsync();
        harness.Sandbox.Faults.Add(new Fault { Method = "PUT", Path = "*f0.pdf", Stall = true });
        using var stop = new CancellationTokenSource();

        var sending = Harness.SendAsync(
            harness.Runner(), stop.Token, harness.DeliverAsGuest(session, harness.Write("f0.pdf")), harness.DeliverAsGuest(session, harness.Write("f1.pdf"), index: 1));
        await Wait.Until(() => harness.Puts.Any(put => put.Status == 200));
        await Task.Delay(300);
        await stop.CancelAsync();
        var receipts = await sending;
        await Wait.Until(() => Frames(harness).Contains("deleteAttachment"));

        Assert.All(receipts, receipt => Assert.Equal(ReceiptStates.Cancelled, receipt.State));
        Assert.Equal("deleteAttachment", Frames(harness).Last());
        Assert.Empty(harness.Sandbox.Messages);
    }

    [Fact]
    public async Task A_pace_refused_by_the_service_is_waited_out_and_nothing_is_sent_twice()
    {
        var time = new SkippingTime();
        await using var harness = await Harness.StartAsync(time: time);
        var session = await harness.ConnectGuestAsync();
        const string TooFast = """{"type":"response","class":"TooManyRequestsErrorMessage","code":429,"tracingId":"{tracingId}","body":{"retryAfter":3,"errorCode":4029,"errorMessage":"Message rate too high for this session"}}""";
        harness.Sandbox.Faults.Add(new Fault { FrameClass = "onAttachment", Body = TooFast });
        harness.Sandbox.Faults.Add(new Fault { FrameClass = "onMessage", Body = TooFast });

        var receipt = (await harness.SendAsync(harness.DeliverAsGuest(session, harness.Write("a.pdf")))).Single();

        Assert.Null(receipt.Error);
        Assert.Single(harness.Sandbox.Messages);
        Assert.True(time.Pauses.Count(pause => pause > TimeSpan.FromSeconds(2) && pause <= TimeSpan.FromSeconds(3)) >= 2);
    }

    [Fact]
    public async Task Synthetic_marks_the_upgrade_and_the_message_and_nothing_of_storage()
    {
        await using var harness = await Harness.StartAsync();
        var session = await harness.ConnectGuestAsync(synthetic: true);

        await harness.SendAsync(harness.DeliverAsGuest(session, harness.Write("a.pdf")));

        Assert.Equal(["true"], harness.Calls.First(call => call.Target.StartsWith("/v1", StringComparison.Ordinal)).Headers["X-Synthetic-Test"]);
        Assert.DoesNotContain("X-Synthetic-Test", harness.Puts.Single().Headers.Keys);
    }

    [Fact]
    public async Task The_same_token_resumes_the_conversation()
    {
        await using var harness = await Harness.StartAsync();
        var token = Guid.NewGuid().ToString();
        var first = await harness.ConnectGuestAsync(new GuestSettings(harness.Sandbox.Identity.DeploymentId, token));
        await harness.SendAsync(harness.DeliverAsGuest(first, harness.Write("a.pdf")));
        var second = await harness.ConnectGuestAsync(new GuestSettings(harness.Sandbox.Identity.DeploymentId, token));
        await harness.SendAsync(harness.DeliverAsGuest(second, harness.Write("b.pdf")));

        Assert.Single(harness.Sandbox.Messages.Select(message => message.ConversationId).Distinct());
        Assert.DoesNotContain(token, $"{first} {first.Key} {new GuestSettings("d", token)}", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("unknown deployment", ErrorIds.ConversationNotFound)]
    [InlineData("origin", ErrorIds.PermissionMissing)]
    [InlineData("read only", ErrorIds.ConversationClosed)]
    public async Task What_cannot_be_joined_says_why(string what, string errorId)
    {
        await using var harness = await Harness.StartAsync();
        var token = Guid.NewGuid().ToString();
        var deployment = harness.Sandbox.Identity.DeploymentId;
        switch (what)
        {
            case "unknown deployment":
                deployment = Guid.NewGuid().ToString();
                break;
            case "origin":
                deployment = await PostAsync(harness, "deployments", """{"allowedDomains":["www.example.com"]}""", "deploymentId");
                var allowed = await harness.ConnectGuestAsync(new GuestSettings(deployment) { Origin = "https://www.example.com" });
                Assert.NotNull(allowed.Policies.Own(Policies.PolicyDirections.Inbound));
                break;
            default:
                var open = await harness.ConnectGuestAsync(new GuestSettings(deployment, token));
                await harness.SendAsync(harness.DeliverAsGuest(open, harness.Write("a.pdf")));
                await PostAsync(harness, "conversations", $$"""{"conversationId":"{{harness.Sandbox.Messages.Single().ConversationId}}","state":"closed"}""", "state");
                break;
        }

        var error = await Assert.ThrowsAsync<GCException>(() => harness.ConnectGuestAsync(new GuestSettings(deployment, token)));

        Assert.Equal(errorId, error.ErrorId);
        if (what == "read only")
        {
            Assert.NotNull(await harness.ConnectGuestAsync(new GuestSettings(deployment, token) { StartNew = true }));
        }
    }

    [Fact]
    public async Task Switched_off_attachments_and_too_long_texts_are_refused_here()
    {
        await using var harness = await Harness.StartAsync();
        var off = await harness.ConnectGuestAsync(new GuestSettings(await PostAsync(harness, "deployments", """{"attachments":false}""", "deploymentId")));
        var path = harness.Write("a.pdf");

        var problem = Assert.Single(harness.DeliverAsGuest(off, path).File.Problems);
        Assert.Contains("switched off", problem.Message, StringComparison.Ordinal);
        Assert.Equal(4011, Policies.Inspector.CheckText(RouteNames.Guest, new string('ż', 2049))!.Code);
        Assert.Null(Policies.Inspector.CheckText(RouteNames.Guest, new string('ż', 2048)));
    }

    [Theory]
    [InlineData(null, null, RouteNames.Guest)]
    [InlineData("c", null, ErrorIds.TargetAmbiguous)]
    [InlineData(null, RouteNames.Agent, ErrorIds.TargetMissing)]
    public void A_guest_s_session_has_one_place_to_send_to(string? conversation, string? route, string expected)
    {
        string found;
        try
        {
            found = RouteSelector.Select(new Target { ConversationId = conversation }, route, isGuest: true);
        }
        catch (GCException e)
        {
            found = e.ErrorId;
        }

        Assert.Equal(expected, found);
    }

    private static IEnumerable<string> Frames(Harness harness) => harness.Sandbox.Requests.Where(call => call.Method == "WS").Select(call => call.Target);

    private static void AssertPace(List<LoggedRequest> frames, int most, TimeSpan window)
    {
        for (var i = most; i < frames.Count; i++)
        {
            Assert.True(frames[i].At - frames[i - most].At >= window, $"{most + 1} frames within {frames[i].At - frames[i - most].At}");
        }
    }

    private static async Task<string> PostAsync(Harness harness, string path, string body, string field)
    {
        using var reply = await harness.Http.PostAsync(new Uri($"{harness.Sandbox.Identity.Url}/_sandbox/{path}"), new StringContent(body));
        using var json = JsonDocument.Parse(await reply.Content.ReadAsStringAsync());
        return json.RootElement.GetProperty(field).GetString()!;
    }
}
