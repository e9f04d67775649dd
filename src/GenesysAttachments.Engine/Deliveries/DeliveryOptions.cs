namespace GenesysAttachments.Engine.Deliveries;

/// <summary>What a command asks of every delivery.</summary>
/// <param name="MaximumRetryCount">Most retries of any one call; null takes the table in docs/routes.md.</param>
/// <param name="Template">Path of the Multipart route, by name or in full; null lets the ids decide.</param>
public sealed record DeliveryOptions(int? MaximumRetryCount = null, string? Template = null);
