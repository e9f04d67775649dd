namespace GenesysAttachments.Engine.Http;

/// <summary>The proxy that a failed request went to, as far as it bears on the failure. Goes along with the exception, which knows nothing of it.</summary>
/// <param name="Address">Its address.</param>
/// <param name="Schemes">The ways to sign in that it offered.</param>
/// <param name="HasLogin">Whether there is a login for it.</param>
internal sealed record ProxyUse(Uri Address, IReadOnlyList<string> Schemes, bool HasLogin)
{
    private const string Key = "proxy";

    /// <summary>Its host and port.</summary>
    public string Name => $"{Address.Host}:{Address.Port}";

    /// <summary>The proxy of a failure; null where none was used.</summary>
    public static ProxyUse? Of(Exception cause) => cause.Data[Key] as ProxyUse;

    /// <summary>Puts it beside the failure.</summary>
    public void GoWith(Exception cause) => cause.Data[Key] = this;
}
