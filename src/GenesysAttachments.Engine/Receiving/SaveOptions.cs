namespace GenesysAttachments.Engine.Receiving;

/// <summary>What a command asks of every file that it saves.</summary>
/// <param name="MaximumRetryCount">Most retries of any one call; null takes the session's, else the table in docs/routes.md.</param>
/// <param name="AllowExternal">Whether strangers' hosts may be asked.</param>
public sealed record SaveOptions(int? MaximumRetryCount = null, bool AllowExternal = false);
