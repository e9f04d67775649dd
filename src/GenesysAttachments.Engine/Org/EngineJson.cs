using System.Text.Json;
using System.Text.Json.Serialization;
using GenesysAttachments.Engine.Routes;
using GenesysAttachments.Engine.Routes.Community;

namespace GenesysAttachments.Engine.Org;

/// <summary>The bodies the engine reads and writes, compiled ahead.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    PropertyNameCaseInsensitive = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(TokenReply))]
[JsonSerializable(typeof(TokenError))]
[JsonSerializable(typeof(OrgErrorBody))]
[JsonSerializable(typeof(JsonDocument))]
[JsonSerializable(typeof(Routes.AgentUploadRequest))]
[JsonSerializable(typeof(Routes.AgentUploadReply))]
[JsonSerializable(typeof(Routes.AgentMedia))]
[JsonSerializable(typeof(Routes.AgentMessageRequest))]
[JsonSerializable(typeof(Routes.AgentMessageReply))]
[JsonSerializable(typeof(Routes.ConversationBody))]
[JsonSerializable(typeof(Routes.ConversationListBody))]
[JsonSerializable(typeof(Routes.Community.MediaUploadReply))]
[JsonSerializable(typeof(Routes.Community.MediaMessageRequest))]
[JsonSerializable(typeof(Routes.Community.CommunityMessageReply))]
[JsonSerializable(typeof(Routes.Community.MessagingUploadRequest))]
[JsonSerializable(typeof(Routes.Community.MessagingUploadReply))]
[JsonSerializable(typeof(Routes.Community.MessagingMessageRequest))]
[JsonSerializable(typeof(Routes.Community.MessagingMessageReply))]
internal sealed partial class EngineJson : JsonSerializerContext;

/// <summary>Answer of <c>POST /oauth/token</c>. Never formatted: it holds the token.</summary>
internal sealed class TokenReply
{
    [JsonPropertyName("access_token")]
    public string? AccessToken { get; init; }

    [JsonPropertyName("refresh_token")]
    public string? RefreshToken { get; init; }

    [JsonPropertyName("expires_in")]
    [JsonNumberHandling(JsonNumberHandling.AllowReadingFromString)]
    public int? ExpiresIn { get; init; }
}

/// <summary>Refusal of <c>POST /oauth/token</c>.</summary>
internal sealed class TokenError
{
    public string? Error { get; init; }

    public string? Description { get; init; }

    [JsonPropertyName("error_description")]
    public string? ErrorDescription { get; init; }
}

/// <summary>Error body of the platform (platform SDK 270, ErrorBody). Everything is optional.</summary>
internal sealed class OrgErrorBody
{
    public string? Message { get; init; }

    public string? Code { get; init; }

    public string? EntityName { get; init; }

    /// <summary>File code of the messaging services (docs/protocol.md), where it is not in a detail.</summary>
    [JsonNumberHandling(JsonNumberHandling.AllowReadingFromString)]
    public int? ErrorCode { get; init; }

    public string? ContextId { get; init; }

    public Dictionary<string, JsonElement>? MessageParams { get; init; }

    public List<OrgErrorDetail>? Details { get; init; }
}

/// <summary>One detail of an error body.</summary>
internal sealed class OrgErrorDetail
{
    public string? ErrorCode { get; init; }

    public string? FieldName { get; init; }
}
