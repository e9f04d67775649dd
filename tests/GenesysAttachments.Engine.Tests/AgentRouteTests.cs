using System.Text.Json;
using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Http;
using GenesysAttachments.Engine.Routes;
using GenesysAttachments.Engine.Sending;
using GenesysAttachments.Engine.Targets;
using GenesysAttachments.Sandbox;

namespace GenesysAttachments.Engine.Tests;

public sealed class AgentRouteTests
{
    [Fact]
    public async Task A_file_arrives_byte_equal_through_the_four_published_calls()
    {
        await using var harness = await Harness.StartAsync();
        var path = harness.Write("My report.pdf", 200_000);

        var receipt = (await harness.SendAsync(harness.Deliver(path, text: "Hello"))).Single();

        Assert.Null(receipt.Error);
        Assert.Equal(ReceiptStates.Sent, receipt.State);
        Assert.Equal(Harness.Sha256(path), receipt.Transfer.Sha256);
        Assert.True(receipt.Transfer.Verified);
        Assert.Equal(["Hello", null], harness.Sandbox.Messages.Select(message => message.Text));
        var attachment = harness.Sandbox.Messages.Last().Attachments.Single();
        Assert.Equal(("My_report.pdf", Harness.Sha256(path), 200_000L), (attachment.Name, attachment.Sha256, attachment.Size));
        var identity = harness.Sandbox.Identity;
        var leg = $"/api/v2/conversations/messages/{identity.ConversationId}/communications/{identity.CommunicationId}/messages";
        Assert.Equal(
            [
                $"GET /api/v2/conversations/{identity.ConversationId}",
                $"POST {leg}/media/uploads",
                "PUT storage",
                $"GET {leg}/media/{attachment.Id}",
                $"POST {leg}",
                $"POST {leg}",
            ],
            harness.Calls.Select(call => $"{call.Method} {(call.Method == "PUT" ? "storage" : call.Target)}"));
    }

