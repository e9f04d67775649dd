using System.Net;
using GenesysAttachments.Engine.Tracing;

namespace GenesysAttachments.Engine.Http;

/// <summary>The body of an answer, taken down as somebody reads it. Its entry is written when they are done with it.</summary>
internal sealed class TracedAnswer : HttpContent
{
    private readonly HttpContent _body;
    private readonly WireExchange _exchange;

    /// <summary>Takes the body's place, headers and all.</summary>
    public TracedAnswer(HttpContent body, WireExchange exchange)
    {
        (_body, _exchange) = (body, exchange);
        foreach (var (name, values) in body.Headers.NonValidated)
        {
            Headers.TryAddWithoutValidation(name, values);
        }
    }

    protected override Task<Stream> CreateContentReadStreamAsync() => CreateContentReadStreamAsync(default);

    protected override async Task<Stream> CreateContentReadStreamAsync(CancellationToken cancellationToken) =>
        new TracedStream(await _body.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false), _exchange.AnswerBody!, _exchange);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, default);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        var body = await CreateContentReadStreamAsync(cancellationToken).ConfigureAwait(false);
        await body.CopyToAsync(stream, cancellationToken).ConfigureAwait(false);
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
            _exchange.End();
            _body.Dispose();
        }

        base.Dispose(disposing);
    }
}
