namespace GenesysAttachments.Sandbox.Org;

/// <summary>What messages say of a file instead of the truth, for tests: what is null here they say truly.</summary>
/// <param name="Url">Where it is said to lie.</param>
/// <param name="Mime">Its content type.</param>
/// <param name="MediaType">The platform's word for its kind of content.</param>
/// <param name="Sha256">Its hash.</param>
/// <param name="ContentSizeBytes">Its size.</param>
/// <param name="Text">Its caption.</param>
/// <param name="Omit">Fields that they leave out, by their names in the answer.</param>
internal sealed record ToldFile(string? Url, string? Mime, string? MediaType, string? Sha256, long? ContentSizeBytes, string? Text, IReadOnlyList<string> Omit);
