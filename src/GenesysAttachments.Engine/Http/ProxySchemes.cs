namespace GenesysAttachments.Engine.Http;

/// <summary>The ways to sign in to a proxy that anybody here can do.</summary>
internal static class ProxySchemes
{
    private static readonly string[] OfAccounts = ["Negotiate", "NTLM"];
    private static readonly string[] OfPasswords = ["Digest", "Basic"];

    /// <summary>All of them; no other word of a proxy is ever shown.</summary>
    public static IReadOnlyList<string> Known { get; } = [.. OfAccounts, .. OfPasswords];

    /// <summary>Those that values of <c>Proxy-Authenticate</c> name.</summary>
    public static IReadOnlyList<string> Of(IEnumerable<string> challenges)
    {
        var words = challenges.SelectMany(challenge => challenge.Split([' ', ','])).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return [.. Known.Where(words.Contains)];
    }

    /// <summary>What to do where a proxy offers these.</summary>
    /// <param name="schemes">What it offers; none where that is not known.</param>
    /// <param name="proxy">Its address; null where that is not known.</param>
    /// <param name="isRefused">Whether it did not take a login.</param>
    public static string Advice(IReadOnlyList<string> schemes, string? proxy, bool isRefused)
    {
        const string Password = "-ProxyCredential with the proxy's user name and password";
        const string Account = "-ProxyUseDefaultCredentials for the account that runs the command, or -ProxyCredential for another";
        var given = proxy is null ? "-Proxy with its address" : $"-Proxy {proxy}";
        var login = (schemes.Any(OfAccounts.Contains), schemes.Any(OfPasswords.Contains)) switch
        {
            (true, false) => Account,
            (false, true) => Password,
            _ => $"{Password}, or -ProxyUseDefaultCredentials for the account that runs the command",
        };
        return isRefused ? $"Check the login. It is given with {given} and {login}." : $"Give {given} and {login}.";
    }
}
