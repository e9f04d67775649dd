using GenesysAttachments.Engine.Errors;

namespace GenesysAttachments.Engine.SignIn;

/// <summary>Sign-in from a profile of the vendor's command line tool. The file is read only; its secret is plain text.</summary>
public sealed class ProfileSignIn
{
    private const string RegionKey = "environment";

    private ProfileSignIn(string path, GivenRegion? region, ClientCredential credential) =>
        (Path, Region, Credential, OpenToOthers) = (path, region, credential, FindOpen(path));

    /// <summary>The file it was read from.</summary>
    public string Path { get; }

    /// <summary>Region as it stands in the profile; null when it does not.</summary>
    public GivenRegion? Region { get; }

    /// <summary>Credential.</summary>
    public ClientCredential Credential { get; }

    /// <summary>The file, its folder or both, where others than the owner may write, and so change what is signed in with. None on Windows.</summary>
    public IReadOnlyList<string> OpenToOthers { get; }

    /// <summary>Reads one profile: its client's id and secret, else its access token.</summary>
    /// <param name="profile">Name of the profile; without case.</param>
    /// <param name="path">The file; null takes the tool's own place, <c>.gc/config.toml</c> in the user's home.</param>
    /// <exception cref="GCException">
    /// <see cref="ErrorIds.FileNotFound"/> or <see cref="ErrorIds.FileUnreadable"/> for the file, <see cref="ErrorIds.RequestInvalid"/>
    /// where it is no TOML, says something twice or lacks the profile, <see cref="ErrorIds.NotConnected"/> where the profile holds nothing
    /// to sign in with.
    /// </exception>
    public static ProfileSignIn Read(string profile, string? path = null)
    {
        var file = ProfileFile.Read(path ?? ProfilePath.Default);
        var name = profile.Trim();
        if (!file.Has(name))
        {
            var known = string.Join(", ", file.Names);
            throw new GCException(ErrorIds.RequestInvalid, $"There is no profile '{profile}' in {file.Path}; there are: {(known.Length == 0 ? "none" : known)}.") { Advice = "Give the name of one of them with -Profile." };
        }

        var (clientId, secret, token) = (file.Value(name, "client_id"), file.Value(name, "client_secret"), file.Value(name, "access_token"));
        var credential =
            clientId is not null && secret is not null ? ClientCredential.FromSecret(clientId, secret)
            : token is not null ? ClientCredential.FromToken(token)
            : throw new GCException(ErrorIds.NotConnected, $"Profile '{profile}' in {file.Path} holds neither a client_secret nor an access_token.")
            {
                Advice = clientId is null ? "Sign in with -Credential instead." : $"Its client signs users in: use Connect-GCOrg -ClientId {clientId} -Interactive.",
            };
        return new ProfileSignIn(file.Path, file.Value(name, RegionKey) is { } region ? new GivenRegion(region, $"profile '{name}' in {file.Path}") : null, credential);
    }

    /// <summary>The names of the profiles, each with its region as it stands there, or null.</summary>
    /// <param name="path">The file; null takes the tool's own place.</param>
    /// <exception cref="GCException">The file cannot be read, or is no TOML.</exception>
    public static IReadOnlyList<KeyValuePair<string, string?>> ReadNames(string? path = null)
    {
        var file = ProfileFile.Read(path ?? ProfilePath.Default);
        return [.. file.Names.Select(name => KeyValuePair.Create(name, file.Value(name, RegionKey)))];
    }

    private static List<string> FindOpen(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            return [];
        }

        // A link is as safe as the folder that it lies in, and as the file it leads to with its folder.
        var file = File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? System.IO.Path.GetFullPath(path);
        var found = new List<string>();
        foreach (var place in new[] { file, System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path))!, System.IO.Path.GetDirectoryName(file)! }.Distinct())
        {
            if ((File.GetUnixFileMode(place) & (UnixFileMode.GroupWrite | UnixFileMode.OtherWrite)) != 0)
            {
                found.Add(place);
            }
        }

        return found;
    }
}
