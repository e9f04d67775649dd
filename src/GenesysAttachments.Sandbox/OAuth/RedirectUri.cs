using System.Text.RegularExpressions;

namespace GenesysAttachments.Sandbox.OAuth;

/// <summary>Where a browser may be sent back to with a code: loopback alone, as for an app on this machine (RFC 8252, 7.3 and 8.3).</summary>
internal static partial class RedirectUri
{
    /// <summary>Whether it is http on loopback, told by how it is spelt: what a browser makes of other spellings is its own affair.</summary>
    public static bool IsLoopback(string? uri) => uri is not null && Loopback().IsMatch(uri) && Uri.TryCreate(uri, UriKind.Absolute, out _);

    /// <summary>Whether a client has it, or the same but for the port where the host is an address.</summary>
    public static bool IsRegistered(string uri, OAuthClient client) =>
        client.RedirectUris is null || client.RedirectUris.Contains(uri) || (Loopback().Match(uri) is var shown && shown.Groups["address"].Success && client.RedirectUris.Any(known =>
            Loopback().Match(known) is var registered && registered.Groups["address"].Value == shown.Groups["address"].Value && registered.Groups["rest"].Value == shown.Groups["rest"].Value));

    [GeneratedRegex(@"\Ahttp://(?:(?<address>127\.0\.0\.1|\[::1\])|localhost)(?::[0-9]{1,5})?(?<rest>(?:[/?][!-~-[#\\]]*)?)\z", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Loopback();
}
