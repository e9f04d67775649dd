using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace GenesysAttachments.Sandbox;

/// <summary>The web messaging guest API (docs/protocol.md, Guest): a socket at <c>/v1</c>, and history over HTTP.</summary>
internal sealed class GuestEndpoints(SandboxState state)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1", OpenAsync);
        routes.MapGet("/api/v2/webmessaging/messages", GetHistoryAsync);
    }

    private async Task OpenAsync(HttpContext context)
    {
        if (!context.WebSockets.IsWebSocketRequest)
        {
            await Wire.RefuseAsync(context, 400, "bad.request", "A web socket is expected here.");
            return;
        }

        var deployment = state.Guests.Find(context.Request.Query["deploymentId"]);
        if (deployment?.AllowedDomains is { } domains && !IsAllowed(context.Request.Headers.Origin.ToString(), domains))
        {
            await Wire.RefuseAsync(context, 403, "not.authorized", "The origin is not allowed for this deployment.");
            return;
        }

        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        using var connection = new GuestConnection(socket, context, state);
        var talk = new GuestTalk(connection, state);
        try
        {
            while (await connection.ReceiveAsync() is { } text)
            {
                var action = Log(context, text);
                var fault = state.Faults.TakeFrame(action);
                if (fault is { DropSocket: true, AcceptThenDrop: false })
                {
                    connection.Drop();
                    return;
                }

                if (fault?.DelayMs is { } delay)
                {
                    await Task.Delay(delay, context.RequestAborted);
                }

                if (fault?.Body is { } body)
                {
                    await connection.WriteAsync(body.Replace("{tracingId}", Read(text)?.Text("tracingId") ?? "", StringComparison.Ordinal));
                }
                else if (fault?.Stall != true)
                {
                    await talk.AnswerAsync(Read(text), muted: fault?.AcceptThenDrop == true);
                }

                if (fault?.AcceptThenDrop == true)
                {
                    connection.Drop();
                    return;
                }
            }
        }
        catch (Exception e) when (e is System.Net.WebSockets.WebSocketException or OperationCanceledException)
        {
            // The guest went away without closing.
        }
        finally
        {
            talk.End();
        }
    }

    private async Task GetHistoryAsync(HttpContext context)
    {
        if (state.Guests.FindByJwt(context.Request.Headers.Authorization.ToString()) is not { } guest)
        {
            await Wire.RefuseAsync(context, 401, "authentication.required", "A guest JWT is needed.");
            return;
        }

        var newestFirst = guest.History.Reverse().Take(100).Select(message => message.DeepClone()).ToArray();
        await Wire.ReplyAsync(context, new JsonObject
        {
            ["entities"] = new JsonArray(newestFirst), ["pageSize"] = 100, ["pageNumber"] = 1, ["total"] = guest.History.Count, ["pageCount"] = 1,
        });
    }

    private string Log(HttpContext context, string text)
    {
        var action = Read(text)?.Text("action") ?? "";
        var bytes = Encoding.UTF8.GetBytes(text);
        state.Requests.Add(new LoggedRequest(
            state.Time.GetUtcNow(), "WS", action, new Dictionary<string, string[]>(), bytes.Length, Convert.ToHexStringLower(SHA256.HashData(bytes)), 0, context.Request.Query["deploymentId"]));
        return action;
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

    private static bool IsAllowed(string origin, string[] domains)
    {
        var host = Uri.TryCreate(origin, UriKind.Absolute, out var url) ? url.Host : origin;
        return domains.Contains(host, StringComparer.OrdinalIgnoreCase);
    }
}
