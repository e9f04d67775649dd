using GenesysAttachments.Engine.Errors;

namespace GenesysAttachments.Engine.SignIn;

/// <summary>Sign-in from a profile of the vendor's command line tool. The file is read only; its secret is plain text.</summary>
public sealed class ProfileSignIn
{
    private ProfileSignIn(string path, GivenRegion? region, ClientCredential credential) => (Path, Region, Credential) = (path, region, credential);

    /// <summary>The file it was read from.</summary>
    public string Path { get; }

    /// <summary>Region as it stands in the profile; null when it does not.</summary>
    public GivenRegion? Region { get; }

    /// <summary>Credential.</summary>
    public ClientCredential Credential { get; }

    /// <summary>Reads one profile: its client's id and secret, else its access token.</summary>
    /// <param name="profile">Name of the profile; without case.</param>
    /// <param name="path">The file; null takes the tool's own place, <c>.gc/config.toml</c> in the user's home.</param>
    /// <exception cref="GCException">
    /// <see cref="ErrorIds.FileNotFound"/> or <see cref="ErrorIds.FileUnreadable"/> for the file, <see cref="ErrorIds.RequestInvalid"/>
    /// where the profile is not in it, <see cref="ErrorIds.NotConnected"/> where the profile holds nothing to sign in with.
    /// </exception>
    public static ProfileSignIn Read(string profile, string? path = null)
    {
        path ??= ProfileFile.DefaultPath;
        var profiles = ProfileFile.Parse(ReadText(path));
        if (!profiles.TryGetValue(profile.Trim(), out var values))
        {
            var known = profiles.Count == 0 ? "none" : string.Join(", ", profiles.Keys.Order(StringComparer.OrdinalIgnoreCase));
            throw new GCException(ErrorIds.RequestInvalid, $"There is no profile '{profile}' in {path}; there are: {known}.") { Advice = "Give the name of one of them with -Profile." };
        }

        var (clientId, secret, token) = (Get("client_id"), Get("client_secret"), Get("access_token"));
        var credential =
            clientId is not null && secret is not null ? ClientCredential.FromSecret(clientId, secret)
            : token is not null ? ClientCredential.FromToken(token)
            : throw new GCException(ErrorIds.NotConnected, $"Profile '{profile}' in {path} holds neither a client_secret nor an access_token.")
            {
                Advice = clientId is null ? "Sign in with -Credential instead." : $"Its client signs users in: use Connect-GCOrg -ClientId {clientId} -Interactive.",
            };
        return new ProfileSignIn(path, Get("environment") is { } region ? new GivenRegion(region, $"profile '{profile.Trim()}' in {path}") : null, credential);

        string? Get(string key) => values.GetValueOrDefault(key) is { Length: > 0 } value ? value : null;
    }

    private static string ReadText(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new GCException(ErrorIds.FileNotFound, $"There is no profile file {path}.", e) { Advice = "Make a profile with the vendor's command line tool (gc profiles new), or sign in with -Credential." };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new GCException(ErrorIds.FileUnreadable, $"The profile file {path} cannot be read: {e.Message}", e);
        }
    }
}
