namespace GenesysAttachments.Engine.Receiving;

/// <summary>A stranger sends on to another address. Never leaves the client for them, which judges it.</summary>
/// <param name="location">As it came; relative or whole.</param>
internal sealed class RedirectedException(string location) : Exception("The host sends on to another address.")
{
    /// <summary>Where it leads; not judged yet.</summary>
    public string To(Uri from) => location.Contains("://", StringComparison.Ordinal) || !Uri.TryCreate(from, location, out var to) ? location : to.AbsoluteUri;
}
