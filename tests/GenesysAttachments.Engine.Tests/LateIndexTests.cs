using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Routes;
using GenesysAttachments.Engine.Sending;
using GenesysAttachments.Engine.Targets;
using GenesysAttachments.Sandbox;

namespace GenesysAttachments.Engine.Tests;

/// <summary>A message that is refused because the platform does not know its upload yet.</summary>
public sealed class LateIndexTests
{
    private const string NotUploaded = """{"message":"Attachment has not been uploaded","code":"invalid.value","status":400,"details":[{"errorCode":"4010","fieldName":"attachments"}]}""";

    public static TheoryData<string, int, string> Refusals() => new()
    {
        { RouteNames.Messaging, 400, NotUploaded },
        { RouteNames.Messaging, 400, """{"message":"no","errorCode":4010}""" },
        { RouteNames.Messaging, 400, """{"message":"no","code":"4009"}""" },
        { RouteNames.Messaging, 400, """{"message":"The attachment was not successfully uploaded."}""" },
        { RouteNames.Messaging, 404, """{"message":"Attachment not found","code":"not.found"}""" },
        { RouteNames.Media, 400, """{"message":"The media is not ready","code":"bad.request"}""" },
        { RouteNames.Media, 404, """{"message":"Media was not found.","code":"not.found"}""" },
        { RouteNames.Agent, 400, NotUploaded },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task It_is_sent_again_after_2_4_and_8_seconds_and_arrives_once(string route, int status, string body)
    {
        var time = new SkippingTime();
        await using var harness = await Harness.StartAsync(time: time);
        harness.Sandbox.Faults.Add(new Fault { Method = "POST", Path = "*/messages", Status = status, Body = body, Times = 3 });

        var receipt = (await harness.SendAsync(PlanOf(harness, route))).Single();

        Assert.Null(receipt.Error);
        Assert.Equal([2, 4, 8], time.Pauses.Select(pause => pause.TotalSeconds));
        Assert.Equal([status, status, status, 200], Posts(harness).Select(post => post.Status));
        Assert.Single(harness.Sandbox.Messages);
        Assert.Equal(4, receipt.Transfer.Attempts);
    }

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task Then_the_refusal_stands(string route, int status, string body)
    {
        await using var harness = await Harness.StartAsync();
        harness.Sandbox.Faults.Add(new Fault { Method = "POST", Path = "*/messages", Status = status, Body = body, Times = -1 });

        var receipt = (await harness.SendAsync(PlanOf(harness, route))).Single();

        Assert.Equal((ReceiptStates.Failed, ErrorIds.UploadInvalid, true), (receipt.State, receipt.Error?.ErrorId, receipt.Error?.CanRetry));
        Assert.Contains($"the platform does not know its upload (HTTP {status}: ", receipt.Error!.Message, StringComparison.Ordinal);
        Assert.Matches(@" Gave up after 4 attempts over 14\.\d seconds\.$", receipt.Error.Message);
        Assert.Equal(4, Posts(harness).Count());
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 2)]
    [InlineData(9, 4)]
    public async Task The_command_s_own_number_of_retries_holds(int retries, int attempts)
    {
        await using var harness = await Harness.StartAsync();
        harness.Sandbox.Faults.Add(new Fault { Method = "POST", Path = "*/messages", Status = 400, Body = NotUploaded, Times = -1 });

        var receipt = (await Harness.SendAsync(harness.Runner(retries), default, PlanOf(harness, RouteNames.Messaging))).Single();

        Assert.Equal((ErrorIds.UploadInvalid, attempts), (receipt.Error?.ErrorId, Posts(harness).Count()));
    }

    [Theory]
    [InlineData(400, """{"message":"no","details":[{"errorCode":"4008"}]}""", ErrorIds.RequestInvalid)]
    [InlineData(400, """{"message":"attachments must be a list"}""", ErrorIds.RequestInvalid)]
    [InlineData(404, """{"message":"The channel was not found","code":"not.found"}""", ErrorIds.ConversationNotFound)]
    [InlineData(409, """{"message":"The conversation is closed","code":"conflict"}""", ErrorIds.ConversationClosed)]
    public async Task Any_other_refusal_stands_at_once(int status, string body, string errorId)
    {
        await using var harness = await Harness.StartAsync();
        harness.Sandbox.Faults.Add(new Fault { Method = "POST", Path = "*/messages", Status = status, Body = body, Times = -1 });

        Assert.Equal(errorId, (await harness.SendAsync(PlanOf(harness, RouteNames.Messaging))).Single().Error?.ErrorId);
        Assert.Single(Posts(harness));
    }

    private static IEnumerable<LoggedRequest> Posts(Harness harness) =>
        harness.Calls.Where(call => call.Method == "POST" && call.Target.Split('?')[0].EndsWith("/messages", StringComparison.Ordinal));

    private static Plan PlanOf(Harness harness, string route) => new()
    {
        Index = 0, File = harness.Check(harness.Write("a.pdf"), route), Target = route == RouteNames.Messaging ? harness.MessagingTarget : harness.AgentTarget, Route = route, Session = harness.Session,
    };
}
