namespace GenesysAttachments.Reports;

/// <summary>Why some files are not where they should be.</summary>
/// <param name="State">Their state.</param>
/// <param name="ErrorId">Error id; empty where none was said.</param>
/// <param name="Count">How many.</param>
/// <param name="CanRetry">How many of them another try may help.</param>
/// <param name="Example">What was said of the first.</param>
/// <param name="Advice">What to do; empty where nobody knows.</param>
internal sealed record ReportReason(string State, string ErrorId, int Count, int CanRetry, string Example, string Advice);
