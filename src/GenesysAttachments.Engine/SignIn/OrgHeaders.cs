using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Http;

namespace GenesysAttachments.Engine.SignIn;

/// <summary>The headers every org request carries; storage requests never see them.</summary>
internal static class OrgHeaders
{
    private static readonly string[] Reserved = ["Host", "Authorization", "Cookie", "Content-Length", "Content-Type", "Transfer-Encoding", "Connection"];

    /// <summary>Adds the session's own headers and the synthetic marker.</summary>
    public static void Apply(HttpRequestMessage request, SessionSettings settings)
    {
        foreach (var (name, value) in Of(settings))
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }
    }

    /// <summary>The session's own headers and the synthetic marker, for the guest socket too.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Of(SessionSettings settings) =>
        settings.Synthetic ? settings.Headers.Append(new("X-Synthetic-Test", "true")) : settings.Headers;

    /// <summary>Refuses a header that cannot be sent, before .NET would quote its value in an error.</summary>
    /// <exception cref="GCException"><see cref="ErrorIds.RequestInvalid"/>, naming the header but never its value.</exception>
    public static void Check(string name, string value)
    {
        var problem = name.Length == 0 || !name.All(c => char.IsAsciiLetterOrDigit(c) || "!#$%&'*+-.^_`|~".Contains(c, StringComparison.Ordinal)) ? "has a name that is not a header name"
            : Reserved.Contains(name, StringComparer.OrdinalIgnoreCase) ? "is set by the module itself"
            : value.Where(c => c is (< ' ' and not '\t') or > '~').Select(c => (int?)c).FirstOrDefault() is { } odd ? $"has a value with characters that no header may have (U+{odd:X4})"
            : null;
        if (problem is not null)
        {
            throw new GCException(ErrorIds.RequestInvalid, $"The header '{name}' {problem}.") { Advice = "Correct -Header." };
        }
    }
}
