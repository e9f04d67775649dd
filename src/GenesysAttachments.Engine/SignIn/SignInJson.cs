using System.Text.Json.Serialization;
using GenesysAttachments.Engine.Answers;

namespace GenesysAttachments.Engine.SignIn;

/// <summary>The bodies of a sign-in, compiled ahead.</summary>
[JsonSourceGenerationOptions(
    MaxDepth = AnswerLimits.JsonDepth,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    PropertyNameCaseInsensitive = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(TokenReply))]
[JsonSerializable(typeof(TokenError))]
internal sealed partial class SignInJson : JsonSerializerContext;

/// <summary>Answer of <c>POST /oauth/token</c>. Never formatted: it holds the token.</summary>
internal sealed class TokenReply
{
    [JsonPropertyName("access_token")]
    public string? AccessToken { get; init; }

    [JsonPropertyName("refresh_token")]
    public string? RefreshToken { get; init; }

    [JsonPropertyName("expires_in")]
    [JsonConverter(typeof(NumberConverter))]
    public long? ExpiresIn { get; init; }
}

/// <summary>Refusal of <c>POST /oauth/token</c>: as RFC 6749 has it, with Genesys's <c>description</c>, or the platform's error body.</summary>
internal sealed class TokenError
{
    [JsonConverter(typeof(TextConverter))]
    public string? Error { get; init; }

    [JsonConverter(typeof(TextConverter))]
    public string? Description { get; init; }

    [JsonPropertyName("error_description")]
    [JsonConverter(typeof(TextConverter))]
    public string? ErrorDescription { get; init; }

    [JsonConverter(typeof(TextConverter))]
    public string? Code { get; init; }

    [JsonConverter(typeof(TextConverter))]
    public string? Message { get; init; }

    [JsonConverter(typeof(TextConverter))]
    public string? ContextId { get; init; }

    /// <summary>What it says for people; null when nothing.</summary>
    [JsonIgnore]
    public string? Reason => Description ?? ErrorDescription ?? Message ?? Error ?? Code;

    /// <summary>Whether a sign-in service speaks so; a firewall's JSON may have an <c>error</c> as well.</summary>
    [JsonIgnore]
    public bool IsOfLogin => (Error is not null && (Description ?? ErrorDescription) is not null) || (Code is not null && Message is not null)
        || Error is "invalid_request" or "invalid_client" or "invalid_grant" or "unauthorized_client" or "unsupported_grant_type" or "invalid_scope" or "access_denied" or "server_error" or "temporarily_unavailable";
}
