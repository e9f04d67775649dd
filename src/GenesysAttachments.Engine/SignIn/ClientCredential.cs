using GenesysAttachments.Engine.Errors;

namespace GenesysAttachments.Engine.SignIn;

/// <summary>What a session signs in with. A class, so that nothing prints its members.</summary>
public sealed class ClientCredential
{
    private ClientCredential(string clientId, string? secret, string? accessToken) => (ClientId, Secret, AccessToken) = (clientId, secret, accessToken);

    /// <summary>OAuth client id, or a name made from the token's hash where there is only a token.</summary>
    public string ClientId { get; }

    internal string? Secret { get; }

    internal string? AccessToken { get; }

    /// <summary>Client credentials grant.</summary>
    /// <exception cref="GCException"><see cref="ErrorIds.RequestInvalid"/>: the id or the secret is empty.</exception>
    public static ClientCredential FromSecret(string clientId, string secret) => new(
        Given(clientId, "The client id is empty.", "It is the user name of -Credential: the id of an OAuth client."),
        Given(secret, $"The secret of client '{clientId}' is empty.", "It is the password of -Credential: the secret of the OAuth client."),
        null);

    /// <summary>A user who signs in to a client in a browser; the client has no secret.</summary>
    /// <exception cref="GCException"><see cref="ErrorIds.RequestInvalid"/>: the id is empty.</exception>
    public static ClientCredential ForUser(string clientId) => new(Given(clientId, "The client id is empty.", "Give the id of an OAuth client with -ClientId."), null, null);

    /// <summary>A token obtained elsewhere; it cannot be refreshed.</summary>
    /// <exception cref="GCException"><see cref="ErrorIds.RequestInvalid"/>: it is empty, or holds what no token can.</exception>
    public static ClientCredential FromToken(string accessToken)
    {
        accessToken = Given(accessToken, "The access token is empty.", "Give the token alone, without the word Bearer.").Trim();
        if (accessToken.Any(c => c is <= ' ' or > '~'))
        {
            throw new GCException(ErrorIds.RequestInvalid, "The access token holds blanks or other characters that no token has.") { Advice = "Give the token alone, without the word Bearer." };
        }

        var hash = System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(accessToken));
        return new("token-" + Convert.ToHexStringLower(hash.AsSpan(0, 4)), null, accessToken);
    }

    private static string Given(string text, string problem, string advice) =>
        string.IsNullOrWhiteSpace(text) ? throw new GCException(ErrorIds.RequestInvalid, problem) { Advice = advice } : text;

    /// <inheritdoc/>
    public override string ToString() => ClientId;
}
