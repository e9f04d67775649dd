using GenesysAttachments.Sandbox.Bodies;
using GenesysAttachments.Sandbox.OAuth;
using GenesysAttachments.Sandbox.Storage;
using Microsoft.AspNetCore.Http.Features;

namespace GenesysAttachments.Sandbox.Traffic;

/// <summary>What happens to every request: it is written down, delayed, and perhaps struck by a scripted failure.</summary>
/// <param name="log">Where it is written down.</param>
/// <param name="faults">Scripted failures.</param>
/// <param name="oauth">Knows whose token it shows.</param>
/// <param name="changes">Told when something may have been changed for tests.</param>
/// <param name="latency">Milliseconds before each answer.</param>
/// <param name="time">Clock.</param>
internal sealed class TrafficHandler(RequestLog log, FaultBook faults, OAuthDesk oauth, ChangeSignal changes, int latency, TimeProvider time)
{
    private static readonly string[] Credentials = ["Authorization", "Proxy-Authorization", "Cookie"];

    public async Task HandleAsync(HttpContext context, RequestDelegate next)
    {
        if (IsForPeople(context.Request))
        {
            await next(context);
            changes.Set();
            return;
        }

        var (at, began, target) = (time.GetUtcNow(), time.GetTimestamp(), context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget);
        var session = oauth.FindToken(context)?.Client.ClientId;
        var body = new HashingStream(context.Request.Body);
        context.Response.RegisterForDispose(body);
        context.Request.Body = body;
        context.Response.Headers[UrlSigner.IsStorage(target) ? "x-amz-request-id" : "ININ-Correlation-Id"] = context.TraceIdentifier;
        var logged = 0;
        void Log(int status)
        {
            if (Interlocked.Exchange(ref logged, 1) == 0)
            {
                log.Add(new LoggedRequest(at, context.Request.Method, target, Headers(context), body.Count, body.Sha256(), session)
                {
                    Status = status, Milliseconds = time.GetElapsedTime(began).TotalMilliseconds, Problem = Refusal.Of(context),
                });
            }
        }

        // Written down before the first byte of an answer leaves: whoever has the answer finds the request in the log.
        context.Response.OnStarting(() =>
        {
            Log(context.Response.StatusCode);
            return Task.CompletedTask;
        });
        try
        {
            if (!await AnswerAsync(context, target, next))
            {
                Log(0);
                context.Abort();
            }
        }
        catch (EndOfStreamException) when (context.Response.Body is CutStream)
        {
            // Short of its length the server closes the connection after what has gone out; a reset might overtake that.
            Log(context.Response.StatusCode);
            if (context.Response.ContentLength is null)
            {
                context.Abort();
            }
        }
        catch (Exception e) when (!context.Response.HasStarted && !context.RequestAborted.IsCancellationRequested)
        {
            var words = $"The sandbox itself failed: {e.Message}";
            await (UrlSigner.IsStorage(target) ? new StorageError(500, "InternalError", words).AnswerAsync(context) : Wire.RefuseAsync(context, 500, "internal.server.error", words));
        }
        catch (Exception) when (context.RequestAborted.IsCancellationRequested)
        {
            Refusal.Note(context, "The caller went away before it was answered.");
            Log(0);
        }
    }

    // The page and what tests ask and change: no part of what is tested.
    private static bool IsForPeople(HttpRequest request) =>
        request.Path.StartsWithSegments("/_sandbox", StringComparison.OrdinalIgnoreCase)
        || (request.Path.Value is "/" or "/favicon.ico" && (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method)));

    /// <summary>Answers; false where the connection is to be broken instead.</summary>
    private async Task<bool> AnswerAsync(HttpContext context, string target, RequestDelegate next)
    {
        if (latency > 0)
        {
            await Task.Delay(latency, context.RequestAborted);
        }

        if (faults.Take(context.Request.Method, target.Split('?')[0]) is not { } fault)
        {
            await next(context);
            return true;
        }

        if (fault.DelayMs is { } delay)
        {
            Refusal.Note(context, $"A scripted failure delayed it by {delay} ms.");
            await Task.Delay(delay, context.RequestAborted);
        }

        if (fault is { Stall: true, CutAfterBytes: null })
        {
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
            Refusal.Note(context, "A scripted failure left it without an answer.");
            return false;
        }

        if (fault.ResetAfterBytes is { } bytes)
        {
            await ReadAsync(context, bytes);
            Refusal.Note(context, $"A scripted failure broke the connection after {bytes} bytes.");
            return false;
        }

        if (fault is { AcceptThenDrop: true, Status: not null })
        {
            await TakeAsync(context, fault, next);
        }

        if (fault.CutAfterBytes is { } most)
        {
            Refusal.Note(context, $"A scripted failure {(fault.Stall ? "went silent" : "broke the connection")} after {most} bytes of the answer.");
            context.Response.Body = new CutStream(context.Response.Body, most, fault.Stall);
        }

        foreach (var (name, value) in fault.Headers ?? [])
        {
            context.Response.Headers[name] = value;
        }

        if (fault.Status is { } status)
        {
            await ReadAsync(context, long.MaxValue);
            await FaultAnswer.WriteAsync(context, status, fault.Body, UrlSigner.IsStorage(target));
            return true;
        }

        // For whoever takes the request in: what becomes of it later.
        context.Features.Set(fault);
        if (fault.AcceptThenDrop)
        {
            context.Response.Body = Stream.Null;
        }

        if (fault.ThenStatus is { } later)
        {
            Refusal.Note(context, $"Taken; a scripted failure makes it '{later}' later.");
        }

        await next(context);
        if (fault.AcceptThenDrop)
        {
            Refusal.Note(context, "Taken; a scripted failure broke the connection instead of an answer.");
        }

        return !fault.AcceptThenDrop;
    }

    // What is asked is done, and its answer goes nowhere.
    private static async Task TakeAsync(HttpContext context, Fault fault, RequestDelegate next)
    {
        context.Features.Set(fault);
        var answer = context.Features.GetRequiredFeature<IHttpResponseBodyFeature>();
        context.Features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(Stream.Null));
        await next(context);
        context.Features.Set(answer);
        (context.Response.ContentLength, context.Response.ContentType) = (null, null);
        Refusal.Note(context, "Taken; a scripted failure answered as if it were not.");
    }

    private static async Task ReadAsync(HttpContext context, long most)
    {
        var buffer = new byte[64 * 1024];
        for (long read = 0; read < most;)
        {
            var count = await context.Request.Body.ReadAsync(buffer.AsMemory(0, (int)Math.Min(buffer.Length, most - read)), context.RequestAborted);
            if (count == 0)
            {
                return;
            }

            read += count;
        }
    }

    private static Dictionary<string, string[]> Headers(HttpContext context) => context.Request.Headers.ToDictionary(
        header => header.Key,
        header => header.Value.Select(value => Credentials.Contains(header.Key, StringComparer.OrdinalIgnoreCase) ? value?.Split(' ')[0] + " …" : value ?? "").ToArray());
}
