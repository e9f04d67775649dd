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
    /// <exception cref="GCException"><see cref="ErrorIds.RequestInvalid"/>: the id or the secret is empty, or holds what cannot be seen.</exception>
    public static ClientCredential FromSecret(string clientId, string secret)
    {
        clientId = GivenText.Of(clientId, "The client id", "It is the user name of -Credential: the id of an OAuth client.");
        return new(clientId, GivenText.Of(secret, $"The secret of client '{clientId}'", "It is the password of -Credential: the secret of the OAuth client."), null);
    }

    /// <summary>A user who signs in to a client in a browser; the client has no secret.</summary>
    /// <exception cref="GCException"><see cref="ErrorIds.RequestInvalid"/>: the id is empty.</exception>
    public static ClientCredential ForUser(string clientId) => new(GivenText.Of(clientId, "The client id", "Give the id of an OAuth client with -ClientId."), null, null);

    /// <summary>A token obtained elsewhere; it cannot be refreshed.</summary>
    /// <exception cref="GCException"><see cref="ErrorIds.RequestInvalid"/>: it is empty, or holds what no token can.</exception>
    public static ClientCredential FromToken(string accessToken)
    {
        const string Advice = "Give the token alone, without the word Bearer.";
        accessToken = GivenText.Of(accessToken, "The access token", Advice);
        if (accessToken.Any(c => c is <= ' ' or > '~'))
        {
            throw new GCException(ErrorIds.RequestInvalid, "The access token holds blanks or other characters that no token has.") { Advice = Advice };
        }

        var hash = System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(accessToken));
        return new("token-" + Convert.ToHexStringLower(hash.AsSpan(0, 4)), null, accessToken);
    }

    /// <inheritdoc/>
    public override string ToString() => ClientId;
}
