namespace GenesysAttachments.Sandbox.OAuth;

/// <summary>An OAuth client; null lists mean that everything is granted, and any redirect URI on loopback registered.</summary>
internal sealed record OAuthClient(string ClientId, string ClientSecret, string[]? Scopes, string[]? Permissions, string[]? RedirectUris);