    [Fact]
    public async Task Bodies_are_exactly_the_documented_fields()
    {
        await using var harness = await Harness.StartAsync();

        await harness.SendAsync(harness.Deliver(harness.Write("My report.pdf", 1234), text: "Hello"));
        await harness.SendAsync(harness.Deliver(harness.Write("b.pdf", 55), harness.MessagingTarget, text: "żółć"));

        var identity = harness.Sandbox.Identity;
        var ids = harness.Sandbox.Messages.SelectMany(message => message.Attachments).Select(attachment => attachment.Id).ToList();
        Assert.Equal(
            new[]
            {
                """{"fileName":"My_report.pdf","contentLengthBytes":1234}""",
                """{"textBody":"Hello"}""",
                $$"""{"mediaIds":["{{ids[0]}}"]}""",
                """{"fileName":"b.pdf","contentType":"application/pdf","size":55}""",
                $$"""{"to":{"id":"{{identity.ChannelId}}"},"from":{"id":"{{identity.GuestId}}"},"text":"\u017C\u00F3\u0142\u0107","attachments":[{"id":"{{ids[1]}}","name":"b.pdf","contentType":"application/pdf","size":55}]}""",
            }.Select(body => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(body)))),
            harness.Calls.Where(call => call.Method == "POST").Select(call => call.BodySha256));
        Assert.All(harness.Calls.Where(call => call.Method == "POST"), call => Assert.Equal(["application/json"], call.Headers["Content-Type"]));
    }

    [Fact]
    public async Task The_storage_request_carries_the_returned_headers_and_nothing_of_the_session()
    {
        await using var harness = await Harness.StartAsync();
        var session = await harness.ConnectAsync(settings: new()
        {
            Domain = "sandbox",
            Endpoint = new Uri(harness.Sandbox.Identity.Url),
            RequestsPerMinute = 0,
            Synthetic = true,
            Headers = [new("X-Gateway", "on")],
        });

        await harness.SendAsync(harness.Deliver(harness.Write("data.csv", 1234), session: session));

        var put = harness.Puts.Single();
        Assert.Equal(["text/csv"], put.Headers["Content-Type"]);
        Assert.Equal(["1234"], put.Headers["Content-Length"]);
        Assert.Equal(["Content-Length", "Content-Type", "Host", "x-amz-tagging"], put.Headers.Keys.Order(StringComparer.OrdinalIgnoreCase));
        Assert.Contains("%7E", put.Target, StringComparison.Ordinal);
        var post = harness.MessagePosts.Single();
        Assert.Equal("on true", $"{post.Headers["X-Gateway"].Single()} {post.Headers["X-Synthetic-Test"].Single()}");
        Assert.All(harness.Sandbox.Requests.Where(call => call.Target == "/oauth/token").Skip(1), call => Assert.Equal(["true"], call.Headers["X-Synthetic-Test"]));
    }

    [Fact]
    public async Task An_expired_url_is_replaced_once_and_never_used()
    {
        var time = new SkippingTime();
        await using var harness = await Harness.StartAsync(new SandboxOptions { Quota = false, PresignLifetime = 60 }, time);
        var runner = harness.Runner();
        var delivery = harness.Deliver(harness.Write("a.pdf"));
        var url = (await runner.OpenAsync(runner.AdmitUrl(delivery, default), default)).Url!;
        time.Advance(TimeSpan.FromSeconds(61));

        var receipt = (await harness.SendAsync(new Plan { Index = 0, File = delivery.File, Target = delivery.Target, Route = delivery.Route, Session = delivery.Session, Url = url })).Single();

        Assert.Equal(ReceiptStates.Sent, receipt.State);
        Assert.NotEqual(url.AttachmentId, receipt.Transfer.AttachmentId);
        Assert.Single(harness.Puts);
        Assert.DoesNotContain(url.AttachmentId, harness.Puts.Single().Target, StringComparison.Ordinal);
        Assert.Equal(2, harness.Calls.Count(call => call.Target.EndsWith("/uploads", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task An_unreachable_org_fails_the_rest_without_another_attempt()
    {
        await using var harness = await Harness.StartAsync();
        var (first, second) = (harness.Deliver(harness.Write("a.pdf")), harness.Deliver(harness.Write("b.pdf")));
        await harness.Sandbox.DisposeAsync();
        var runner = harness.Runner();

        var receipts = (await Harness.SendAsync(runner, default, first)).Concat(await Harness.SendAsync(runner, default, second)).ToList();

        Assert.All(receipts, receipt => Assert.Equal(ErrorIds.ConnectionRefused, receipt.Error?.ErrorId));
        Assert.Equal(5, ((SkippingTime)harness.Time).Pauses.Count + 1);
    }

    [Theory]
    [InlineData("grown", ErrorIds.FileChanged)]
    [InlineData("gone", ErrorIds.FileNotFound)]
    [InlineData("touched", ErrorIds.FileChanged)]
    public async Task A_file_that_changed_since_its_check_is_not_sent(string how, string errorId)
    {
        await using var harness = await Harness.StartAsync();
        var path = harness.Write("a.pdf");
        var delivery = harness.Deliver(path);
        switch (how)
        {
            case "grown": await File.AppendAllTextAsync(path, "more"); break;
            case "gone": File.Delete(path); break;
            default: File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddMinutes(1)); break;
        }

        var receipt = (await harness.SendAsync(delivery)).Single();

        Assert.Equal(errorId, receipt.Error?.ErrorId);
        Assert.Empty(harness.Puts);
        Assert.Empty(harness.Sandbox.Messages);
    }

    [Fact]
    public async Task A_link_sends_what_it_leads_to()
    {
        await using var harness = await Harness.StartAsync();
        var target = harness.Write("target.pdf", 4321);
        var link = Path.Combine(harness.Folder, "link.pdf");
        File.CreateSymbolicLink(link, target);

        var receipt = (await harness.SendAsync(harness.Deliver(link))).Single();

        Assert.Null(receipt.Error);
        Assert.Equal(("link.pdf", 4321L, Harness.Sha256(target)), (harness.Sandbox.Messages.Single().Attachments.Single().Name, receipt.Plan.File.Length, receipt.Transfer.Sha256));
    }

    [Theory]
    [InlineData("unknown", ErrorIds.ConversationNotFound)]
    [InlineData("disconnected", ErrorIds.ConversationClosed)]
    [InlineData("closed", ErrorIds.ConversationClosed)]
    public async Task A_conversation_that_takes_nothing_says_so_and_gets_nothing(string state, string errorId)
    {
        await using var harness = await Harness.StartAsync();
        var id = Guid.NewGuid().ToString();
        var communication = Guid.NewGuid().ToString();
        if (state != "unknown")
        {
            var reply = await harness.Http.PostAsync(new Uri($"{harness.Sandbox.Identity.Url}/_sandbox/conversations"), new StringContent($$"""{"state":"{{state}}"}"""));
            using var json = JsonDocument.Parse(await reply.Content.ReadAsStringAsync());
            (id, communication) = (json.RootElement.GetProperty("conversationId").GetString()!, json.RootElement.GetProperty("communicationId").GetString()!);
        }

        var path = harness.Write("a.pdf");
        var receipts = await harness.SendAsync(
            harness.Deliver(path, new() { ConversationId = id }),
            harness.Deliver(path, new() { ConversationId = id }),
            harness.Deliver(path, new() { ConversationId = id, CommunicationId = communication }));

        Assert.All(receipts, receipt => Assert.Equal((ReceiptStates.Failed, errorId), (receipt.State, receipt.Error?.ErrorId)));
        Assert.Empty(harness.Puts);
        Assert.Single(harness.Calls, call => call.Method == "GET");
    }
}
