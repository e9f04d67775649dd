using System.Text.Json;
using GenesysAttachments.Sandbox.Bodies;
using GenesysAttachments.Sandbox.Guest;
using GenesysAttachments.Sandbox.OAuth;
using GenesysAttachments.Sandbox.Org;
using GenesysAttachments.Sandbox.Traffic;

namespace GenesysAttachments.Sandbox.Control;

/// <summary>The paths under <c>/_sandbox</c>: for tests.</summary>
/// <param name="org">The org.</param>
/// <param name="oauth">Its clients and tokens.</param>
/// <param name="guests">Its deployments.</param>
/// <param name="log">What arrived.</param>
/// <param name="faults">What is to go wrong.</param>
/// <param name="reset">Takes the sandbox back to how it started.</param>
internal sealed class ControlEndpoints(Organization org, OAuthDesk oauth, GuestDesk guests, RequestLog log, FaultBook faults, Action reset)
{
    private readonly MessageControl _messages = new(org);

    public void Map(IEndpointRouteBuilder routes)
    {
        var control = routes.MapGroup("/_sandbox");
        control.MapGet("/messages", context => Wire.ReplyFullAsync(context, org.Messages.Rows));
        control.MapGet("/requests", context => Wire.ReplyFullAsync(context, log.All));
        control.MapGet("/faults", context => Wire.ReplyFullAsync(context, faults.All));
        control.MapPost("/faults", AddFaultsAsync);
        control.MapDelete("/faults", () => faults.Clear());
        control.MapDelete("/faults/{id:int}", (int id) => faults.Remove(id));
        control.MapPost("/revoke", () => oauth.RevokeAll());
        control.MapPost("/conversations", OpenConversationAsync);
        control.MapPost("/conversations/{conversationId}/messages", AddMessageAsync);
        control.MapPost("/downloads/expire", () => org.Downloads.Expire());
        control.MapPost("/clients", AddClientAsync);
        control.MapPost("/deployments", AddDeploymentAsync);
        control.MapPut("/policy", SetPolicyAsync);
        control.MapPost("/reset", reset);
    }

    private sealed record ConversationRequest(string? State, string? ConversationId, DateTimeOffset? StartedAt, DateTimeOffset? EndedAt, string? GuestId);

    private sealed record ClientRequest(string[]? Scopes, string[]? Permissions, string[]? RedirectUris);

    private sealed record DeploymentRequest(string[]? AllowedDomains, bool Attachments = true);

    private Task AddFaultsAsync(HttpContext context) => ReadAsync<JsonElement>(context, body =>
    {
        var wanted = body.ValueKind switch { JsonValueKind.Array => body.Deserialize<Fault[]>(Wire.Strict)!, JsonValueKind.Object => [body.Deserialize<Fault>(Wire.Strict)!], _ => [null!] };
        if (wanted.Select(fault => fault is null ? "A fault is an object." : fault.Problem).FirstOrDefault(problem => problem is not null) is { } found)
        {
            throw new JsonException(found);
        }

        foreach (var fault in wanted)
        {
            faults.Add(fault);
        }

        return faults.All;
    });

    private Task OpenConversationAsync(HttpContext context) => ReadAsync<ConversationRequest>(context, request =>
    {
        var wanted = ConversationStates.Parse(request?.State ?? ConversationStates.Connected) ?? throw new JsonException($"state is one of {string.Join(", ", ConversationStates.Names)}.");
        if (request is { ConversationId: not null } and ({ StartedAt: not null } or { EndedAt: not null } or { GuestId: not null }) || (request?.EndedAt is not null && wanted != ConversationStates.Closed))
        {
            throw new JsonException("startedAt and guestId are for one that is opened, endedAt for one that is opened closed.");
        }

        var opened = request?.ConversationId is { } id ? org.Conversations.Set(id, wanted) ?? throw new JsonException($"there is no conversation {id}.")
            : org.Conversations.Open(wanted, request?.StartedAt, request?.EndedAt, request?.GuestId);
        return new { opened.ConversationId, opened.CommunicationId, opened.ChannelId, opened.GuestId, opened.State };
    });

    private Task AddMessageAsync(HttpContext context, string conversationId) =>
        ReadAsync<MessageControl.MessageRequest>(context, request => _messages.AddAsync(conversationId, request, context.RequestAborted));

    private Task AddClientAsync(HttpContext context) => ReadAsync<ClientRequest>(context, request =>
    {
        var client = request?.RedirectUris?.All(RedirectUri.IsLoopback) == false
            ? throw new JsonException("redirectUris are http://127.0.0.1, http://[::1] or http://localhost, with a port and a path, and without user information and fragment.")
            : oauth.Register(request?.Scopes, request?.Permissions, request?.RedirectUris);
        return new { client.ClientId, client.ClientSecret };
    });

    private Task AddDeploymentAsync(HttpContext context) => ReadAsync<DeploymentRequest>(context, request =>
        guests.Add(request?.AllowedDomains, request?.Attachments ?? true));

    private Task SetPolicyAsync(HttpContext context) => ReadAsync<FilePolicy>(context, policy => org.Policy = policy ?? throw new JsonException("The policy is missing."));

    private static Task ReadAsync<T>(HttpContext context, Func<T?, object> answer) => ReadAsync<T>(context, request => Task.FromResult(answer(request)));

    private static async Task ReadAsync<T>(HttpContext context, Func<T?, Task<object>> answer)
    {
        try
        {
            var body = context.Request.ContentLength is 0 || (context.Request.ContentLength is null && context.Request.Headers.TransferEncoding.Count == 0)
                ? default
                : await JsonSerializer.DeserializeAsync<T>(context.Request.Body, Wire.Strict, context.RequestAborted);
            await Wire.ReplyFullAsync(context, await answer(body));
        }
        catch (JsonException e)
        {
            await Wire.RefuseAsync(context, 400, "bad.request", e.Message);
        }
    }
}
