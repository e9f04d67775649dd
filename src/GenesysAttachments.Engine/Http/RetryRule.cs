namespace GenesysAttachments.Engine.Http;

/// <summary>How often one call may be tried.</summary>
/// <param name="Attempts">Attempts in all, the first included, by the table in docs/routes.md.</param>
/// <param name="MaximumRetryCount">The user's own number of retries, which replaces the table's.</param>
internal readonly record struct RetryRule(int Attempts, int? MaximumRetryCount = null)
{
    public int Retries => MaximumRetryCount ?? (Attempts - 1);
}
