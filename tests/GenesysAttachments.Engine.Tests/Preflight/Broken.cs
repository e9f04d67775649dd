using System.Net.Http.Json;
using System.Text.Json;
using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Guest;
using GenesysAttachments.Engine.Preflight;
using GenesysAttachments.Engine.SignIn;
using GenesysAttachments.Engine.Targets;
using GenesysAttachments.Engine.Tests.Network;
using ScriptedFault = GenesysAttachments.Sandbox.Fault;

namespace GenesysAttachments.Engine.Tests.Preflight;

/// <summary>One thing that is wrong with an org or a set-up, and the one check that must show it.</summary>
/// <param name="Name">It in words.</param>
/// <param name="Check">The check.</param>
/// <param name="State">Its state.</param>
/// <param name="ErrorId">Its error id.</param>
/// <param name="Advice">What its advice must say.</param>
/// <param name="Break">Breaks it, and says what to look at.</param>
internal sealed record Broken(string Name, string Check, string State, string? ErrorId, string Advice, Func<Harness, Task<PreflightSubject>> Break)
{
    private const string Html = "<!DOCTYPE html><html><body>Sign in to the hotel's network</body></html>";

    // All that the Agent route takes; each row leaves one out.
    private static readonly string[] Permissions =
    [
        "conversation:communication:view", "conversation:message:create", "conversation:message:view", "conversation:messageMedia:view", "messaging:supportedContent:view",
    ];

    private static readonly string[] Scopes = ["webchat:attachment:write", "webchat:attachment:read", "message:send", "media:upload", "conversation:send", "webmessaging:send"];

