using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Http;
using GenesysAttachments.Engine.Targets;
using GenesysAttachments.Sandbox;

namespace GenesysAttachments.Engine.Tests;

public sealed class MessagingRouteTests
{
    [Fact]
    public async Task A_file_arrives_byte_equal_with_its_text_in_one_message()
    {
        await using var harness = await Harness.StartAsync();
        var path = harness.Write("żółć ünïcode.pdf", 5000);

        var receipt = (await harness.SendAsync(harness.Deliver(path, harness.MessagingTarget, "Hello"))).Single();

        Assert.Null(receipt.Error);
        var message = harness.Sandbox.Messages.Single();
        Assert.Equal(("Messaging", "Hello", "żółć ünïcode.pdf", Harness.Sha256(path)), (message.Route, message.Text, message.Attachments.Single().Name, message.Attachments.Single().Sha256));
        Assert.Equal(["POST /api/v2/messaging/attachments/guest/upload-url", "PUT storage", "POST /api/v2/messaging/messages"], harness.Calls.Select(call => $"{call.Method} {(call.Method == "PUT" ? "storage" : call.Target)}"));
        Assert.Equal(["application/pdf"], harness.Puts.Single().Headers["Content-Type"]);
        Assert.Equal(("sent", true), (receipt.Transfer.MessageStatus, receipt.Transfer.Created is not null));
    }

    [Theory]
    [InlineData("""{"url":"{put}","attachmentId":"{id}","headers":null}""", null)]
    [InlineData("""{"url":"{put}","attachment_id":"{id}","method":"POST"}""", ErrorIds.UploadInvalid)]
    [InlineData("""{"url":"{put}"}""", ErrorIds.UploadInvalid)]
    [InlineData("""{"url":"http://storage.example/x","attachment_id":"1"}""", ErrorIds.UploadInvalid)]
    [InlineData("""{"url":"{put}","attachment_id":"1","headers":{"Authorization":"x"}}""", ErrorIds.UploadInvalid)]
    [InlineData("""{"url":"{put}","attachment_id":"1","headers":{"x-a":"b\r\nX-Evil: 1"}}""", ErrorIds.UploadInvalid)]
    [InlineData("<html>hello</html>", ErrorIds.GatewayAnswered)]
    public async Task The_answer_may_come_in_either_form_and_nothing_dubious_is_followed(string body, string? errorId)
    {
        await using var harness = await Harness.StartAsync();
        harness.Sandbox.Faults.Add(new Fault
        {
            Path = "*/upload-url", Status = 200, Body = body.Replace("{put}", harness.Sandbox.Identity.Url + "/gc-attachments/x?X-Amz-Algorithm=none", StringComparison.Ordinal).Replace("{id}", "a-1", StringComparison.Ordinal),
        });
        harness.Sandbox.Faults.Add(new Fault { Method = "PUT", Status = 200 });
        harness.Sandbox.Faults.Add(new Fault { Path = "*/messages", Status = 200, Body = """{"id":"m-1","status":"sent","created_time":"2026-01-02T03:04:05Z"}""" });

        var receipt = (await harness.SendAsync(harness.Deliver(harness.Write("a.pdf"), harness.MessagingTarget))).Single();

        Assert.Equal(errorId, receipt.Error?.ErrorId);
        Assert.Equal(errorId is null ? 1 : 0, harness.Puts.Count());
        Assert.Equal(errorId is null ? "a-1" : null, errorId is null ? receipt.Transfer.AttachmentId : null);
    }

