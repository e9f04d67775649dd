namespace GenesysAttachments.Engine.Sessions;

/// <summary>What a session signs in with. A class, so that nothing prints its members.</summary>
public sealed class ClientCredential
{
    private ClientCredential(string clientId, string? secret, string? accessToken) => (ClientId, Secret, AccessToken) = (clientId, secret, accessToken);

    /// <summary>OAuth client id, or a name made from the token's hash where there is only a token.</summary>
    public string ClientId { get; }

    internal string? Secret { get; }

    internal string? AccessToken { get; }

    /// <summary>Client credentials grant.</summary>
    public static ClientCredential FromSecret(string clientId, string secret) => new(clientId, secret, null);

    /// <summary>A user who signs in to a client in a browser; the client has no secret.</summary>
    public static ClientCredential ForUser(string clientId) => new(clientId, null, null);

    /// <summary>A token obtained elsewhere; it cannot be refreshed.</summary>
    public static ClientCredential FromToken(string accessToken)
    {
        var hash = System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(accessToken));
        return new("token-" + Convert.ToHexStringLower(hash.AsSpan(0, 4)), null, accessToken);
    }

    /// <inheritdoc/>
    public override string ToString() => ClientId;
}
