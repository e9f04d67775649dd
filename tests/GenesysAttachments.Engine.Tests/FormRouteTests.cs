using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Http;
using GenesysAttachments.Engine.Routes;
using GenesysAttachments.Engine.Routes.Community;
using GenesysAttachments.Engine.Sending;
using GenesysAttachments.Engine.Targets;
using GenesysAttachments.Sandbox;

namespace GenesysAttachments.Engine.Tests;

/// <summary>The two community routes that post a file as a form.</summary>
public sealed class FormRouteTests
{
    [Theory]
    [InlineData(RouteNames.Media)]
    [InlineData(RouteNames.Multipart)]
    public async Task A_file_arrives_byte_equal_with_its_name_and_text(string route)
    {
        await using var harness = await Harness.StartAsync();
        var path = harness.Write("żółć \"ünïcode\".pdf", 300_000);

        var receipt = (await harness.SendAsync(Deliver(harness, path, route, text: "Hello"))).Single();

        Assert.Null(receipt.Error);
        var message = harness.Sandbox.Messages.Single();
        Assert.Equal((route, "Hello", Harness.Sha256(path), 300_000L), (message.Route, message.Text, message.Attachments.Single().Sha256, message.Attachments.Single().Size));
        Assert.StartsWith("żółć ", message.Attachments.Single().Name, StringComparison.Ordinal);
        Assert.Equal(Harness.Sha256(path), receipt.Transfer.Sha256);
        var post = harness.Calls.First(call => call.Method == "POST");
        Assert.Matches("^multipart/form-data; boundary=[A-Za-z0-9-]+$", post.Headers["Content-Type"].Single());
        Assert.Equal("application/json", post.Headers["Accept"].Single());
        Assert.False(post.Headers.ContainsKey("Transfer-Encoding"));
        Assert.Equal(post.BodyLength.ToString(System.Globalization.CultureInfo.InvariantCulture), post.Headers["Content-Length"].Single());
    }

    [Theory]
    [InlineData(null, "c", null, null, "/api/v2/conversations/webmessaging/c/messages")]
    [InlineData(null, "c", "ch", "g", "/webmessaging/v1/conversations/c/channels/ch/messages")]
    [InlineData("webCHAT", "c", null, null, "/api/v2/conversations/webchat/messages")]
    [InlineData(null, null, null, "g", "/api/v2/conversations/webmessaging/guests/g/messages")]
    [InlineData("Webchat", "c", null, null, "/api/v2/conversations/webchat/messages")]
    [InlineData("/own/{conversationId}/x?y={guestId}", "a b", null, "g", "/own/a%20b/x?y=g")]
    [InlineData("Channel", "c", null, null, ErrorIds.TargetMissing)]
    [InlineData("nonsense", "c", null, null, ErrorIds.RequestInvalid)]
    [InlineData("//evil.example/x", "c", null, null, ErrorIds.RequestInvalid)]
    [InlineData("/../x", "c", null, null, ErrorIds.RequestInvalid)]
    public void The_path_comes_from_a_name_or_from_the_user(string? template, string? conversation, string? channel, string? guest, string expected)
    {
        string found;
        try
        {
            found = "/" + MultipartTemplates.PathFor(template, new Target { ConversationId = conversation, ChannelId = channel, GuestId = guest });
        }
        catch (GCException e)
        {
            found = e.ErrorId;
        }

        Assert.Equal(expected, found);
    }

    [Theory]
    [InlineData(MultipartTemplates.Conversation)]
    [InlineData(MultipartTemplates.Channel)]
    [InlineData(MultipartTemplates.Guest)]
    public async Task Every_named_template_is_taken_by_the_sandbox(string template)
    {
        await using var harness = await Harness.StartAsync();
        var identity = harness.Sandbox.Identity;
        var target = new Target { ConversationId = identity.ConversationId, ChannelId = identity.ChannelId, GuestId = identity.GuestId };

        var receipt = (await harness.SendAsync(Deliver(harness, harness.Write("a.pdf"), RouteNames.Multipart, target) with { Template = template })).Single();

        Assert.Null(receipt.Error);
        Assert.Single(harness.Sandbox.Messages);
    }

