using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Routes;
using GenesysAttachments.Engine.Sending;
using GenesysAttachments.Engine.Targets;
using GenesysAttachments.Engine.Telemetry;
using GenesysAttachments.Sandbox;

namespace GenesysAttachments.Engine.Tests;

/// <summary>What a refusal says to whoever reads the error or the receipt.</summary>
public sealed class RefusalWordsTests
{
    [Theory]
    [InlineData(RouteNames.Agent, "*/conversations/*", "the permission conversation:communication:view")]
    [InlineData(RouteNames.Agent, "*/uploads", "one of the permissions conversation:message:create, conversation:webmessaging:create")]
    [InlineData(RouteNames.Agent, "*/messages", "one of the permissions conversation:message:create, conversation:webmessaging:create")]
    [InlineData(RouteNames.Messaging, "*/messages", "the scope message:send")]
    [InlineData(RouteNames.Media, "*/messages", "the scope conversation:send")]
    [InlineData(RouteNames.Multipart, "*/messages", "the scope webmessaging:send")]
    public async Task A_403_says_what_the_call_needs_and_that_the_conversation_may_be_closed_or_not_yours(string route, string path, string needs)
    {
        var error = await RefuseAsync(route, path, 403, """{"message":"You are not authorized to do that","code":"not.authorized"}""");

        Assert.Equal(ErrorIds.PermissionMissing, error.ErrorId);
        Assert.Contains("is not allowed, or its conversation is closed or not yours (HTTP 403: not.authorized", error.Message, StringComparison.Ordinal);
        Assert.Contains($"This call needs {needs}.", error.Advice, StringComparison.Ordinal);
        Assert.Contains("the conversation may be closed or not be yours", error.Advice, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(RouteNames.Agent, "*/uploads", 413, """{"message":"The file is over the size limit. Maximum bytes: 500","code":"too.large"}""", "Maximum bytes: 500")]
    [InlineData(RouteNames.Agent, "*/uploads", 413, """{"message":"no","code":"too.large","limit":{"key":"attachment.size","namespace":"messaging","value":500}}""", "limit attachment.size 500")]
    [InlineData(RouteNames.Agent, "*/uploads", 400, """{"message":"no","code":"x","details":[{"errorCode":"4002"}]}""", "x, no")]
    [InlineData(RouteNames.Media, "*/media/upload", 413, """{"message":"no","code":"too.large"}""", "too.large")]
    [InlineData(RouteNames.Multipart, "*/messages", 413, """{"message":"no","code":"too.large"}""", "too.large")]
    public async Task A_file_too_large_for_the_org_says_what_each_side_takes(string route, string path, int status, string body, string words)
    {
        var error = await RefuseAsync(route, path, status, body);

        Assert.Equal(ErrorIds.FileTooLarge, error.ErrorId);
        Assert.Contains(words, error.Message, StringComparison.Ordinal);
        Assert.EndsWith("It has 1,000 bytes; the policy it was checked against (Default) takes 10,485,760.", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(RouteNames.Agent)]
    [InlineData(RouteNames.Media)]
    public async Task A_message_refused_for_its_size_is_no_file_too_large(string route)
    {
        var error = await RefuseAsync(route, "*/messages", 413, """{"message":"no","code":"too.large"}""");

        Assert.Equal(ErrorIds.MessageRejected, error.ErrorId);
        Assert.Equal("Shorten the text.", error.Advice);
    }

    [Fact]
    public async Task A_409_on_a_call_without_a_conversation_closes_none() =>
        Assert.Equal(ErrorIds.RequestInvalid, (await RefuseAsync(RouteNames.Media, "*/media/upload", 409, """{"message":"Conflict","code":"conflict"}""")).ErrorId);

    [Fact]
    public async Task A_403_on_a_call_without_a_conversation_speaks_of_none()
    {
        var error = await RefuseAsync(RouteNames.Media, "*/media/upload", 403, """{"message":"no","code":"not.authorized"}""");

        Assert.Contains("the scope media:upload", error.Advice, StringComparison.Ordinal);
        Assert.DoesNotContain("conversation", error.Message + error.Advice, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(403, """{"message":"The communication is disconnected.","code":"not.authorized"}""", "this call needs the scope conversation:send")]
    [InlineData(409, """{"message":"Conflict","code":"conflict"}""", "Get-GCConversation shows its state")]
    public async Task A_403_that_speaks_of_the_end_and_any_409_are_a_closed_conversation(int status, string body, string advice)
    {
        var error = await RefuseAsync(RouteNames.Media, "*/messages", status, body);

        Assert.Equal(ErrorIds.ConversationClosed, error.ErrorId);
        Assert.Contains(advice, error.Advice, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(RouteNames.Messaging, "*/upload-url", 404, "", ErrorIds.PathAbsent)]
    [InlineData(RouteNames.Media, "*/media/upload", 404, "", ErrorIds.PathAbsent)]
    [InlineData(RouteNames.Multipart, "*/messages", 404, "", ErrorIds.PathAbsent)]
    [InlineData(RouteNames.Messaging, "*/upload-url", 415, "", ErrorIds.BodyNotSupported)]
    [InlineData(RouteNames.Media, "*/media/upload", 415, "", ErrorIds.BodyNotSupported)]
    [InlineData(RouteNames.Multipart, "*/messages", 415, "", ErrorIds.BodyNotSupported)]
    public async Task An_absent_path_and_a_refused_kind_of_body_name_the_routes_that_work(string route, string path, int status, string body, string errorId)
    {
        var error = await RefuseAsync(route, path, status, body);

        Assert.Equal(errorId, error.ErrorId);
        Assert.Contains("Agent", error.Advice, StringComparison.Ordinal);
        Assert.Contains("Guest", error.Advice, StringComparison.Ordinal);
        Assert.DoesNotContain("Messaging", error.Advice, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(RouteNames.Agent, "*/uploads", 500, ErrorIds.RetriesExhausted)]
    [InlineData(RouteNames.Agent, "*/conversations/*", 503, ErrorIds.RetriesExhausted)]
    [InlineData(RouteNames.Agent, "*/media/*", 503, ErrorIds.RetriesExhausted)]
    [InlineData(RouteNames.Messaging, "*/upload-url", 504, ErrorIds.RetriesExhausted)]
    [InlineData(RouteNames.Messaging, "*/messages", 502, ErrorIds.MessageOutcomeUnknown)]
    [InlineData(RouteNames.Media, "*/media/upload", 503, ErrorIds.RetriesExhausted)]
    [InlineData(RouteNames.Media, "*/messages", 500, ErrorIds.MessageOutcomeUnknown)]
    [InlineData(RouteNames.Multipart, "*/messages", 504, ErrorIds.MessageOutcomeUnknown)]
    public async Task A_5xx_keeps_what_its_body_says_in_the_receipt_and_in_the_story(string route, string path, int status, string errorId)
    {
        await using var harness = await Harness.StartAsync();
        harness.Sandbox.Faults.Add(new Fault { Path = path, Status = status, Body = Overloaded, Times = -1 });
        var log = new StepLog(isVerbose: true, isDebug: false);

        var error = (await Harness.SendAsync(new Sender(new SendOptions(), new ProgressBoard(), harness.Time, log), default, PlanOf(harness, route))).Single().Error!;

        Assert.Equal((errorId, status, "service.overloaded"), (error.ErrorId, error.StatusCode, error.ServerCode));
        Assert.Contains(Words, error.Message, StringComparison.Ordinal);
        Assert.Contains(Words, Story(log)[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_5xx_to_a_message_that_has_arrived_is_told_all_the_same()
    {
        await using var harness = await Harness.StartAsync();
        harness.Sandbox.Faults.Add(new Fault { Path = "*/messages", AcceptThenDrop = true });
        var log = new StepLog(isVerbose: true, isDebug: false);

        var receipt = (await Harness.SendAsync(new Sender(new SendOptions(), new ProgressBoard(), harness.Time, log), default, PlanOf(harness, RouteNames.Agent))).Single();

        Assert.Equal(ReceiptStates.Sent, receipt.State);
        Assert.Contains(Story(log), line => line.Contains("may have been sent", StringComparison.Ordinal) && line.EndsWith("Looking for it in the conversation.", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(Overloaded, "service.overloaded, Too many of us, context id ctx-1")]
    [InlineData("""{"error":"server_error","error_description":"The login service is busy."}""", "The login service is busy")]
    public async Task A_5xx_to_a_sign_in_keeps_what_its_body_says(string body, string words)
    {
        await using var harness = await Harness.StartAsync();
        harness.Sandbox.Faults.Add(new Fault { Path = "/oauth/token", Status = 500, Body = body, Times = -1 });

        var error = await Assert.ThrowsAsync<GCException>(() => harness.ConnectAsync());

        Assert.StartsWith($"Sign-in is failing: the server answered 500: {words}.", error.Message, StringComparison.Ordinal);
    }

    private const string Overloaded = """{"message":"Too many of us.","code":"service.overloaded","status":503,"contextId":"ctx-1"}""";
    private const string Words = ": service.overloaded, Too many of us, context id ctx-1.";

    private static List<string> Story(StepLog log)
    {
        var lines = new List<string>();
        while (log.TryTake(out var line))
        {
            lines.Add(line.Text);
        }

        return lines;
    }

    private static async Task<GCException> RefuseAsync(string route, string path, int status, string body)
    {
        await using var harness = await Harness.StartAsync();
        harness.Sandbox.Faults.Add(new Fault { Path = path, Status = status, Body = body, Times = -1 });
        return (await harness.SendAsync(PlanOf(harness, route))).Single().Error!;
    }

    private static Plan PlanOf(Harness harness, string route) => new()
    {
        Index = 0, File = harness.Check(harness.Write("a.pdf"), route), Target = route == RouteNames.Messaging ? harness.MessagingTarget : harness.AgentTarget, Route = route, Session = harness.Session,
    };
}
