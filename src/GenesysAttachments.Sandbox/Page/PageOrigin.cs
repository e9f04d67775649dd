using GenesysAttachments.Sandbox.Bodies;

namespace GenesysAttachments.Sandbox.Page;

/// <summary>What the page's own answers tell the browser, beyond what every answer of the sandbox does.</summary>
internal static class PageOrigin
{
    /// <summary>Where scripts and styles come from; nothing that was uploaded lies there.</summary>
    public const string Assets = "/_sandbox/page/assets/";

    /// <summary>The policy of the page: its own scripts and styles by their folder, pictures and data from the sandbox, and nothing of anybody else.</summary>
    public static void Restrict(HttpContext context)
    {
        var assets = Wire.BaseUrl(context) + Assets;
        context.Response.Headers.ContentSecurityPolicy =
            $"default-src 'none'; script-src {assets}; style-src {assets}; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'";
        context.Response.Headers["Cross-Origin-Opener-Policy"] = "same-origin";
        context.Response.Headers.CacheControl = "no-store";
    }
}
