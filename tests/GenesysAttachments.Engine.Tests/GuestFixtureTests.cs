using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Http;
using GenesysAttachments.Engine.Policies;
using GenesysAttachments.Engine.Routes;
using GenesysAttachments.Engine.Sending;
using GenesysAttachments.Engine.Targets;
using GenesysAttachments.Sandbox;

namespace GenesysAttachments.Engine.Tests;

/// <summary>What the service may say, in every form a source shows, and what becomes of it.</summary>
public sealed class GuestFixtureTests
{
    public static TheoryData<string> Refusals => [.. Fixtures.Names("GenerateUrlError")];

    public static TheoryData<string> Failures => [.. Fixtures.Names("UploadFailureEvent")];

    public static TheoryData<string> Noise => [.. Fixtures.Names("noise")];

    [Theory]
    [InlineData("SessionResponse", 2)]
    [InlineData("SessionResponse, least", 0)]
    [InlineData("SessionResponse, media empty", 0)]
    [InlineData("SessionResponse, inbound empty", 0)]
    [InlineData("SessionResponse, more than known", 1)]
    public async Task A_session_answer_of_any_size_is_taken(string fixture, int types)
    {
        await using var harness = await Harness.StartAsync();
        harness.Sandbox.Faults.Add(new Fault { FrameClass = "SessionResponse", Body = Fixtures.Of(fixture) });

        var session = await harness.ConnectGuestAsync();

        Assert.Equal(types, session.Policies.Own(PolicyDirections.Inbound)!.AllowedTypes.Length);
    }

    [Fact]
    public async Task A_url_without_the_optional_fields_is_used()
    {
        await using var harness = await Harness.StartAsync();
        var session = await harness.ConnectGuestAsync();
        var delivery = harness.DeliverAsGuest(session, harness.Write("a.pdf"));
        var runner = harness.Runner();
        var real = (await runner.OpenAsync(runner.AdmitUrl(delivery, default), default)).Url!;
        var least = Fixtures.Of("PresignedUrlResponse, named fields only").Replace("{url}", real.Reveal(), StringComparison.Ordinal).Replace("{attachmentId}", real.AttachmentId, StringComparison.Ordinal);
        foreach (var header in real.Headers)
        {
            least = System.Text.RegularExpressions.Regex.Replace(least, $"\"{header.Key}\":\"[^\"]*\"", $"\"{header.Key}\":\"{header.Value}\"");
        }

        harness.Sandbox.Faults.Add(new Fault { FrameClass = "onAttachment", Body = least });

        Assert.Null((await harness.SendAsync(delivery)).Single().Error);
    }

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task Every_form_of_a_refusal_is_that_file_s_error(string fixture)
    {
        await using var harness = await Harness.StartAsync();
        var session = await harness.ConnectGuestAsync();
        harness.Sandbox.Faults.Add(new Fault { FrameClass = "PresignedUrlResponse", Body = Fixtures.Of(fixture) });

        var receipt = (await harness.SendAsync(harness.DeliverAsGuest(session, harness.Write("a.pdf")))).Single();

        Assert.Equal((ReceiptStates.Failed, ErrorIds.TypeNotAllowed, "4001"), (receipt.State, receipt.Error?.ErrorId, receipt.Error?.ServerCode));
        Assert.Empty(harness.Puts);
    }

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task Every_form_of_an_upload_failure_sends_nothing(string fixture)
    {
        await using var harness = await Harness.StartAsync();
        var session = await harness.ConnectGuestAsync();
        harness.Sandbox.Faults.Add(new Fault { FrameClass = "UploadSuccessEvent", Body = Fixtures.Of(fixture) });

        var receipt = (await harness.SendAsync(harness.DeliverAsGuest(session, harness.Write("a.pdf")))).Single();

        Assert.Equal((ReceiptStates.Failed, ErrorIds.ContentMismatch), (receipt.State, receipt.Error?.ErrorId));
        Assert.Empty(harness.Sandbox.Messages);
    }

    [Theory]
    [InlineData("echo, least", null)]
    [InlineData("echo, without a tracing id", true)]
    [InlineData("echo, another hash", false)]
    [InlineData("echo, no hash", null)]
    public async Task An_echo_of_any_form_settles_the_message(string fixture, bool? verified)
    {
        await using var harness = await Harness.StartAsync();
        var session = await harness.ConnectGuestAsync();
        var path = harness.Write("a.pdf");
        var delivery = harness.DeliverAsGuest(session, path);
        var runner = harness.Runner();
        var url = (await runner.OpenAsync(runner.AdmitUrl(delivery, default), default)).Url!;
        harness.Sandbox.Faults.Add(new Fault
        {
            FrameClass = "StructuredMessage",
            Body = Fixtures.Of(fixture).Replace("{sentId}", url.AttachmentId, StringComparison.Ordinal).Replace("{sha256}", Harness.Sha256(path), StringComparison.Ordinal),
        });

        var receipt = (await Harness.SendAsync(runner, default, new Plan { Index = 0, File = delivery.File, Target = delivery.Target, Route = delivery.Route, Session = session, Url = url })).Single();

        Assert.Equal((ReceiptStates.Sent, verified), (receipt.State, receipt.Transfer.Verified));
        Assert.Single(harness.Sandbox.Messages);
    }

