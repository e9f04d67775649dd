namespace GenesysAttachments.Sandbox.Guest;

/// <summary>A web messaging deployment.</summary>
/// <param name="DeploymentId">Its id.</param>
/// <param name="AllowedDomains">Domains of the sites whose pages it may be used from; null where it is not restricted.</param>
/// <param name="Attachments">Whether guests may attach files.</param>
internal sealed record Deployment(string DeploymentId, string[]? AllowedDomains, bool Attachments)
{
    /// <summary>Whether who shows that origin, or none (""), may use it.</summary>
    public bool Allows(string origin) => AllowedDomains is null || Lists(origin);

    /// <summary>Whether an origin, spelt as a browser does, is of one of its domains.</summary>
    public bool Lists(string origin) =>
        AllowedDomains is not null && Uri.TryCreate(origin, UriKind.Absolute, out var url) && url.Scheme is "https" or "http"
        && url.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped).Equals(origin, StringComparison.OrdinalIgnoreCase)
        && AllowedDomains.Contains(url.Host, StringComparer.OrdinalIgnoreCase);
}
