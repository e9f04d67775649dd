namespace GenesysAttachments.Engine.Http;

/// <summary>How often one call may be tried.</summary>
/// <param name="Attempts">Attempts in all, the first included, by the table in docs/routes.md.</param>
/// <param name="MaximumRetryCount">The command's own number of retries, which wins over the session's and the table's.</param>
internal readonly record struct RetryRule(int Attempts, int? MaximumRetryCount = null);
