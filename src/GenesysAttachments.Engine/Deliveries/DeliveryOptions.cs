namespace GenesysAttachments.Engine.Deliveries;

/// <summary>What a command asks of every delivery.</summary>
/// <param name="MaximumRetryCount">Most retries of any one call; null takes the table in docs/routes.md.</param>
public sealed record DeliveryOptions(int? MaximumRetryCount = null);
