using System.Net;
using GenesysAttachments.Engine.Display;
using GenesysAttachments.Engine.Tracing;

namespace GenesysAttachments.Engine.Http;

/// <summary>A client whose every request becomes an entry of a trace.</summary>
internal sealed class TracedInvoker : HttpMessageInvoker
{
    private readonly HttpMessageHandler _handler;
    private readonly WireTap _tap;
    private readonly bool _isStorage;

    /// <summary>Makes the client.</summary>
    /// <param name="handler">Sends; not disposed with it.</param>
    /// <param name="tap">Takes it down.</param>
    /// <param name="isStorage">Whether it speaks to a store: queries and headers are signed, and a success brings a file.</param>
    public TracedInvoker(HttpMessageHandler handler, WireTap tap, bool isStorage)
        : base(handler, disposeHandler: false) => (_handler, _tap, _isStorage) = (handler, tap, isStorage);

    /// <summary>The socket that its last request became; null where it became none.</summary>
    public WireSocket? Socket { get; private set; }

    /// <summary>Sends a request by a client, which may have a trace.</summary>
    /// <param name="client">The client.</param>
    /// <param name="request">The request.</param>
    /// <param name="mask">What is secret of it.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static Task<HttpResponseMessage> SendAsync(HttpMessageInvoker client, HttpRequestMessage request, SecretMask mask, CancellationToken cancellationToken) =>
        client is TracedInvoker traced ? traced.SendAsync(request, mask, cancellationToken) : client.SendAsync(request, cancellationToken);

    /// <summary>One for a single socket, which tells it from others.</summary>
    public TracedInvoker ForSocket() => new(_handler, _tap, _isStorage);

    /// <inheritdoc/>
    public override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => SendAsync(request, null, cancellationToken);

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, SecretMask? mask, CancellationToken cancellationToken)
    {
        var body = request.Content;
        // Of a kind that is known to hold no file; whatever else comes is counted.
        var exchange = new WireExchange(_tap, request, mask, _isStorage, keepsText: body is OnceContent or FormUrlEncodedContent)
        {
            Form = body is FormContent form ? [.. form.Fields.Select(field => new HarParam(field.Key, field.Value)), new HarParam("file", null, form.File.SentName, form.File.ContentType)] : null,
        };
        if (body is not null)
        {
            request.Content = new TracedBody(body, exchange);
        }

        try
        {
            var answer = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
            exchange.Answered(answer);
            if (answer.StatusCode == HttpStatusCode.SwitchingProtocols)
            {
                Socket = exchange.Upgraded();
            }
            else
            {
                answer.Content = new TracedAnswer(answer.Content, exchange);
            }

            return answer;
        }
        catch (Exception e)
        {
            exchange.End(e);
            throw;
        }
    }
}