    [Fact]
    public async Task An_absent_path_says_so_and_names_the_published_routes()
    {
        await using var harness = await Harness.StartAsync();
        harness.Sandbox.Faults.Add(new Fault { Path = "*/upload-url", Status = 404, Body = "Not Found" });

        var error = (await harness.SendAsync(harness.Deliver(harness.Write("a.pdf"), harness.MessagingTarget))).Single().Error!;

        Assert.Equal(ErrorIds.PathAbsent, error.ErrorId);
        Assert.Contains("Agent", error.Advice, StringComparison.Ordinal);
        Assert.Contains("Not Found", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_guest_is_told_from_an_absent_path()
    {
        await using var harness = await Harness.StartAsync();

        var error = (await harness.SendAsync(harness.Deliver(harness.Write("a.pdf"), new Target { ChannelId = "c", GuestId = "g" }))).Single().Error!;

        Assert.Equal(ErrorIds.ConversationNotFound, error.ErrorId);
    }

    [Fact]
    public async Task A_missing_scope_names_itself()
    {
        await using var harness = await Harness.StartAsync();
        harness.Sandbox.Faults.Add(new Fault
        {
            Path = "*/upload-url", Status = 403, Headers = new() { ["WWW-Authenticate"] = "Bearer error=\"insufficient_scope\", scope=\"webchat:attachment:write\"" },
            Body = """{"code":"not.authorized","message":"You are not authorized","status":403}""",
        });

        var error = (await harness.SendAsync(harness.Deliver(harness.Write("a.pdf"), harness.MessagingTarget))).Single().Error!;

        Assert.Equal(ErrorIds.PermissionMissing, error.ErrorId);
        Assert.Contains("insufficient_scope", error.Message, StringComparison.Ordinal);
        Assert.Contains("webchat:attachment:write", error.Advice, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"errorCode\":4001", ErrorIds.TypeNotAllowed)]
    [InlineData("\"errorCode\":\"4002\"", ErrorIds.FileTooLarge)]
    [InlineData("\"details\":[{\"errorCode\":\"4003\",\"fieldName\":\"fileName\"}]", ErrorIds.ContentMismatch)]
    [InlineData("\"details\":[{\"errorCode\":\"invalid\"},{\"errorCode\":\"4004\"}]", ErrorIds.NameInvalid)]
    [InlineData("\"code\":\"4102\"", ErrorIds.FileEmpty)]
    public async Task A_file_code_of_the_server_is_the_error_the_check_would_give(string code, string errorId)
    {
        await using var harness = await Harness.StartAsync();
        harness.Sandbox.Faults.Add(new Fault { Path = "*/upload-url", Status = 400, Body = $$"""{"message":"no","status":400,{{code}}}""" });

        Assert.Equal(errorId, (await harness.SendAsync(harness.Deliver(harness.Write("a.pdf"), harness.MessagingTarget))).Single().Error?.ErrorId);
    }

    [Theory]
    [InlineData("c", null, null, null, null, RouteNames.Agent)]
    [InlineData("c", "m", null, null, null, RouteNames.Agent)]
    [InlineData(null, null, "ch", "g", null, RouteNames.Messaging)]
    [InlineData("c", "m", "ch", "g", RouteNames.Agent, RouteNames.Agent)]
    [InlineData("c", null, "ch", "g", RouteNames.Messaging, RouteNames.Messaging)]
    [InlineData("c", null, "ch", null, null, ErrorIds.TargetAmbiguous)]
    [InlineData("c", "m", "ch", "g", null, ErrorIds.TargetAmbiguous)]
    [InlineData(null, null, "ch", null, null, ErrorIds.TargetMissing)]
    [InlineData(null, "m", null, null, null, ErrorIds.TargetMissing)]
    [InlineData(" ", "", null, null, null, ErrorIds.TargetMissing)]
    [InlineData(null, null, "ch", "g", RouteNames.Agent, ErrorIds.TargetMissing)]
    public void The_set_of_ids_decides_the_route(string? conversation, string? communication, string? channel, string? guest, string? asked, string expected)
    {
        string found;
        try
        {
            found = RouteSelector.Select(new Target { ConversationId = conversation, CommunicationId = communication, ChannelId = channel, GuestId = guest }, asked);
        }
        catch (GCException e)
        {
            found = e.ErrorId;
        }

        Assert.Equal(expected, found);
    }
}