    [Fact]
    public async Task The_old_web_chat_refuses_forms_and_the_error_says_what_works()
    {
        await using var harness = await Harness.StartAsync();

        var error = (await harness.SendAsync(Deliver(harness, harness.Write("a.pdf"), RouteNames.Multipart) with { Template = MultipartTemplates.Webchat })).Single().Error!;

        Assert.Equal((ErrorIds.BodyNotSupported, 415), (error.ErrorId, error.StatusCode));
        Assert.Contains("'multipart/form-data' is not supported", error.Message, StringComparison.Ordinal);
        Assert.Contains("Agent", error.Advice, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(RouteNames.Agent)]
    [InlineData(RouteNames.Media)]
    [InlineData(RouteNames.Multipart)]
    public async Task An_answer_with_a_made_up_charset_is_an_answer(string route)
    {
        await using var harness = await Harness.StartAsync();
        harness.Sandbox.Faults.Add(new Fault { Status = 403, Times = -1, Headers = new() { ["Content-Type"] = "application/json; charset=made-up" }, Body = """{"message":"no","code":"not.authorized","status":403}""" });

        var receipt = (await harness.SendAsync(Deliver(harness, harness.Write("a.pdf"), route))).Single();

        Assert.Equal(ErrorIds.PermissionMissing, receipt.Error?.ErrorId);
    }

    [Theory]
    [InlineData(429, 4)]
    [InlineData(503, 4)]
    [InlineData(500, 1)]
    [InlineData(400, 1)]
    public async Task A_media_upload_is_tried_again_where_that_does_no_harm(int status, int attempts)
    {
        await using var harness = await Harness.StartAsync();
        harness.Sandbox.Faults.Add(new Fault { Path = "*/media/upload", Status = status, Times = -1 });

        var receipt = (await harness.SendAsync(Deliver(harness, harness.Write("a.pdf"), RouteNames.Media))).Single();

        Assert.Equal((ReceiptStates.Failed, attempts), (receipt.State, receipt.Transfer.Attempts));
        Assert.Equal(attempts, harness.Calls.Count());
    }

    [Theory]
    [InlineData(429, ReceiptStates.Failed)]
    [InlineData(503, ReceiptStates.Unknown)]
    [InlineData(0, ReceiptStates.Unknown)]
    public async Task A_form_that_was_written_is_never_sent_again(int status, string state)
    {
        await using var harness = await Harness.StartAsync();
        harness.Sandbox.Faults.Add(status == 0 ? new Fault { Path = "*/messages", AcceptThenDrop = true } : new Fault { Path = "*/messages", Status = status });

        var receipt = (await harness.SendAsync(Deliver(harness, harness.Write("a.pdf"), RouteNames.Multipart))).Single();

        Assert.Equal(state, receipt.State);
        Assert.Single(harness.Calls);
    }

    [Theory]
    [InlineData(RouteNames.Media)]
    [InlineData(RouteNames.Multipart)]
    public async Task A_break_inside_the_form_is_tried_again_from_the_start(string route)
    {
        await using var harness = await Harness.StartAsync();
        harness.Sandbox.Faults.Add(new Fault { Method = "POST", ResetAfterBytes = 40_000 });
        var path = harness.Write("a.pdf", 6_000_000);

        var receipt = (await harness.SendAsync(Deliver(harness, path, route))).Single();

        Assert.Equal((ReceiptStates.Sent, 2), (receipt.State, receipt.Transfer.Attempts));
        Assert.Equal(Harness.Sha256(path), harness.Sandbox.Messages.Single().Attachments.Single().Sha256);
    }

    [Theory]
    [InlineData("{}", ErrorIds.AnswerInvalid)]
    [InlineData("not json", ErrorIds.AnswerInvalid)]
    [InlineData("""{"mediaUri":"media://x","fileSize":7}""", ErrorIds.UploadInvalid)]
    [InlineData("""{"mediaUri":"media://x","mimeType":"image/png"}""", ErrorIds.UploadInvalid)]
    public async Task An_upload_whose_answer_does_not_fit_the_file_sends_no_message(string body, string errorId)
    {
        await using var harness = await Harness.StartAsync();
        harness.Sandbox.Faults.Add(new Fault { Path = "*/media/upload", Status = 200, Body = body });

        var receipt = (await harness.SendAsync(Deliver(harness, harness.Write("a.pdf"), RouteNames.Media))).Single();

        Assert.Equal(errorId, receipt.Error?.ErrorId);
        Assert.Empty(harness.Sandbox.Messages);
    }

    [Theory]
    [InlineData("a.zip", "application/zip", null)]
    [InlineData("a.zip", "Application/ZIP; charset=binary", null)]
    [InlineData("a.zip", "application/x-zip-compressed", "application/x-zip-compressed")]
    [InlineData("a.zip", "application/octet-stream", "application/octet-stream")]
    [InlineData("a.zip", "binary/octet-stream", "binary/octet-stream")]
    [InlineData("a.zip", "", "no type")]
    [InlineData("a.docx", "application/zip", "application/zip")]
    [InlineData("a.csv", "text/plain; charset=utf-8", "text/plain")]
    [InlineData("a.jpg", "image/pjpeg", "image/pjpeg")]
    public async Task A_type_of_the_media_service_s_own_that_is_kin_is_a_warning(string name, string said, string? shown)
    {
        await using var harness = await Harness.StartAsync();
        harness.Sandbox.Faults.Add(new Fault { Path = "*/media/upload", Status = 200, Body = $$"""{"mediaUri":"media://x","fileSize":1000,"mimeType":"{{said}}"}""" });
        harness.Sandbox.Faults.Add(new Fault { Path = "*/messages", Status = 200, Body = """{"id":"m","status":"sent"}""" });

        var receipt = (await harness.SendAsync(Deliver(harness, harness.Write(name), RouteNames.Media))).Single();

        Assert.Null(receipt.Error);
        Assert.Equal(shown is null ? [] : [$"The media service has '{name}' under {shown} instead of {receipt.Plan.File.ContentType}; it may be shown or opened as such."], receipt.Transfer.Warnings);
    }

    [Theory]
    [InlineData("a.zip", "image/png")]
    [InlineData("a.docx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")]
    [InlineData("a.pdf", "text/html")]
    public async Task A_type_of_another_file_is_an_error(string name, string said)
    {
        await using var harness = await Harness.StartAsync();
        harness.Sandbox.Faults.Add(new Fault { Path = "*/media/upload", Status = 200, Body = $$"""{"mediaUri":"media://x","mimeType":"{{said}}"}""" });

        var receipt = (await harness.SendAsync(Deliver(harness, harness.Write(name), RouteNames.Media))).Single();

        Assert.Equal(ErrorIds.UploadInvalid, receipt.Error?.ErrorId);
        Assert.StartsWith($"The media service says it has 1,000 bytes of {said}; the file has 1,000 of ", receipt.Error!.Message, StringComparison.Ordinal);
        Assert.Empty(receipt.Transfer.Warnings);
    }

    [Theory]
    [InlineData(RouteNames.Media)]
    [InlineData(RouteNames.Multipart)]
    public async Task There_is_no_upload_url_to_hand_out(string route)
    {
        await using var harness = await Harness.StartAsync();
        var runner = harness.Runner();

        var outcome = await runner.OpenAsync(runner.AdmitUrl(Deliver(harness, harness.Write("a.pdf"), route), default), default);

        Assert.Equal(ErrorIds.RouteHasNoUploadUrl, outcome.Error?.ErrorId);
        Assert.Empty(harness.Calls);
    }

    private static Plan Deliver(Harness harness, string path, string route, Target? target = null, string? text = null) => new()
    {
        Index = 0,
        File = harness.Check(path, route),
        Target = target ?? harness.AgentTarget,
        Route = route,
        Session = harness.Session,
        Text = text is null ? null : new PlannedText(text, new TextLedger()),
    };
}
