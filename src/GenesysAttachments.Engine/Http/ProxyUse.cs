namespace GenesysAttachments.Engine.Http;

/// <summary>The proxy that a failed request went to, as far as it bears on the failure. Goes along with the exception, which knows nothing of it.</summary>
/// <param name="address">Its address. What login stands in it, as one in <c>HTTPS_PROXY</c> may, is left there.</param>
/// <param name="schemes">The ways to sign in that it offered.</param>
/// <param name="hasLogin">Whether there is a login for it.</param>
internal sealed class ProxyUse(Uri address, IReadOnlyList<string> schemes, bool hasLogin)
{
    private const string Key = "proxy";

    /// <summary>Its host.</summary>
    public string Host { get; } = address.Host;

    /// <summary>Its host and port.</summary>
    public string Name { get; } = address.Authority;

    /// <summary>Its address as <c>-Proxy</c> takes it.</summary>
    public string Url { get; } = $"{address.Scheme}://{address.Authority}";

    public IReadOnlyList<string> Schemes { get; } = schemes;

    public bool HasLogin { get; } = hasLogin;

    /// <summary>The proxy of a failure; null where none was used.</summary>
    public static ProxyUse? Of(Exception cause) => cause.Data[Key] as ProxyUse;

    /// <summary>Puts it beside the failure.</summary>
    public void GoWith(Exception cause) => cause.Data[Key] = this;
}