    public static IReadOnlyList<Broken> All { get; } =
    [
        Failing("a wrong secret", CheckNames.SignIn, ErrorIds.AuthenticationFailed, "secret", async h => await Agent(h) with { Credential = ClientCredential.FromSecret(h.Sandbox.Identity.ClientId, "canary-wrong") }),
        Failing("a client nobody knows", CheckNames.SignIn, ErrorIds.AuthenticationFailed, "client id", async h => await Agent(h) with { Credential = ClientCredential.FromSecret("nobody", "canary-wrong") }),
        Failing("a token that has ended", CheckNames.SignIn, ErrorIds.AuthenticationFailed, "-AccessToken", async h => await Agent(h) with { Credential = ClientCredential.FromToken("canary-token") }),
        Failing("a login that is down", CheckNames.SignIn, ErrorIds.RetriesExhausted, "later", Fault("POST", "/oauth/token", 503)),
        Failing("a gateway before the login", CheckNames.SignIn, ErrorIds.GatewayAnswered, "administrator", Fault("POST", "/oauth/token", 403, Html)),
        Failing("a page instead of a token", CheckNames.SignIn, ErrorIds.AuthenticationFailed, "Check client id", Fault("POST", "/oauth/token", 200, Html)),
        Failing("a gateway before the API", CheckNames.SignIn, ErrorIds.GatewayAnswered, "administrator", Fault("GET", "/api/v2/tokens/me", 403, Html)),
        Failing("a page instead of JSON", CheckNames.SignIn, ErrorIds.GatewayAnswered, "administrator", Fault("GET", "/api/v2/*", 200, Html)),
        Failing("an API that is down", CheckNames.SignIn, ErrorIds.RetriesExhausted, "later", Fault("GET", "/api/v2/*", 503)),
        Failing("a quota that is used up", CheckNames.Quota, ErrorIds.RateLimited, "Wait", Fault("GET", "/api/v2/*", 429)),
        Failing("a login that is asked too often", CheckNames.Quota, ErrorIds.RateLimited, "Wait", Fault("POST", "/oauth/token", 429)),
        Failing("a quota that is used up half way", CheckNames.Quota, ErrorIds.RateLimited, "Wait", Fault("POST", "*/media/uploads", 429)),
        new("a quota that is nearly used up", CheckNames.Quota, CheckStates.Warning, null, "a client of its own", async h =>
        {
            h.Sandbox.Faults.Add(new ScriptedFault { Path = "/api/*", Times = -1, Headers = new() { ["inin-ratelimit-count"] = "290", ["inin-ratelimit-allowed"] = "300", ["inin-ratelimit-reset"] = "30" } });
            return await Agent(h);
        }),
        Failing("no permission to read conversations", CheckNames.Conversation, ErrorIds.PermissionMissing, "conversation:communication:view", Without("conversation:communication:view")),
        Failing("no permission to send", CheckNames.UploadUrl, ErrorIds.PermissionMissing, "conversation:message:create", Without("conversation:message:create")),
        Failing("no permission to read what became of an upload", CheckNames.UploadStatus, ErrorIds.PermissionMissing, "conversation:message:view", Without("conversation:message:view")),
        new("no permission to list uploads", CheckNames.UploadList, CheckStates.Warning, ErrorIds.PermissionMissing, "conversation:messageMedia:view", Without("conversation:messageMedia:view")),
        new("no permission to read the policy", CheckNames.Policy, CheckStates.Warning, ErrorIds.PermissionMissing, "messaging:supportedContent:view", Without("messaging:supportedContent:view")),
        Failing("a conversation nobody knows", CheckNames.Conversation, ErrorIds.ConversationNotFound, "region", async h => await Agent(h) with { Target = new Target { ConversationId = "5edd27cf-27a4-4f62-8ea5-0de7dcf38611" } }),
        Failing("a conversation's address instead of its id", CheckNames.Conversation, ErrorIds.ConversationNotFound, "Give the id alone", async h => await Agent(h) with { Target = new Target { ConversationId = "https://apps.mypurecloud.ie/conversation/1" } }),
        Failing("a conversation that waits", CheckNames.Conversation, ErrorIds.ConversationClosed, "when an agent has taken", Fault("GET", "/api/v2/conversations/????????-*", 200, """{"participants":[{"purpose":"customer","messages":[{"id":"a","state":"connected"}]}]}""")),
        Failing("a conversation that everybody has left", CheckNames.Conversation, ErrorIds.ConversationClosed, "connected agent", InState("disconnected")),
        Failing("a conversation that is closed", CheckNames.Conversation, ErrorIds.ConversationClosed, "connected agent", InState("closed")),
        Failing("an agent who is not on it", CheckNames.Conversation, ErrorIds.ConversationNotFound, "-CommunicationId", async h => await Agent(h) with { Target = h.AgentTarget with { CommunicationId = Guid.NewGuid().ToString() } }),
        Failing("a conversation that is no JSON", CheckNames.Conversation, ErrorIds.AnswerInvalid, "region", Fault("GET", "/api/v2/conversations/????????-*", 200, "[1,2")),
        Failing("a policy that is down", CheckNames.Policy, ErrorIds.RetriesExhausted, "later", Fault("GET", "*/supportedcontent/*", 500)),
        Failing("a policy that allows nothing", CheckNames.Policy, ErrorIds.TypeNotAllowed, "added to the supported content profile", Fault("GET", "*/supportedcontent/*", 200, """{"id":"x"}""")),
        Failing("no path for uploads", CheckNames.UploadUrl, ErrorIds.ConversationNotFound, "region", Fault("POST", "*/media/uploads", 404)),
        Failing("an upload call that is down", CheckNames.UploadUrl, ErrorIds.RetriesExhausted, "later", Fault("POST", "*/media/uploads", 502)),
        Failing("an upload without a URL", CheckNames.UploadUrl, ErrorIds.UploadInvalid, "supported content", Fault("POST", "*/media/uploads", 200, """{"id":"x"}""")),
        Failing("a storage in plain http", CheckNames.UploadUrl, ErrorIds.UploadInvalid, "-Endpoint", StorageAt("http://storage.example.com/a?X-Amz-Signature=canary-signature")),
        Failing("a storage where nobody listens", CheckNames.Storage, ErrorIds.ConnectionRefused, "port 443", h => StorageAt($"https://127.0.0.1:{LoopbackServer.ClosedPort()}/a?X-Amz-Signature=canary-signature")(h)),
        Failing("a storage that is down", CheckNames.Storage, ErrorIds.RetriesExhausted, "busy", Fault("GET", "/gc-attachments/*", 503)),
        Failing("a gateway before the storage", CheckNames.Storage, ErrorIds.GatewayAnswered, "administrator", Fault("GET", "/gc-attachments/*", 200, Html)),
        Failing("a proxy before the storage that wants a login", CheckNames.Storage, ErrorIds.ProxyAuthenticationRequired, "-ProxyCredential", Fault("GET", "/gc-attachments/*", 407)),
        Failing("no scope to announce attachments", CheckNames.Scopes, ErrorIds.PermissionMissing, "Tick", Lacking("webchat:attachment:write", RouteNames.Messaging)),
        Failing("no scope to send as a guest", CheckNames.Scopes, ErrorIds.PermissionMissing, "Tick", Lacking("message:send", RouteNames.Messaging)),
        Failing("no scope for media", CheckNames.Scopes, ErrorIds.PermissionMissing, "Tick", Lacking("media:upload", RouteNames.Media)),
        Failing("no scope for forms", CheckNames.Scopes, ErrorIds.PermissionMissing, "Tick", Lacking("webmessaging:send", RouteNames.Multipart)),
        Failing("a deployment nobody knows", CheckNames.Deployment, ErrorIds.ConversationNotFound, "deployment", async h => Guest(h, Guid.NewGuid().ToString())),
        Failing("an origin that is not allowed", CheckNames.Deployment, ErrorIds.PermissionMissing, "-Origin", async h => Guest(h, await DeploymentAsync(h, new { allowedDomains = new[] { "example.com" } })) with { Guest = new GuestSettings(await DeploymentAsync(h, new { allowedDomains = new[] { "example.com" } })) { Origin = "https://elsewhere.test" } }),
        Failing("a deployment without attachments", CheckNames.Policy, ErrorIds.TypeNotAllowed, "Messenger configuration", async h => Guest(h, await DeploymentAsync(h, new { attachments = false }))),
    ];

