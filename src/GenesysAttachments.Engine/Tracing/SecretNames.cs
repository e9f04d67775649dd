using System.Collections.Frozen;

namespace GenesysAttachments.Engine.Tracing;

/// <summary>Names under which secrets stand, whoever sends them: fields of bodies and forms, headers, parts of a query.</summary>
internal static class SecretNames
{
    private static readonly string[] Ends = ["token", "secret", "password", "passwd", "credential", "credentials", "signature", "apikey", "accesskey", "privatekey"];

    private static readonly FrozenSet<string> Whole = new[] { "jwt", "assertion", "codeverifier", "verifier", "authorization", "proxyauthorization", "cookie", "setcookie", "sig" }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string> HeaderLists = new[] { "headers", "uploadheaders" }.ToFrozenSet(StringComparer.Ordinal);

    // Whatever else a request carries may be a key of somebody: -Header, and what a store signed.
    private static readonly FrozenSet<string> OpenHeaders = new[]
    {
        "accept", "accept-encoding", "connection", "content-length", "content-type", "host", "origin", "range", "sec-websocket-version", "upgrade", "user-agent", "x-synthetic-test",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether a field or a header of this name is a secret.</summary>
    public static bool Holds(string? name)
    {
        var plain = Plain(name);
        return Whole.Contains(plain) || Ends.Any(end => plain.EndsWith(end, StringComparison.Ordinal));
    }

    /// <summary>The same for a field of a sign-in's form, where a code is one as well.</summary>
    public static bool HoldsInForm(string name) => Holds(name) || Plain(name) == "code";

    /// <summary>Whether an object of this name holds headers to upload with, which belong to the signature.</summary>
    public static bool IsHeaderList(string? name) => HeaderLists.Contains(Plain(name));

    /// <summary>Whether the value of a request's header may be shown.</summary>
    public static bool IsOpenHeader(string name) => OpenHeaders.Contains(name);

    private static string Plain(string? name) => name is null ? "" : string.Concat(name.Where(char.IsLetterOrDigit)).ToLowerInvariant();
}
