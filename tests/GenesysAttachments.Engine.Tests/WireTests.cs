using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using GenesysAttachments.Engine.Guest;
using GenesysAttachments.Engine.Http;
using GenesysAttachments.Engine.Policies;
using GenesysAttachments.Engine.Routes;
using GenesysAttachments.Engine.Routes.Community;
using GenesysAttachments.Engine.Sessions;
using GenesysAttachments.Engine.SignIn;
using GenesysAttachments.Engine.Targets;
using GenesysAttachments.Sandbox;
using GenesysAttachments.Sandbox.Tests;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace GenesysAttachments.Engine.Tests;

/// <summary>Everything the engine says on the five routes, held field by field against what is documented.</summary>
public sealed class WireTests
{
    [Fact]
    public async Task Requests_and_answers_of_the_four_client_routes_are_as_documented()
    {
        await using var harness = await Harness.StartAsync();
        await using var recorder = await WireRecorder.StartAsync(harness.Sandbox.Identity.Url);
        var session = await harness.ConnectAsync(settings: new SessionSettings { Domain = "sandbox", Endpoint = recorder.Url, RequestsPerMinute = 0 });
        var identity = harness.Sandbox.Identity;
        var everyone = new Target { ConversationId = identity.ConversationId, ChannelId = identity.ChannelId, GuestId = identity.GuestId };
        await session.Policies.ReadAsync(PolicyDirections.Outbound, CallContext.Silent, default);

        await SendAsync(harness, session, RouteNames.Agent, harness.AgentTarget);
        await SendAsync(harness, session, RouteNames.Messaging, harness.MessagingTarget);
        await SendAsync(harness, session, RouteNames.Media, harness.AgentTarget);
        foreach (var template in new[] { MultipartTemplates.Conversation, MultipartTemplates.Channel, MultipartTemplates.Guest, MultipartTemplates.Webchat })
        {
            await SendAsync(harness, session, RouteNames.Multipart, everyone, template);
        }

        var seen = new HashSet<string>();
        foreach (var exchange in recorder.Exchanges)
        {
            seen.Add(await CheckAsync(exchange, everyone));
        }

        Assert.Equal("żółć_ünïcode.pdf", harness.Sandbox.Messages.First(message => message.Attachments.Count > 0).Attachments.Single().Name);
        Assert.All(harness.Sandbox.Messages.Where(message => message.Attachments.Count > 0).Skip(1), message => Assert.Equal("żółć ünïcode.pdf", message.Attachments.Single().Name));
        // Sign-in, profile, leg, three of Agent, two of Messaging, two of Media, four forms.
        Assert.Equal(14, seen.Count);
    }

