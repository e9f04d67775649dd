namespace GenesysAttachments.Sandbox.Org;

/// <summary>Where the org says that a file lies: a place that signs a URL of the storage for who shows a token.</summary>
internal static class DownloadUrl
{
    public const string Path = "/api/v2/downloads/";

    /// <param name="baseUrl">Base URL as the caller knows it.</param>
    /// <param name="id">The file's download id.</param>
    public static string Of(string baseUrl, string id) => baseUrl + Path + id;
}
