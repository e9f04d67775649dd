namespace GenesysAttachments.Queue.Tests.Chaos;

/// <summary>The end of a worker that tells nobody.</summary>
internal sealed class DeathException : Exception;
