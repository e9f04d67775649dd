using GenesysAttachments.Sandbox.Bodies;
using GenesysAttachments.Sandbox.Storage;
using Microsoft.AspNetCore.Http.Features;

namespace GenesysAttachments.Sandbox.Traffic;

/// <summary>
/// Keeps the pages of a browser out, whatever the path. A page whose name was made to lead to loopback (DNS rebinding) shows that name as
/// <c>Host</c>; a page of another site shows its <c>Origin</c>, and where it may leave that out, <c>Sec-Fetch-Site</c>.
/// </summary>
/// <param name="allowsOrigin">Whether what is asked for may be asked for by a page of that foreign origin.</param>
internal sealed class PageGuard(Func<HttpRequest, string, bool> allowsOrigin)
{
    private const int HttpPort = 80;
    private static readonly string[] Names = ["127.0.0.1", "localhost", "[::1]"];

    /// <summary>Lets the request through, or refuses it. A refused one is not written down and takes no scripted failure.</summary>
    public Task HandleAsync(HttpContext context, RequestDelegate next)
    {
        var headers = context.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers.ContentSecurityPolicy = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Referrer-Policy"] = "no-referrer";

        var (port, target) = (context.Connection.LocalPort, context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget);
        return !target.StartsWith('/') ? RefuseAsync("A path is expected, as to a server; the sandbox is no proxy.")
            : context.Request.Headers.Host is not [{ } host] || !IsOurs(host, port) ? RefuseAsync($"The sandbox has another Host. Call it by {string.Join(" or ", Names.Select(name => $"{name}:{port}"))}.")
            : !IsFromUs(context.Request, port) ? RefuseAsync("Pages of other sites are not answered. Leave the Origin out, or show one that the deployment of the guest lists in allowedDomains.")
            : next(context);

        Task RefuseAsync(string words) => UrlSigner.IsStorage(target)
            ? new StorageError(403, "AccessDenied", words).AnswerAsync(context)
            : Wire.RefuseAsync(context, 403, "not.authorized", words);
    }

    private bool IsFromUs(HttpRequest request, int port) => request.Headers.Origin switch
    {
        [] => IsOfNoOtherSite(request.Headers),
        [{ } origin] => (origin.StartsWith("http://", StringComparison.Ordinal) && IsOurs(origin["http://".Length..], port)) || allowsOrigin(request, origin),
        _ => false,
    };

    // A picture or a script is asked for without an Origin. A link that somebody follows is no harm: what it opens is out of its page's reach.
    private static bool IsOfNoOtherSite(IHeaderDictionary headers) =>
        headers["Sec-Fetch-Site"].ToString() is "" or "none" or "same-origin"
        || (headers["Sec-Fetch-Mode"] == "navigate" && headers["Sec-Fetch-Dest"] == "document");

    // As spelt: other spellings of these addresses are not what a client shows that was given one of them.
    private static bool IsOurs(string authority, int port) => Names.Any(name =>
        authority.Equals($"{name}:{port}", StringComparison.OrdinalIgnoreCase) || (port == HttpPort && authority.Equals(name, StringComparison.OrdinalIgnoreCase)));
}