    [Theory]
    [InlineData("UploadSuccessEvent", 0)]
    [InlineData("UploadSuccessEvent", 400)]
    [InlineData("PresignedUrlResponse", 400)]
    [InlineData("StructuredMessage", 400)]
    public async Task An_event_is_waited_for_and_may_come_before_the_put_s_answer(string name, int delay)
    {
        await using var harness = await Harness.StartAsync();
        var session = await harness.ConnectGuestAsync();
        if (delay > 0)
        {
            harness.Sandbox.Faults.Add(new Fault { FrameClass = name, DelayMs = delay });
        }

        // The sandbox tells of the upload as soon as it is stored, before it answers the PUT.
        var receipt = (await harness.SendAsync(harness.DeliverAsGuest(session, harness.Write("a.pdf")))).Single();

        Assert.Equal((ReceiptStates.Sent, true), (receipt.State, receipt.Transfer.Verified));
    }

    [Theory]
    [MemberData(nameof(Noise))]
    public async Task Frames_nobody_asked_for_are_passed_over(string fixture)
    {
        await using var harness = await Harness.StartAsync();
        var session = await harness.ConnectGuestAsync();
        // In place of an event that is late: the real one follows with the next upload of the same socket.
        harness.Sandbox.Faults.Add(new Fault { FrameClass = "AttachmentDeletedResponse", Body = Fixtures.Of(fixture) });
        await RouteSet.Of(session)[RouteNames.Guest].AbandonAsync(new Uploaded(harness.Check(harness.Write("b.pdf")), new Target(), "unknown"), CallContext.Silent);

        var receipt = (await harness.SendAsync(harness.DeliverAsGuest(session, harness.Write("a.pdf")))).Single();

        Assert.Null(receipt.Error);
    }

    [Theory]
    [InlineData(400, ErrorIds.RequestInvalid)]
    [InlineData(401, ErrorIds.AuthenticationFailed)]
    [InlineData(403, ErrorIds.AuthenticationFailed)]
    [InlineData(404, ErrorIds.ConversationNotFound)]
    [InlineData(408, ErrorIds.RequestInvalid)]
    [InlineData(409, ErrorIds.ConversationClosed)]
    [InlineData(4006, ErrorIds.ConversationClosed)]
    [InlineData(4007, ErrorIds.ConversationClosed)]
    [InlineData(4011, ErrorIds.RequestInvalid)]
    [InlineData(4013, ErrorIds.RequestInvalid)]
    [InlineData(4017, ErrorIds.AuthenticationFailed)]
    [InlineData(5000, ErrorIds.RetriesExhausted)]
    public async Task Every_string_error_has_its_id_and_advice(int code, string errorId)
    {
        await using var harness = await Harness.StartAsync();
        var session = await harness.ConnectGuestAsync();
        var text = "{\"type\":\"response\",\"class\":\"string\",\"code\":" + code + ",\"body\":\"As the service says it\",\"tracingId\":\"{tracingId}\"}";
        harness.Sandbox.Faults.Add(new Fault { FrameClass = "onMessage", Body = text });

        var receipt = (await harness.SendAsync(harness.DeliverAsGuest(session, harness.Write("a.pdf")))).Single();

        Assert.Equal((ReceiptStates.Failed, errorId), (receipt.State, receipt.Error?.ErrorId));
        Assert.Contains("As the service says it", receipt.Error!.Message, StringComparison.Ordinal);
        Assert.NotEmpty(receipt.Error.Advice!);
        Assert.Empty(harness.Sandbox.Messages);
    }

    [Theory]
    [InlineData("SessionExpiredEvent", "{}")]
    [InlineData("LogoutEvent", "{}")]
    [InlineData("SessionClearedEvent", "{}")]
    [InlineData("ConnectionClosedEvent", """{"reason":"signedIn"}""")]
    public async Task The_end_of_the_session_ends_the_batch(string name, string body)
    {
        await using var harness = await Harness.StartAsync();
        var session = await harness.ConnectGuestAsync();
        harness.Sandbox.Faults.Add(new Fault { FrameClass = "onAttachment", Body = $$"""{"type":"message","class":"{{name}}","code":200,"body":{{body}}}""" });

        var receipts = await harness.PumpAsync([harness.DeliverAsGuest(session, harness.Write("a.pdf")), harness.DeliverAsGuest(session, harness.Write("b.pdf"), index: 1)], workers: 1);

        Assert.All(receipts, receipt => Assert.Equal((ReceiptStates.Failed, ErrorIds.ConversationClosed), (receipt.State, receipt.Error?.ErrorId)));
        Assert.Single(harness.Sandbox.Requests, request => request.Target == "onAttachment");
        Assert.Contains("-StartNew", receipts[0].Error!.Advice, StringComparison.Ordinal);
    }
}
