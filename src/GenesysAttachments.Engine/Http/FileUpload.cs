using GenesysAttachments.Engine.Display;
using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Files;

namespace GenesysAttachments.Engine.Http;

/// <summary>
/// One attempt to bring a file's bytes somewhere, whichever transport carries them: the file opened anew and still the one that was
/// checked, a limit on silence instead of on time, its hash on the way out, and its identity once more at the end.
/// </summary>
internal sealed class FileUpload : IDisposable
{
    /// <summary>An upload may take as long as it likes while bytes move; after this long without one it has stalled.</summary>
    public static readonly TimeSpan Stall = TimeSpan.FromSeconds(30);

    private readonly Attachment _file;
    private readonly FileStream _stream;
    private readonly CancellationTokenSource _stall;
    private readonly CancellationTokenRegistration _link;
    private readonly CancellationToken _stop;

    /// <summary>Opens the file.</summary>
    /// <exception cref="GCException">It is gone, cannot be read, or is no longer what was checked.</exception>
    public FileUpload(Attachment file, Transfer transfer, TimeProvider time, CancellationToken stop)
    {
        transfer.Attempts++;
        (_file, _stop, _stream) = (file, stop, SourceFile.Open(file));
        _stall = new CancellationTokenSource(Stall, time);
        _link = stop.UnsafeRegister(static stall => ((CancellationTokenSource)stall!).Cancel(), _stall);
        Body = new FileContent(_stream, file.Length, sent =>
        {
            _stall.CancelAfter(Stall);
            transfer.BytesSent = sent;
        });
    }

    /// <summary>The bytes, as a request's body or as part of one.</summary>
    public FileContent Body { get; }

    /// <summary>Ends when the upload stalls or the work is stopped.</summary>
    public CancellationToken Token => _stall.Token;

    /// <summary>Sends the request that carries the body, and reads the answer: to its end, or, where only a refusal says something, as far as that.</summary>
    /// <exception cref="GCException">The file ended early.</exception>
    /// <exception cref="AttemptFailure">The upload stalled, or the connection broke.</exception>
    public async ValueTask<HttpReply> SendAsync(HttpClient client, HttpRequestMessage request, SecretMask mask, bool readsSuccess, bool holdsForAll)
    {
        var address = request.RequestUri!;
        try
        {
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Token).ConfigureAwait(false);
            return response.IsSuccessStatusCode && !readsSuccess
                ? new HttpReply(response.StatusCode, response.Headers, [], mask)
                : await HttpExchange.ReadAsync(response, mask, Token, _stop).ConfigureAwait(false);
        }
        catch (Exception) when (Body.EndedEarly)
        {
            throw SourceFile.Changed(_file, "became shorter while it was uploaded");
        }
        catch (OperationCanceledException e) when (!_stop.IsCancellationRequested)
        {
            throw new AttemptFailure(new GCException(ErrorIds.Timeout, $"The upload to {address.Host} stalled: no byte moved for {Stall.TotalSeconds:0} s.", e).Masked(mask));
        }
        catch (Exception e) when (e is HttpRequestException or IOException && !_stop.IsCancellationRequested)
        {
            throw NetworkFailures.Of(address, e, mask, holdsForAll);
        }
    }

    /// <summary>Makes sure, once all has gone, that the file did not change meanwhile.</summary>
    /// <exception cref="GCException"><see cref="ErrorIds.FileChanged"/>.</exception>
    public void CheckUnchanged() => SourceFile.CheckUnchanged(_file, _stream);

    /// <inheritdoc/>
    public void Dispose()
    {
        Body.Dispose();
        _link.Dispose();
        _stall.Dispose();
        _stream.Dispose();
    }
}
