using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.WebSockets;
using System.Text.Json.Nodes;
using GenesysAttachments.Engine.Answers;
using GenesysAttachments.Engine.Display;
using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Http;
using GenesysAttachments.Engine.SignIn;
using GenesysAttachments.Engine.Tracing;

namespace GenesysAttachments.Engine.Guest;

/// <summary>
/// One socket to web messaging with one receive loop. Whoever expects a frame registers first, by tracing id or attachment id;
/// frames nobody expects, and classes nobody knows, are passed over.
/// </summary>
internal sealed class GuestSocket : IAsyncDisposable
{
    private readonly ClientWebSocket _socket;
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly ConcurrentDictionary<string, (TaskCompletionSource<GuestFrame> Source, string? Not)> _waiters = new(StringComparer.OrdinalIgnoreCase);
    private readonly CancellationTokenSource _stop = new();
    private readonly Action<TimeSpan> _onTooFast;
    private readonly SessionSecrets _secrets;
    private readonly FrameLoad _load;
    private readonly WireSocket? _trace;
    private Exception? _ended;

    private GuestSocket(ClientWebSocket socket, Action<TimeSpan> onTooFast, SessionSecrets secrets, TimeProvider time, WireSocket? trace) =>
        (_socket, _onTooFast, _secrets, _load, _trace) = (socket, onTooFast, secrets, new FrameLoad(time), trace);

    /// <summary>Whether frames can still go.</summary>
    public bool IsOpen => Volatile.Read(ref _ended) is null && _socket.State == WebSocketState.Open;

    /// <summary>Opens the socket.</summary>
    /// <param name="http">Opens the connection: one that follows no redirect and keeps no cookie.</param>
    /// <param name="settings">How to reach the org, and what its requests carry.</param>
    /// <param name="deploymentId">The deployment.</param>
    /// <param name="secrets">What nothing that is shown may repeat.</param>
    /// <param name="origin">Origin to show, for deployments restricted to domains; null shows none.</param>
    /// <param name="onTooFast">Told how long to pause when the service finds the guest too fast.</param>
    /// <param name="time">Clock.</param>
    /// <param name="cancellationToken">Stops the attempt.</param>
    /// <exception cref="GCException"><see cref="ErrorIds.PermissionMissing"/> when the origin is not allowed.</exception>
    /// <exception cref="AttemptFailure">Anything another attempt may not meet.</exception>
    public static async Task<GuestSocket> OpenAsync(
        HttpMessageInvoker http, SessionSettings settings, string deploymentId, SessionSecrets secrets, string? origin, Action<TimeSpan> onTooFast, TimeProvider time, CancellationToken cancellationToken)
    {
        var address = new Uri(settings.SocketBase, $"v1?deploymentId={Uri.EscapeDataString(deploymentId)}");
        var socket = new ClientWebSocket();
        socket.Options.CollectHttpResponseDetails = true;
        foreach (var (name, value) in OrgHeaders.Of(settings))
        {
            socket.Options.SetRequestHeader(name, value);
        }

        if (origin is not null)
        {
            socket.Options.SetRequestHeader("Origin", origin);
        }

        var traced = (http as TracedInvoker)?.ForSocket();
        try
        {
            await socket.ConnectAsync(address, traced ?? http, cancellationToken).ConfigureAwait(false);
        }
        catch (WebSocketException e) when (!cancellationToken.IsCancellationRequested)
        {
            var (status, headers) = (socket.HttpStatusCode, socket.HttpResponseHeaders);
            traced?.Socket?.End();
            socket.Dispose();
            throw Refusal(address, status, headers, e, secrets.Mask);
        }
        catch
        {
            traced?.Socket?.End();
            socket.Dispose();
            throw;
        }

        var opened = new GuestSocket(socket, onTooFast, secrets, time, traced?.Socket);
        _ = Task.Run(opened.ReceiveAsync, CancellationToken.None);
        return opened;
    }

