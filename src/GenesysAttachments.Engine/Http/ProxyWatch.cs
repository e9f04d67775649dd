namespace GenesysAttachments.Engine.Http;

/// <summary>Notes beside each failure which proxy its request went to: a name that does not resolve, for one, may be the proxy's.</summary>
/// <param name="proxy">Says which request goes to which.</param>
internal sealed class ProxyWatch(LoopbackBypass proxy) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            return await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException { InnerException: TimeoutException })
        {
            proxy.UseFor(request.RequestUri!)?.GoWith(e);
            throw;
        }
    }
}
