namespace GenesysAttachments.Reports;

/// <summary>How a line of a test report went.</summary>
internal enum TestOutcome
{
    /// <summary>As it should be.</summary>
    Passed,

    /// <summary>Not tried.</summary>
    Skipped,

    /// <summary>Refused, or not sent.</summary>
    Failed,

    /// <summary>Ended without an answer.</summary>
    Error,
}
