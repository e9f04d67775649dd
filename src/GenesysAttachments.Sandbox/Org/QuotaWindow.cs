namespace GenesysAttachments.Sandbox.Org;

/// <summary>How much of a quota is used in the window that is running.</summary>
/// <param name="Of">Whose it is: an OAuth client, or a guest's conversation.</param>
/// <param name="Unit">What is counted: <c>requests</c> or <c>frames</c>.</param>
/// <param name="Used">How many there were.</param>
/// <param name="Allowed">How many there may be.</param>
/// <param name="SecondsLeft">Until the window ends, or the oldest leaves it.</param>
internal sealed record QuotaWindow(string Of, string Unit, int Used, int Allowed, int SecondsLeft);
