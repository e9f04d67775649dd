using System.Globalization;
using GenesysAttachments.Engine.Answers;
using GenesysAttachments.Engine.Display;
using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Files;
using Microsoft.Win32.SafeHandles;

namespace GenesysAttachments.Engine.Http;

/// <summary>
/// One attempt to bring a file's bytes somewhere, whichever transport carries them: the file opened anew and still the one that was
/// checked, a limit on silence instead of on time, its hash on the way out, and its identity once more at the end.
/// </summary>
/// <remarks>
/// The system may never come back from opening or reading a file, as on a share that hangs. Then the wait ends and the thread is left
/// behind; it cleans up after itself when it does come back.
/// </remarks>
internal sealed class FileUpload : IProgress<long>, IDisposable
{
    /// <summary>An upload may take as long as it likes while bytes move; after this long without one it has stalled.</summary>
    public static readonly TimeSpan Stall = SourceFile.Limit;

    private readonly Attachment _file;
    private readonly SafeFileHandle _handle;
    private readonly CancellationTokenSource _stall;
    private readonly CancellationTokenRegistration _link;
    private readonly CancellationToken _stop;
    private readonly Transfer _transfer;

    private FileUpload(Attachment file, SafeFileHandle handle, Transfer transfer, CancellationTokenSource stall, CancellationTokenRegistration link, CancellationToken stop)
    {
        (_file, _handle, _transfer, _stall, _link, _stop) = (file, handle, transfer, stall, link, stop);
        Body = new FileContent(handle, file.Length, this);
    }

    /// <summary>Opens the file.</summary>
    /// <exception cref="GCException">It is gone, cannot be read, is no longer what was checked, or the system does not open it in time.</exception>
    /// <exception cref="AttemptFailure">Another program holds it.</exception>
    public static async ValueTask<FileUpload> OpenAsync(Attachment file, Transfer transfer, TimeProvider time, CancellationToken stop)
    {
        transfer.CountUpload();
        var stall = new CancellationTokenSource(Stall, time);
        var link = stop.UnsafeRegister(static stall => ((CancellationTokenSource)stall!).Cancel(), stall);
        var opening = Task.Run(() => SourceFile.Open(file), CancellationToken.None);
        try
        {
            var handle = await opening.WaitAsync(stall.Token).ConfigureAwait(false);
            stall.CancelAfter(Stall);
            return new FileUpload(file, handle, transfer, stall, link, stop);
        }
        catch (Exception e)
        {
            await link.DisposeAsync().ConfigureAwait(false);
            stall.Dispose();
            if (e is GCException { ErrorId: ErrorIds.FileUnreadable, CanRetry: true } held)
            {
                throw new AttemptFailure(held);
            }

            if (e is not OperationCanceledException)
            {
                throw;
            }

            _ = DisposeLateAsync(opening);
            stop.ThrowIfCancellationRequested();
            throw Unreadable(file, "opened");
        }
    }

    /// <summary>The bytes, as a request's body or as part of one.</summary>
    public FileContent Body { get; }

    /// <summary>Ends when the upload stalls or the work is stopped.</summary>
    public CancellationToken Token => _stall.Token;

    /// <summary>Sends the request that carries the body, and reads the answer: to its end, or, where only a refusal says something, as far as that.</summary>
    /// <exception cref="GCException">The file ended early or cannot be read, the system does not read it, or the network fails for a reason that somebody has to mend first.</exception>
    /// <exception cref="AttemptFailure">The upload stalled, the connection was not made or broke, or another program holds a part of the file.</exception>
    public async ValueTask<HttpReply> SendAsync(HttpMessageInvoker client, HttpRequestMessage request, SecretMask mask, bool readsSuccess, bool holdsForAll)
    {
        var address = request.RequestUri!;
        // On a thread of its own: sending reads the file, and goes on as far as it can before it gives a task.
        var sending = Task.Run(() => TracedInvoker.SendAsync(client, request, mask, Token), CancellationToken.None);
        try
        {
            using var response = await sending.WaitAsync(Token).ConfigureAwait(false);
            return response.IsSuccessStatusCode && !readsSuccess
                ? new HttpReply(response.StatusCode, response.Headers, AnswerBytes.None, mask)
                : await HttpExchange.ReadAsync(response, mask, Token, _stop).ConfigureAwait(false);
        }
        catch (Exception) when (Body.EndedEarly)
        {
            throw SourceFile.Changed(_file, "became shorter while it was uploaded");
        }
        catch (Exception) when (Body.Failure is not null)
        {
            var cause = Body.Failure;
            throw HeldFile.IsCause(cause) ? new AttemptFailure(HeldFile.Error(_file.Path, cause))
                : new GCException(ErrorIds.FileUnreadable, $"'{_file.Path}' could not be read while it was uploaded: {cause.Message}", cause);
        }
        catch (OperationCanceledException) when (Body.IsReading)
        {
            _stop.ThrowIfCancellationRequested();
            throw Unreadable(_file, "read");
        }
        catch (OperationCanceledException e)
        {
            // Told to end it does: nothing may be on the wire when this is over.
            await ((Task)sending).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (sending.IsCompletedSuccessfully)
            {
                (await sending.ConfigureAwait(false)).Dispose(); // It was answered as its time ran out.
            }

            _stop.ThrowIfCancellationRequested();
            throw Token.IsCancellationRequested
                ? new AttemptFailure(new GCException(ErrorIds.Timeout, $"The upload to {address.Host} stalled: no byte moved for {Stall.TotalSeconds:0} s.", e).Masked(mask))
                : NetworkFailures.Of(address, e, mask, holdsForAll);
        }
        catch (Exception e) when (e is HttpRequestException or IOException && !_stop.IsCancellationRequested)
        {
            throw NetworkFailures.Of(address, e, mask, holdsForAll);
        }
    }

    /// <summary>Bytes have moved: the silence begins anew.</summary>
    public void Report(long value)
    {
        _stall.CancelAfter(Stall);
        _transfer.BytesSent = value;
    }

    /// <summary>Makes sure, once all has gone, that the file did not change meanwhile.</summary>
    /// <exception cref="GCException"><see cref="ErrorIds.FileChanged"/>.</exception>
    public void CheckUnchanged() => SourceFile.CheckUnchanged(_file, _handle);

    /// <inheritdoc/>
    public void Dispose()
    {
        Body.Dispose();
        _link.Dispose();
        _stall.Dispose();
        _handle.Dispose();
    }

    private static async Task DisposeLateAsync(Task<SafeFileHandle> opening)
    {
        try
        {
            (await opening.ConfigureAwait(false)).Dispose();
        }
        catch (GCException)
        {
            // Nobody waits for the answer any more.
        }
    }

    private static GCException Unreadable(Attachment file, string what) => new(
        ErrorIds.FileUnreadable, string.Create(CultureInfo.InvariantCulture, $"'{file.Path}' could not be {what} within {Stall.TotalSeconds:0} s."));
}
