namespace GenesysAttachments.Engine.Errors;

/// <summary>What is always true of one error id.</summary>
/// <param name="Id">One of <see cref="ErrorIds"/>.</param>
/// <param name="Category">Name of a PowerShell <c>ErrorCategory</c>; a string, because the engine has no PowerShell reference.</param>
/// <param name="CanRetry">Whether the same item may well succeed later without any change by the user.</param>
/// <param name="Advice">What to do, in a sentence or two. A thrower that knows more says more.</param>
public sealed record ErrorInfo(string Id, string Category, bool CanRetry, string Advice);
