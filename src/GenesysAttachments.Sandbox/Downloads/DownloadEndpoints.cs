using GenesysAttachments.Sandbox.Bodies;
using GenesysAttachments.Sandbox.OAuth;
using GenesysAttachments.Sandbox.Org;
using GenesysAttachments.Sandbox.Storage;

namespace GenesysAttachments.Sandbox.Downloads;

/// <summary>
/// A file's place at the org: it takes a token of the org and no permission, and answers with a URL of the
/// storage, another one each time. Who shows no token is sent to the sign-in page, as a browser would be, unless they ask to be told.
/// </summary>
internal sealed class DownloadEndpoints(Organization org, Gate gate, UrlSigner signer)
{
    private const string SignIn = "/sign-in";

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(DownloadUrl.Path + "{downloadId}", GetAsync);
        routes.MapGet(SignIn, ShowSignInAsync);
    }

    private async Task GetAsync(HttpContext context, string downloadId)
    {
        if (Flag(context.Request, "issueRedirect") is not { } redirects || Flag(context.Request, "redirectToAuth") is not { } sendsToSignIn)
        {
            await Wire.RefuseAsync(context, 400, "invalid.value", "issueRedirect and redirectToAuth are true or false.");
            return;
        }

        if (sendsToSignIn && !gate.IsKnown(context))
        {
            Refusal.Note(context, "No valid token was shown: the caller was sent to the sign-in page.");
            context.Response.Redirect($"{Wire.BaseUrl(context)}{SignIn}?redirectUri={Uri.EscapeDataString(context.Request.Path.Value!)}");
            return;
        }

        if (!await gate.AdmitAsync(context, [], []))
        {
            return;
        }

        if (org.Downloads.Find(downloadId) is not { } upload)
        {
            await Wire.RefuseAsync(context, 404, "not.found", "The requested download was not found.", entity: "download");
            return;
        }

        var url = signer.PresignGet(Wire.BaseUrl(context), upload.Key);
        if (redirects)
        {
            context.Response.Redirect(url);
        }
        else
        {
            await Wire.ReplyAsync(context, new { url });
        }
    }

    private static Task ShowSignInAsync(HttpContext context)
    {
        context.Response.ContentType = "text/html; charset=utf-8";
        return context.Response.WriteAsync("<!doctype html><meta charset=utf-8><title>Sign in</title><h1>Sign in</h1><p>A person would sign in here.</p>\n");
    }

    private static bool? Flag(HttpRequest request, string name) => request.Query[name].ToString().ToUpperInvariant() switch { "" or "TRUE" => true, "FALSE" => false, _ => null };
}
