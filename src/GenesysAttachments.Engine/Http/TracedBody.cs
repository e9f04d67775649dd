using System.Net;
using System.Runtime.ExceptionServices;
using GenesysAttachments.Engine.Tracing;

namespace GenesysAttachments.Engine.Http;

/// <summary>A body on its way out, as another makes it, taken down as it leaves.</summary>
internal sealed class TracedBody : HttpContent
{
    private readonly HttpContent _body;
    private readonly WireExchange _exchange;

    /// <summary>Takes the body's place, headers and all.</summary>
    public TracedBody(HttpContent body, WireExchange exchange)
    {
        (_body, _exchange) = (body, exchange);
        foreach (var (name, values) in body.Headers.NonValidated)
        {
            Headers.TryAddWithoutValidation(name, values);
        }
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, default);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        try
        {
            using var copy = new TracedStream(stream, _exchange.Body!, null);
            await _body.CopyToAsync(copy, context, cancellationToken).ConfigureAwait(false);
            _exchange.Sent();
        }
        catch (HttpRequestException e) when (e.InnerException is IOException cause)
        {
            // Wrapped by .NET on the way through: nobody is to see that it came through here.
            ExceptionDispatchInfo.Throw(cause);
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _body.Headers.ContentLength ?? 0;
        return _body.Headers.ContentLength is not null;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _body.Dispose();
        }

        base.Dispose(disposing);
    }
}