    /// <summary>Registers for a frame. Dispose the result when the wait is over.</summary>
    /// <param name="key">Tracing id or attachment id.</param>
    /// <param name="not">A class of frames that are passed over: they came for what was asked before.</param>
    public Expectation Expect(string key, string? not = null)
    {
        var waiter = new TaskCompletionSource<GuestFrame>(TaskCreationOptions.RunContinuationsAsynchronously);
        // A wait that is given up may still fail later; nobody looks at it then.
        _ = waiter.Task.ContinueWith(done => done.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        _waiters[key] = (waiter, not);
        if (Volatile.Read(ref _ended) is { } ended)
        {
            waiter.TrySetException(ended);
        }

        return new Expectation(this, key, waiter.Task);
    }

    /// <summary>Sends a frame.</summary>
    /// <exception cref="GuestConnectionLostException">The socket has broken.</exception>
    public async Task SendAsync(JsonObject frame, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (Volatile.Read(ref _ended) is { } ended)
            {
                throw ended;
            }

            var text = System.Text.Encoding.UTF8.GetBytes(frame.ToJsonString());
            _trace?.Sent(text);
            // Without the token: a frame cut short would break the socket for everyone.
            await _socket.SendAsync(text, WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception e) when (e is WebSocketException or InvalidOperationException or IOException or OperationCanceledException)
        {
            End(new GuestConnectionLostException("The guest socket broke.", e));
            throw new GuestConnectionLostException("The guest socket broke.", e);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        End(new GuestConnectionLostException("The guest socket was closed."));
        await _stop.CancelAsync().ConfigureAwait(false);
        _socket.Dispose();
        _trace?.End();
    }

    private static Exception Refusal(Uri address, HttpStatusCode status, IReadOnlyDictionary<string, IEnumerable<string>>? headers, WebSocketException cause, SecretMask mask) => status switch
    {
        (HttpStatusCode)0 => NetworkFailures.Of(address, cause.InnerException ?? cause, mask),
        HttpStatusCode.ProxyAuthenticationRequired => ProxyRefusals.Answered($"The guest socket to {address.Host}", headers?.GetValueOrDefault("Proxy-Authenticate") ?? []),
        HttpStatusCode.Forbidden => new GCException(ErrorIds.PermissionMissing, $"{address.Host} refused the guest (HTTP 403): the origin is not among the deployment's domains.", cause)
        {
            StatusCode = 403, StopsBatch = true, Advice = "Give an allowed domain with -Origin, for example -Origin https://www.example.com.",
        },
        >= HttpStatusCode.InternalServerError or HttpStatusCode.TooManyRequests => new AttemptFailure(
            new GCException(ErrorIds.RetriesExhausted, $"{address.Host} opened no guest socket: it answered {(int)status}.", cause) { StatusCode = (int)status }),
        _ => new GCException(ErrorIds.RequestInvalid, $"{address.Host} refused the guest (HTTP {(int)status}).", cause)
        {
            StatusCode = (int)status, StopsBatch = true, Advice = "Check the deployment id and the region or -Endpoint.",
        },
    };

    private async Task ReceiveAsync()
    {
        var buffer = new byte[16 * 1024];
        using var frame = new MemoryStream();
        try
        {
            while (true)
            {
                var part = await _socket.ReceiveAsync(buffer.AsMemory(), _stop.Token).ConfigureAwait(false);
                if (part.MessageType == WebSocketMessageType.Close)
                {
                    _trace?.Received(_socket.CloseStatus, _socket.CloseStatusDescription);
                    End(new GuestConnectionLostException("The service closed the guest socket."));
                    return;
                }

                if (frame.Length + part.Count > AnswerLimits.Frame)
                {
                    throw Invalid(string.Create(CultureInfo.InvariantCulture, $"a frame of more than {AnswerLimits.Frame:N0} bytes"));
                }

                if (!_load.Bears(part.Count))
                {
                    throw Invalid("more frames than anybody reads");
                }

                frame.Write(buffer.AsSpan(0, part.Count));
                if (part.EndOfMessage)
                {
                    _trace?.Received(frame.GetBuffer().AsMemory(0, (int)frame.Length));
                    Dispatch(GuestFrame.Read(frame.GetBuffer().AsMemory(0, (int)frame.Length), _secrets.Mask) ?? throw Invalid("a frame that is no JSON object"));
                    frame.SetLength(0);
                }
            }
        }
        catch (GCException invalid)
        {
            // Nobody knows whom it was for. All start over on a new socket; should it come again, this is why.
            _socket.Abort();
            End(new GuestConnectionLostException(invalid.Message, invalid));
        }
        catch (Exception e)
        {
            End(new GuestConnectionLostException("The guest socket broke.", e));
        }
    }

    private static GCException Invalid(string what) => new(ErrorIds.AnswerInvalid, $"The guest service sent {what}.");

    private void Dispatch(GuestFrame frame)
    {
        if (frame.Class == "TooManyRequestsErrorMessage")
        {
            _onTooFast(TimeSpan.FromSeconds(Math.Clamp(frame.FieldNumber("retryAfter") ?? 3, 1, 180)));
        }

        foreach (var key in new[] { frame.TracingId, frame.AttachmentId, EchoedAttachment(frame) })
        {
            if (key is not null && _waiters.TryGetValue(key, out var waiter) && waiter.Not != frame.Class && _waiters.TryRemove(key, out waiter))
            {
                waiter.Source.TrySetResult(frame);
                return;
            }
        }

        if (GuestErrors.SessionEnd(frame) is { } end)
        {
            End(end);
        }
    }

    // The echo of a message is known by its tracing id, or, should that be missing, by the attachment it carries.
    private static string? EchoedAttachment(GuestFrame frame) =>
        frame.Class == "StructuredMessage" && frame.Body is { } body ? GuestMessages.AttachmentOf(body)?.Id is { } id ? "echo:" + id : null : null;

    private void End(Exception reason)
    {
        if (Interlocked.CompareExchange(ref _ended, reason, null) is null)
        {
            foreach (var key in _waiters.Keys)
            {
                if (_waiters.TryRemove(key, out var waiter))
                {
                    waiter.Source.TrySetException(reason);
                }
            }
        }
    }

    /// <summary>A frame that is waited for.</summary>
    internal sealed class Expectation(GuestSocket socket, string key, Task<GuestFrame> frame) : IDisposable
    {
        public Task<GuestFrame> Frame { get; } = frame;

        public void Dispose() => socket._waiters.TryRemove(key, out _);
    }
}