    [Fact]
    public async Task Frames_of_the_guest_route_are_as_documented()
    {
        var time = new SkippingTime();
        await using var harness = await Harness.StartAsync(time: time);
        await using var recorder = await WireRecorder.StartAsync(harness.Sandbox.Identity.Url);
        var settings = new SessionSettings { Domain = "sandbox", Endpoint = recorder.Url, Synthetic = true };
        var guest = new GuestSettings(harness.Sandbox.Identity.DeploymentId);
        await OrgSession.ReadDeploymentPolicyAsync(settings, guest, CallContext.Silent, default, time);
        using var session = await OrgSession.ConnectGuestAsync(settings, guest, CallContext.Silent, default, time, () => 0.5);

        await SendAsync(harness, session, RouteNames.Guest, new Target());
        harness.Sandbox.Faults.Add(new Fault { FrameClass = "PresignedUrlResponse", Body = Fixtures.Of("GenerateUrlError") });
        await SendAsync(harness, session, RouteNames.Guest, new Target());
        harness.Sandbox.Faults.Add(new Fault { FrameClass = "UploadSuccessEvent", Body = Fixtures.Of("UploadFailureEvent") });
        await SendAsync(harness, session, RouteNames.Guest, new Target());
        harness.Sandbox.Faults.Add(new Fault { FrameClass = "onAttachment", Body = Fixtures.Of("TooManyRequestsErrorMessage") });
        await SendAsync(harness, session, RouteNames.Guest, new Target());
        time.Advance(TimeSpan.FromSeconds(31));
        harness.Sandbox.Faults.Add(new Fault { FrameClass = "onMessage", DropSocket = true, AcceptThenDrop = true });
        await SendAsync(harness, session, RouteNames.Guest, new Target());
        await StopBeforeSendingAsync(harness, session);
        await session.EndConversationAsync(CallContext.Silent, default);
        await Wait.Until(() => recorder.Frames.Any(frame => frame.Text.Contains("ConnectionClosedEvent", StringComparison.Ordinal)));

        var actions = new HashSet<string>();
        var classes = new HashSet<string>();
        foreach (var (isFromGuest, text) in recorder.Frames)
        {
            using var frame = JsonDocument.Parse(text);
            var root = frame.RootElement;
            if (isFromGuest)
            {
                var action = root.GetProperty("action").GetString()!;
                Assert.Empty(Schema.Check($"send {action}", root));
                actions.Add(action);
            }
            else
            {
                var name = root.GetProperty("class").GetString()!;
                Assert.Empty(Schema.Check("Frame", root));
                Assert.Empty(Schema.Check(name, root.GetProperty("body")));
                classes.Add(name);
            }
        }

        Assert.Equal(["closeSession", "configureSession", "deleteAttachment", "echo", "getConfiguration", "getJwt", "onAttachment", "onMessage"], actions.Order());
        Assert.Equal(
            [
                "AttachmentDeletedResponse", "ConnectionClosedEvent", "GenerateUrlError", "GetConfigurationResponse", "JwtResponse", "PresignedUrlResponse", "SessionResponse",
                "StructuredMessage", "TooManyRequestsErrorMessage", "UploadFailureEvent", "UploadSuccessEvent",
            ],
            classes.Order());
        Assert.Equal("GET /api/v2/webmessaging/messages", await CheckAsync(Assert.Single(recorder.Exchanges), new Target()));
    }

    [Fact]
    public async Task Storage_gets_the_bytes_the_returned_headers_and_nothing_more()
    {
        await using var harness = await Harness.StartAsync();
        var guest = await harness.ConnectGuestAsync();

        await SendAsync(harness, harness.Session, RouteNames.Agent, harness.AgentTarget);
        await SendAsync(harness, harness.Session, RouteNames.Messaging, harness.MessagingTarget);
        await SendAsync(harness, guest, RouteNames.Guest, new Target());

        Assert.Equal(3, harness.Puts.Count());
        Assert.All(harness.Puts, put =>
        {
            Assert.Empty(put.Headers.Keys.Except(["Host", "Content-Length", "Content-Type", "x-amz-tagging"], StringComparer.OrdinalIgnoreCase));
            Assert.Equal("application/pdf", put.Headers["Content-Type"].Single());
            Assert.Equal(put.BodyLength.ToString(System.Globalization.CultureInfo.InvariantCulture), put.Headers["Content-Length"].Single());
        });
    }

    private static async Task SendAsync(Harness harness, OrgSession session, string route, Target target, string? template = null)
    {
        await harness.SendAsync(Deliver(harness, session, route, target) with { Template = template });
    }

    private static Plan Deliver(Harness harness, OrgSession session, string route, Target target) => new()
    {
        Index = 0, File = harness.Check(harness.Write("żółć ünïcode.pdf"), route), Target = target, Route = route, Session = session, Text = new PlannedText("Hello", new TextLedger()),
    };

    private static async Task StopBeforeSendingAsync(Harness harness, OrgSession session)
    {
        var runner = harness.Runner();
        // The first delivery's turn comes first; it never ends, so the second waits with its file uploaded.
        var blocked = runner.Admit(Deliver(harness, session, RouteNames.Guest, new Target()), default);
        using var stop = new CancellationTokenSource();
        var waiting = runner.SendAsync(runner.Admit(Deliver(harness, session, RouteNames.Guest, new Target()), stop.Token), stop.Token);
        var before = harness.Puts.Count();
        await Wait.Until(() => harness.Puts.Count() > before);
        await Task.Delay(300);
        await stop.CancelAsync();
        await waiting;
        runner.NotBegun(blocked);
    }

