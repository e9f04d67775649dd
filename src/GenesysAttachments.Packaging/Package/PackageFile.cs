namespace GenesysAttachments.Packaging.Package;

/// <summary>One file of a package.</summary>
/// <param name="Name">Its place in the package, with forward slashes.</param>
/// <param name="Content">Its bytes.</param>
internal sealed record PackageFile(string Name, byte[] Content)
{
    /// <summary>SHA-256 of the bytes, lower-case hex.</summary>
    public string Sha256 { get; } = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Content));

    /// <summary>A text file with Unix line ends.</summary>
    public static PackageFile OfText(string name, string text) => new(name, System.Text.Encoding.UTF8.GetBytes(text.ReplaceLineEndings("\n")));
}
