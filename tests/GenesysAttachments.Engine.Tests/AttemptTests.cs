using GenesysAttachments.Engine.Routes;
using GenesysAttachments.Engine.Sending;
using GenesysAttachments.Engine.Targets;
using GenesysAttachments.Sandbox;

namespace GenesysAttachments.Engine.Tests;

/// <summary>How many attempts a receipt counts, over all calls of its file.</summary>
public sealed class AttemptTests
{
    [Theory]
    [InlineData(RouteNames.Agent)]
    [InlineData(RouteNames.Messaging)]
    [InlineData(RouteNames.Media)]
    [InlineData(RouteNames.Multipart)]
    [InlineData(RouteNames.Guest)]
    public async Task It_is_one_where_nothing_goes_wrong(string route)
    {
        await using var harness = await Harness.StartAsync();

        var receipt = (await harness.SendAsync(await PlanOfAsync(harness, route))).Single();

        Assert.Equal((ReceiptStates.Sent, 1), (receipt.State, receipt.Transfer.Attempts));
    }

    [Theory]
    [InlineData("GET", "*/conversations/????????-*", 503)] // the look-up of the leg
    [InlineData("POST", "*/uploads", 503)]
    [InlineData("PUT", "*", 503)]
    [InlineData("GET", "*/media/*", 503)]
    [InlineData("POST", "*/messages", 429)]
    [InlineData("POST", "*/uploads", 401)]
    public async Task A_failure_of_any_call_is_one_attempt_more(string method, string path, int status)
    {
        await using var harness = await Harness.StartAsync();
        harness.Sandbox.Faults.Add(new Fault { Method = method, Path = path, Status = status, Body = """{"message":"no","code":"not.found"}""" });

        var receipt = (await harness.SendAsync(await PlanOfAsync(harness, RouteNames.Agent))).Single();

        Assert.Equal((ReceiptStates.Sent, 2), (receipt.State, receipt.Transfer.Attempts));
    }

    [Fact]
    public async Task Failures_of_several_calls_add_up_and_looks_that_were_answered_do_not()
    {
        await using var harness = await Harness.StartAsync();
        harness.Sandbox.Faults.Add(new Fault { Path = "*/uploads", Status = 503, Times = 2 });
        harness.Sandbox.Faults.Add(new Fault { Method = "PUT", Status = 500 });
        harness.Sandbox.Faults.Add(new Fault { Method = "GET", Path = "*/media/*", Status = 200, Body = """{"status":"uploading"}""", Times = 5 });
        harness.Sandbox.Faults.Add(new Fault { Method = "GET", Path = "*/media/*", Status = 502 });
        harness.Sandbox.Faults.Add(new Fault { Path = "*/messages", Status = 429 });

        var receipt = (await harness.SendAsync(await PlanOfAsync(harness, RouteNames.Agent))).Single();

        Assert.Equal((ReceiptStates.Sent, 1 + 5), (receipt.State, receipt.Transfer.Attempts));
    }

    [Fact]
    public async Task What_was_given_up_counts_what_was_made()
    {
        await using var harness = await Harness.StartAsync();
        harness.Sandbox.Faults.Add(new Fault { Path = "*/conversations/????????-*", Method = "GET", Status = 503, Times = -1 });

        Assert.Equal(5, (await harness.SendAsync(await PlanOfAsync(harness, RouteNames.Agent))).Single().Transfer.Attempts);
    }

    [Fact]
    public async Task Each_frame_of_a_guest_that_is_sent_again_counts()
    {
        await using var harness = await Harness.StartAsync();
        harness.Sandbox.Faults.Add(new Fault { FrameClass = "onMessage", DropSocket = true });
        harness.Sandbox.Faults.Add(new Fault { FrameClass = "onAttachment", DropSocket = true });

        var receipt = (await harness.SendAsync(await PlanOfAsync(harness, RouteNames.Guest))).Single();

        Assert.Equal((ReceiptStates.Sent, 3), (receipt.State, receipt.Transfer.Attempts));
    }

    private static async Task<Plan> PlanOfAsync(Harness harness, string route)
    {
        var path = harness.Write("a.pdf");
        return route == RouteNames.Guest ? harness.DeliverAsGuest(await harness.ConnectGuestAsync(), path) : new Plan
        {
            Index = 0, File = harness.Check(path, route), Target = route == RouteNames.Messaging ? harness.MessagingTarget : harness.AgentTarget, Route = route, Session = harness.Session,
        };
    }
}
