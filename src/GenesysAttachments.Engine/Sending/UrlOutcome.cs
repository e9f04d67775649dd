using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Routes;
using GenesysAttachments.Engine.Storage;

namespace GenesysAttachments.Engine.Sending;

/// <summary>An upload URL, or why there is none.</summary>
/// <param name="Plan">What it was asked for.</param>
/// <param name="Url">The URL, or null.</param>
/// <param name="Error">The reason, or null.</param>
public sealed record UrlOutcome(Plan Plan, UploadUrl? Url, GCException? Error);
