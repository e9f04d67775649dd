using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Routes;

namespace GenesysAttachments.Engine.Sending;

/// <summary>An upload URL, or why there is none.</summary>
/// <param name="Delivery">What it was asked for.</param>
/// <param name="Url">The URL, or null.</param>
/// <param name="Error">The reason, or null.</param>
public sealed record UrlOutcome(Delivery Delivery, UploadUrl? Url, GCException? Error);
