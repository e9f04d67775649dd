using GenesysAttachments.Engine.Errors;

namespace GenesysAttachments.Engine.SignIn;

/// <summary>Sign-in from environment variables. Two families are known; one is used whole.</summary>
public sealed class EnvironmentSignIn
{
    private const string DefaultRegion = "mypurecloud.com";
    private const string RegionName = "GENESYSCLOUD_REGION";
    private const string OldRegionName = "GENESYS_ENVIRONMENT";

    private EnvironmentSignIn(GivenRegion? region, ClientCredential credential) => (Region, Credential) = (region, credential);

    /// <summary>Region as it stands in the environment; null when it does not.</summary>
    public GivenRegion? Region { get; }

    /// <summary>Credential.</summary>
    public ClientCredential Credential { get; }

    /// <summary>Reads the family of which a credential is set; <c>GENESYSCLOUD_</c> comes first.</summary>
    /// <param name="read">Reads a variable; null takes the process's environment.</param>
    /// <exception cref="GCException"><see cref="ErrorIds.NotConnected"/>, naming the member that is missing.</exception>
    public static EnvironmentSignIn Read(Func<string, string?>? read = null)
    {
        read ??= Environment.GetEnvironmentVariable;
        if (Get("GENESYSCLOUD_ACCESS_TOKEN") is { } token)
        {
            return new EnvironmentSignIn(RegionOf(RegionName), ClientCredential.FromToken(token));
        }

        return Pair("GENESYSCLOUD_OAUTHCLIENT_ID", "GENESYSCLOUD_OAUTHCLIENT_SECRET") is { } credential ? new EnvironmentSignIn(RegionOf(RegionName), credential)
            : Pair("GENESYS_CLIENT_ID", "GENESYS_CLIENT_SECRET") is { } older ? new EnvironmentSignIn(RegionOf(OldRegionName) ?? new GivenRegion(DefaultRegion, OldRegionName), older)
            : throw new GCException(ErrorIds.NotConnected, "No credential was given, and none is in the environment.")
            {
                Advice = "Give -Credential or -AccessToken, or set GENESYSCLOUD_REGION, GENESYSCLOUD_OAUTHCLIENT_ID and GENESYSCLOUD_OAUTHCLIENT_SECRET.",
            };

        string? Get(string name) => read(name) is { Length: > 0 } value ? value : null;

        GivenRegion? RegionOf(string name) => Get(name) is { } region ? new GivenRegion(region, name) : null;

        ClientCredential? Pair(string id, string secret) => (Get(id), Get(secret)) switch
        {
            ({ } clientId, { } clientSecret) => ClientCredential.FromSecret(clientId, clientSecret),
            (null, null) => null,
            (null, _) => throw Missing(id, secret),
            _ => throw Missing(secret, id),
        };

        static GCException Missing(string missing, string present) =>
            new(ErrorIds.NotConnected, $"The environment has {present} but not {missing}.") { Advice = $"Set {missing}, or give -Credential." };
    }

    /// <summary>The region of whichever family has one; for a credential given otherwise.</summary>
    public static GivenRegion? ReadRegion(Func<string, string?>? read = null)
    {
        read ??= Environment.GetEnvironmentVariable;
        return new[] { RegionName, OldRegionName }.FirstOrDefault(name => read(name) is { Length: > 0 }) is { } name ? new GivenRegion(read(name)!, name) : null;
    }
}
