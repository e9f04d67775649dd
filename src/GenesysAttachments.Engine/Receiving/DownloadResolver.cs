using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Http;
using GenesysAttachments.Engine.Org;
using GenesysAttachments.Engine.SignIn;

namespace GenesysAttachments.Engine.Receiving;

/// <summary>
/// Asks the org where the bytes of a download lie just now. The one call of a download that carries the token: it goes to the session's API host,
/// whatever the message says.
/// </summary>
/// <param name="api">The org.</param>
/// <param name="settings">The session's region or endpoint.</param>
internal sealed class DownloadResolver(OrgApi api, SessionSettings settings)
{
    /// <summary>The signed URL. A secret, and good for minutes.</summary>
    /// <param name="downloadId">The download.</param>
    /// <param name="file">What it is called in sentences.</param>
    /// <param name="context">What the work brings along.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="GCException">The org does not give one.</exception>
    public async Task<string> ResolveAsync(string downloadId, string file, CallContext context, CancellationToken cancellationToken)
    {
        var call = new OrgCall(
            HttpMethod.Get,
            $"api/v2/downloads/{downloadId}?issueRedirect=false&redirectToAuth=false",
            OrgCallKind.Repeatable,
            $"The address of '{file}'",
            $"download {downloadId}",
            "a token of the org the conversation belongs to")
        {
            TakesRedirect = true,
        };
        var reply = await api.GetAsync(call, context, cancellationToken).ConfigureAwait(false);
        if (reply.IsPage || LeadsToSignIn(reply))
        {
            throw new GCException(ErrorIds.AuthenticationFailed, $"{call.What} was answered with a page to sign in at (HTTP {(int)reply.Status}), as for somebody who has no token.")
            {
                StatusCode = (int)reply.Status,
                CorrelationId = reply.CorrelationId,
                Advice = "Connect again with Connect-GCOrg. If the page is that of a firewall or proxy, have it let this machine through to the API host.",
            };
        }

        var url = reply.Location ?? reply.ReadJson(ReceivingJson.Default.UrlBody)?.Url;
        var correlationId = reply.CorrelationId;
        reply.Release();
        return url is { Length: > 0 } ? url
            : throw new GCException(ErrorIds.AnswerInvalid, $"{call.What} got an answer without a URL.") { StatusCode = (int)reply.Status, CorrelationId = correlationId };
    }

    private bool LeadsToSignIn(HttpReply reply) =>
        reply.Location is { } url && DownloadAddress.Parse(url) is { } address
        && (address.Host.Equals($"login.{settings.Domain}", StringComparison.OrdinalIgnoreCase) || address.Host.Equals($"apps.{settings.Domain}", StringComparison.OrdinalIgnoreCase));
}
