using System.Text.Json.Serialization;
using GenesysAttachments.Engine.Answers;

namespace GenesysAttachments.Engine.Org;

/// <summary>What a token is, as <c>GET /api/v2/tokens/me</c> tells it (platform SDK 275, TokenInfo).</summary>
internal sealed class TokenInfoBody
{
    /// <summary>The org it is for.</summary>
    public NamedBody? Organization { get; init; }

    /// <summary>Scopes of its client; absent where it says nothing of them.</summary>
    public Items<string>? AuthorizedScope { get; init; }
}

/// <summary>Something with a name.</summary>
internal sealed class NamedBody
{
    [JsonConverter(typeof(TextConverter))]
    public string? Name { get; init; }
}
