using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.SignIn;

namespace GenesysAttachments.Engine.Guest;

/// <summary>Who the guest is. A class, so that nothing prints its token: whoever holds it is the guest.</summary>
public sealed class GuestSettings
{
    private readonly string? _origin;

    /// <summary>A guest of a deployment.</summary>
    /// <param name="deploymentId">Web messaging deployment, a UUID.</param>
    /// <param name="token">The guest's token, a UUID; null invents one.</param>
    /// <exception cref="GCException"><see cref="ErrorIds.RequestInvalid"/>: no deployment, or a token that is no UUID.</exception>
    public GuestSettings(string deploymentId, string? token = null)
    {
        DeploymentId = GivenText.Of(deploymentId, "The deployment id", "Give the id of a web messaging deployment with -DeploymentId.");
        Token = token is null ? Guid.NewGuid().ToString()
            : GivenText.Trim(token) is var given && Guid.TryParse(given, out _) ? given
            : throw new GCException(ErrorIds.RequestInvalid, "The guest's token is not a UUID.") { Advice = "Give the token of an earlier session with -GuestToken, or leave it out for a new guest." };
    }

    /// <summary>Web messaging deployment, a UUID.</summary>
    public string DeploymentId { get; }

    /// <summary>Asks for a new conversation where the old one has ended.</summary>
    public bool StartNew { get; init; }

    /// <summary>Origin to show, for deployments restricted to domains: <c>https://www.example.com</c>.</summary>
    /// <exception cref="GCException"><see cref="ErrorIds.RequestInvalid"/>: it is more or less than an origin.</exception>
    public string? Origin
    {
        get => _origin;
        init => _origin = value is null ? null
            : Uri.TryCreate(value.Trim(), UriKind.Absolute, out var origin) && origin.Scheme is "https" or "http" && origin.UserInfo.Length == 0 && origin.PathAndQuery == "/" && origin.Fragment.Length == 0 && value.All(c => c is >= ' ' and <= '~')
                ? value.Trim().TrimEnd('/')
                : throw new GCException(ErrorIds.RequestInvalid, "The origin must be scheme and host of a web site, such as https://www.example.com.") { Advice = "Correct -Origin." };
    }

    internal string Token { get; }

    /// <inheritdoc/>
    public override string ToString() => DeploymentId;
}
