namespace GenesysAttachments.Sandbox.Guest;

/// <summary>A web messaging deployment.</summary>
/// <param name="DeploymentId">Its id.</param>
/// <param name="AllowedDomains">Origins it may be used from; null for any.</param>
/// <param name="Attachments">Whether guests may attach files.</param>
internal sealed record Deployment(string DeploymentId, string[]? AllowedDomains, bool Attachments)
{
    public bool Allows(string origin)
    {
        var host = Uri.TryCreate(origin, UriKind.Absolute, out var url) ? url.Host : origin;
        return AllowedDomains is null || AllowedDomains.Contains(host, StringComparer.OrdinalIgnoreCase);
    }
}
