using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using GenesysAttachments.Sandbox.Bodies;
using GenesysAttachments.Sandbox.Org;
using GenesysAttachments.Sandbox.Storage;
using GenesysAttachments.Sandbox.Traffic;

namespace GenesysAttachments.Sandbox.Guest;

/// <summary>The web messaging guest API (docs/protocol.md, Guest): a socket at <c>/v1</c>, and history over HTTP.</summary>
internal sealed class GuestEndpoints(Organization org, GuestDesk desk, UrlSigner signer, RequestLog log, FaultBook faults)
{
    private const string SocketPath = "/v1";
    private const string HistoryPath = "/api/v2/webmessaging/messages";
    private const int UsualPage = 25;
    private const int LargestPage = 100;
    private readonly GuestBody _bodies = new(org, signer);

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(SocketPath, OpenAsync);
        routes.MapGet(HistoryPath, GetHistoryAsync);
    }

    /// <summary>Whether a deployment lists that origin, and it is a guest of that deployment who asks.</summary>
    public bool AllowsOrigin(HttpRequest request, string origin) => request.Path.Value switch
    {
        SocketPath => desk.Find(request.Query["deploymentId"])?.Lists(origin) == true,
        HistoryPath => desk.FindByJwt(request.Headers.Authorization.ToString())?.Deployment.Lists(origin) == true,
        _ => false,
    };

    private async Task OpenAsync(HttpContext context)
    {
        if (!context.WebSockets.IsWebSocketRequest)
        {
            await Wire.RefuseAsync(context, 400, "bad.request", "A web socket is expected here.");
            return;
        }

        if (desk.Find(context.Request.Query["deploymentId"])?.Allows(context.Request.Headers.Origin.ToString()) == false)
        {
            await Wire.RefuseAsync(context, 403, "not.authorized", "The origin is not allowed for this deployment.");
            return;
        }

        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        using var connection = new GuestConnection(socket, context, faults);
        var talk = new GuestTalk(connection, org, desk, new GuestUploads(org, signer, _bodies), new GuestMessages(org, _bodies));
        try
        {
            while (await connection.ReceiveAsync() is { } text && await HandleAsync(context, connection, talk, text))
            {
            }
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException)
        {
            // The guest went away without closing.
        }
        finally
        {
            talk.End();
        }
    }

    /// <summary>Answers a frame, unless a scripted failure has other plans for it; whether the socket lives on.</summary>
    private async Task<bool> HandleAsync(HttpContext context, GuestConnection connection, GuestTalk talk, string text)
    {
        var frame = Read(text);
        var action = frame?.Text("action") ?? "";
        var fault = faults.TakeFrame(action);
        var logged = Log(context, action, text, fault);
        if (fault is { DropSocket: true, AcceptThenDrop: false })
        {
            connection.Drop();
            return false;
        }

        if (fault?.DelayMs is { } delay)
        {
            await Task.Delay(delay, context.RequestAborted);
        }

        if (fault?.Body is { } body)
        {
            await connection.WriteAsync(body.Replace("{tracingId}", frame?.Text("tracingId") ?? "", StringComparison.Ordinal));
        }
        else if (fault?.Stall != true)
        {
            await talk.AnswerAsync(frame, logged, muted: fault?.AcceptThenDrop == true);
        }

        if (fault?.AcceptThenDrop == true)
        {
            connection.Drop();
            return false;
        }

        return true;
    }

    private async Task GetHistoryAsync(HttpContext context)
    {
        if (desk.FindByJwt(context.Request.Headers.Authorization.ToString()) is not { } guest)
        {
            await Wire.RefuseAsync(context, 401, "authentication.required", "A guest JWT is needed.");
            return;
        }

        if (Paging.Number(context.Request, "pageNumber", 1, 1_000_000) is not { } page || Paging.Number(context.Request, "pageSize", UsualPage, LargestPage) is not { } size)
        {
            await Wire.RefuseAsync(context, 400, "invalid.value", $"pageNumber is 1 or more, pageSize 1 to {LargestPage}.");
            return;
        }

        var all = org.Messages.Of(guest.Conversation).Reverse().ToList();
        await Wire.ReplyAsync(context, new JsonObject
        {
            ["entities"] = new JsonArray([.. all.Skip((page - 1) * size).Take(size).Select(_bodies.Of)]),
            ["pageSize"] = size,
            ["pageNumber"] = page,
            ["total"] = all.Count,
            ["pageCount"] = (all.Count + size - 1) / size,
        });
    }

    private LoggedRequest Log(HttpContext context, string action, string text, Fault? fault)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var logged = new LoggedRequest(
            org.Time.GetUtcNow(), "WS", action, new Dictionary<string, string[]>(), bytes.Length, Convert.ToHexStringLower(SHA256.HashData(bytes)), context.Request.Query["deploymentId"])
        {
            Problem = fault switch
            {
                null => null,
                { DropSocket: true } or { AcceptThenDrop: true } => "A scripted failure broke the socket.",
                { Stall: true } => "A scripted failure left it without an answer.",
                { Body: not null } => "A scripted failure answered it.",
                _ => "A scripted failure.",
            },
        };
        log.Add(logged);
        return logged;
    }

    private static JsonObject? Read(string text)
    {
        try
        {
            return JsonNode.Parse(text) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