    /// <summary>The documented call it is, after holding all of it against the document.</summary>
    private static async Task<string> CheckAsync(WireRecorder.Exchange exchange, Target target)
    {
        var path = exchange.Target.Split('?')[0];
        var route = Assert.Single(Schema.Routes, row => row.GetProperty("method").GetString() == exchange.Method && IsPath(row.GetProperty("path").GetString()!, path));
        var auth = route.GetProperty("auth").GetString() == "basic" ? "Basic " : "Bearer ";
        Assert.StartsWith(auth, exchange.Headers["Authorization"], StringComparison.OrdinalIgnoreCase);
        var query = exchange.Target.Contains('?', StringComparison.Ordinal) ? exchange.Target[(exchange.Target.IndexOf('?', StringComparison.Ordinal) + 1)..] : "";
        Assert.Equal(QueryOf(exchange.Method, path, target), query);
        if (exchange.Target.StartsWith("/api/", StringComparison.Ordinal) && path != "/api/v2/webmessaging/messages")
        {
            Assert.Equal("application/json", exchange.Headers["Accept"]);
        }

        var sends = route.TryGetProperty("sends", out var model) ? model.GetString() : null;
        switch (sends)
        {
            case "form":
                Assert.Equal("application/x-www-form-urlencoded", exchange.Headers["Content-Type"]);
                Assert.Equal("grant_type=client_credentials", Encoding.UTF8.GetString(exchange.Body));
                break;
            case "multipart":
                await CheckFormAsync(exchange, path, target);
                break;
            case null when exchange.Method == "GET":
                Assert.Empty(exchange.Body);
                Assert.False(exchange.Headers.ContainsKey("Content-Type"));
                break;
            case null:
                await CheckFormAsync(exchange, path, target);
                break;
            default:
                Assert.StartsWith("application/json", exchange.Headers["Content-Type"], StringComparison.Ordinal);
                Assert.Empty(Schema.Check(sends, Parse(exchange.Body)));
                break;
        }

        if (!route.GetProperty("ok").EnumerateArray().Any(status => status.GetInt32() == exchange.Status))
        {
            Assert.Empty(Schema.Check("ErrorBody", Parse(exchange.Answer)));
        }
        else if (route.TryGetProperty("gets", out var gets))
        {
            Assert.Empty(Schema.Check(gets.GetString()!, Parse(exchange.Answer)));
        }

        return $"{exchange.Method} {route.GetProperty("path").GetString()}";
    }

    private static string QueryOf(string method, string path, Target target) => (method, path) switch
    {
        ("POST", "/api/v2/conversations/messages") => $"conversationId={target.ConversationId}&conversationType=webmessaging",
        ("GET", "/api/v2/webmessaging/messages") => "pageNumber=1&pageSize=100",
        _ => "",
    };

    private static bool IsPath(string template, string path) => Regex.IsMatch(path, $"^{template.Replace("{id}", "[^/]+", StringComparison.Ordinal)}$");

    private static async Task CheckFormAsync(WireRecorder.Exchange exchange, string path, Target target)
    {
        var type = exchange.Headers["Content-Type"];
        Assert.Matches("^multipart/form-data; boundary=[A-Za-z0-9-]{1,70}$", type);
        var reader = new MultipartReader(type[(type.IndexOf('=', StringComparison.Ordinal) + 1)..], new MemoryStream(exchange.Body));
        var fields = new Dictionary<string, string>();
        string? disposition = null;
        while (await reader.ReadNextSectionAsync() is { } part)
        {
            using var value = new StreamReader(part.Body);
            var header = ContentDispositionHeaderValue.Parse(part.ContentDisposition);
            if (header.IsFileDisposition())
            {
                disposition = part.ContentDisposition;
                Assert.Equal("application/pdf", part.ContentType);
                await value.ReadToEndAsync();
                Assert.Equal(1000, part.Body.Length);
            }
            else
            {
                fields.Add(HeaderUtilities.RemoveQuotes(header.Name).ToString(), await value.ReadToEndAsync());
            }
        }

        Assert.Equal("form-data; name=\"file\"; filename=\"żółć ünïcode.pdf\"", disposition);
        var expected = new Dictionary<string, string>();
        if (path != "/api/v2/media/upload")
        {
            expected = new() { ["text"] = "Hello", ["conversationId"] = target.ConversationId!, ["channelId"] = target.ChannelId!, ["type"] = "file", ["from"] = target.GuestId! };
        }

        Assert.Equal(expected.OrderBy(field => field.Key, StringComparer.Ordinal), fields.OrderBy(field => field.Key, StringComparer.Ordinal));
    }

    private static JsonElement Parse(byte[] json) => JsonDocument.Parse(json).RootElement;
}
