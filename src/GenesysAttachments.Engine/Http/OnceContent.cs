using System.Net;

namespace GenesysAttachments.Engine.Http;

/// <summary>A JSON body that remembers whether any of it was handed to a connection: from then on the request may have arrived.</summary>
internal sealed class OnceContent : HttpContent
{
    private readonly byte[] _body;
    private readonly Action? _onLeaving;
    private volatile bool _started;

    /// <summary>Takes the body.</summary>
    /// <param name="body">JSON in UTF-8.</param>
    /// <param name="onLeaving">Runs before the first byte of the request leaves; what it throws keeps the request from leaving.</param>
    public OnceContent(byte[] body, Action? onLeaving = null)
    {
        (_body, _onLeaving) = (body, onLeaving);
        Headers.ContentType = new("application/json");
    }

    /// <summary>Whether a connection has begun to take the body. Its headers are written by then.</summary>
    public bool Started => _started;

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, default);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        _onLeaving?.Invoke();
        _started = true;
        await stream.WriteAsync(_body, cancellationToken).ConfigureAwait(false);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _body.Length;
        return true;
    }
}
