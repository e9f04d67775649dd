namespace GenesysAttachments.Sandbox;

/// <summary>One request as it arrived, for <c>GET /_sandbox/requests</c>.</summary>
/// <param name="At">When, in UTC.</param>
/// <param name="Method">HTTP method; <c>WS</c> for a guest's frame.</param>
/// <param name="Target">Path and query as on the wire; the action of a frame.</param>
/// <param name="Headers">Headers as sent; a credential is shown by its scheme only.</param>
/// <param name="BodyLength">Bytes of the body that arrived.</param>
/// <param name="BodySha256">Their SHA-256.</param>
/// <param name="Session">The OAuth client, where a token was shown; a guest's deployment.</param>
public sealed record LoggedRequest(
    DateTimeOffset At, string Method, string Target, IReadOnlyDictionary<string, string[]> Headers, long BodyLength, string BodySha256, string? Session)
{
    // A frame is written down as it comes, and its answer when that goes out.

    /// <summary>The answer's status, the code of a frame's; 0 when there was none.</summary>
    public int Status { get; internal set; }

    /// <summary>Milliseconds until the answer began, or the request ended without one.</summary>
    public double Milliseconds { get; internal set; }

    /// <summary>What was wrong, in a sentence; null where nothing was.</summary>
    public string? Problem { get; internal set; }
}
