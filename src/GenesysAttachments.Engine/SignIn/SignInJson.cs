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

/// <summary>Refusal of <c>POST /oauth/token</c>.</summary>
internal sealed class TokenError
{
    [JsonConverter(typeof(TextConverter))]
    public string? Error { get; init; }

    [JsonConverter(typeof(TextConverter))]
    public string? Description { get; init; }

    [JsonPropertyName("error_description")]
    [JsonConverter(typeof(TextConverter))]
    public string? ErrorDescription { get; init; }

    /// <summary>With the two below: what the platform's own error body says, as a busy service gives it.</summary>
    [JsonConverter(typeof(TextConverter))]
    public string? Message { get; init; }

    [JsonConverter(typeof(TextConverter))]
    public string? Code { get; init; }

    [JsonConverter(typeof(TextConverter))]
    public string? ContextId { get; init; }
}
