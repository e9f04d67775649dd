namespace GenesysAttachments.Sandbox;

/// <summary>One request as it arrived, for <c>GET /_sandbox/requests</c>.</summary>
/// <param name="At">When, in UTC.</param>
/// <param name="Method">HTTP method.</param>
/// <param name="Target">Path and query as on the wire.</param>
/// <param name="Headers">Headers as sent; a credential is shown by its scheme only.</param>
/// <param name="BodyLength">Bytes of the body that arrived.</param>
/// <param name="BodySha256">Their SHA-256.</param>
/// <param name="Status">The answer; 0 when there was none.</param>
/// <param name="Session">The OAuth client, where a token was shown.</param>
public sealed record LoggedRequest(
    DateTimeOffset At, string Method, string Target, IReadOnlyDictionary<string, string[]> Headers, long BodyLength, string BodySha256, int Status, string? Session);
