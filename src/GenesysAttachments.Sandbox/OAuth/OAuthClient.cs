namespace GenesysAttachments.Sandbox.OAuth;

/// <summary>An OAuth client; null lists mean that everything is granted.</summary>
internal sealed record OAuthClient(string ClientId, string ClientSecret, string[]? Scopes, string[]? Permissions);