    /// <summary>Everything as it should be, by the Agent route.</summary>
    public static async Task<PreflightSubject> Agent(Harness harness) => await WithClient(harness, RouteNames.Agent, harness.AgentTarget, Permissions, null);

    /// <summary>The same by another route.</summary>
    public static Task<PreflightSubject> By(Harness harness, string route) =>
        route == RouteNames.Guest ? Task.FromResult(Guest(harness, harness.Sandbox.Identity.DeploymentId)) : WithClient(harness, route, route == RouteNames.Messaging ? harness.MessagingTarget : harness.AgentTarget, null, Scopes);

    /// <summary>A client with these permissions and scopes; null gives all.</summary>
    public static async Task<PreflightSubject> WithClient(Harness harness, string route, Target target, string[]? permissions, string[]? scopes)
    {
        using var made = await harness.Http.PostAsJsonAsync(new Uri($"{harness.Sandbox.Identity.Url}/_sandbox/clients"), new { permissions, scopes });
        var client = await made.Content.ReadFromJsonAsync<JsonElement>();
        return new PreflightSubject
        {
            Settings = Settings(harness), Route = route, Target = target, Credential = ClientCredential.FromSecret(client.GetProperty("clientId").GetString()!, client.GetProperty("clientSecret").GetString()!),
        };
    }

    private static Broken Failing(string name, string check, string errorId, string advice, Func<Harness, Task<PreflightSubject>> breakIt) => new(name, check, CheckStates.Failed, errorId, advice, breakIt);

    private static PreflightSubject Guest(Harness harness, string deployment) => new() { Settings = Settings(harness), Route = RouteNames.Guest, Guest = new GuestSettings(deployment) };

    private static SessionSettings Settings(Harness harness) => new() { Domain = "sandbox", Endpoint = new Uri(harness.Sandbox.Identity.Url), RequestsPerMinute = 0 };

    private static Func<Harness, Task<PreflightSubject>> Fault(string method, string path, int status, string? body = null) => async harness =>
    {
        harness.Sandbox.Faults.Add(new ScriptedFault { Method = method, Path = path, Status = status, Body = body, Times = -1 });
        return await Agent(harness);
    };

    private static Func<Harness, Task<PreflightSubject>> StorageAt(string url) => Fault("POST", "*/media/uploads", 200, JsonSerializer.Serialize(new { id = "x", uploadUrl = url }));

    private static Func<Harness, Task<PreflightSubject>> Without(string permission) => harness => WithClient(harness, RouteNames.Agent, harness.AgentTarget, [.. Permissions.Where(one => one != permission)], null);

    private static Func<Harness, Task<PreflightSubject>> Lacking(string scope, string route) => async harness =>
        await WithClient(harness, route, route == RouteNames.Messaging ? harness.MessagingTarget : harness.AgentTarget, null, [.. Scopes.Where(one => one != scope)]);

    private static Func<Harness, Task<PreflightSubject>> InState(string state) => async harness =>
    {
        using var made = await harness.Http.PostAsJsonAsync(new Uri($"{harness.Sandbox.Identity.Url}/_sandbox/conversations"), new { state });
        return await Agent(harness) with { Target = new Target { ConversationId = (await made.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("conversationId").GetString() } };
    };

    private static async Task<string> DeploymentAsync(Harness harness, object rules)
    {
        using var made = await harness.Http.PostAsJsonAsync(new Uri($"{harness.Sandbox.Identity.Url}/_sandbox/deployments"), rules);
        return (await made.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("deploymentId").GetString()!;
    }
}
