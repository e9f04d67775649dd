using Microsoft.AspNetCore.Http.Features;

namespace GenesysAttachments.Sandbox;

/// <summary>What happens to every request: it is written down, delayed, and perhaps struck by a scripted failure.</summary>
internal sealed class Traffic(SandboxState state, SandboxOptions options)
{
    private static readonly string[] Credentials = ["Authorization", "Proxy-Authorization", "Cookie"];

    public async Task HandleAsync(HttpContext context, RequestDelegate next)
    {
        if (context.Request.Path.StartsWithSegments("/_sandbox", StringComparison.OrdinalIgnoreCase))
        {
            await next(context);
            return;
        }

        var (at, target) = (state.Time.GetUtcNow(), context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget);
        var session = state.OAuth.ClientOf(context);
        var body = new HashingStream(context.Request.Body);
        context.Response.RegisterForDispose(body);
        context.Request.Body = body;
        context.Response.Headers[target.StartsWith("/" + ObjectStore.Bucket, StringComparison.Ordinal) ? "x-amz-request-id" : "ININ-Correlation-Id"] = context.TraceIdentifier;
        var logged = 0;
        void Log(int status)
        {
            if (Interlocked.Exchange(ref logged, 1) == 0)
            {
                state.Requests.Add(new LoggedRequest(at, context.Request.Method, target, Headers(context), body.Count, body.Sha256(), status, session));
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
        catch (Exception e) when (!context.Response.HasStarted && !context.RequestAborted.IsCancellationRequested)
        {
            await Wire.RefuseAsync(context, 500, "internal.server.error", $"The sandbox itself failed: {e.Message}");
        }
        catch (Exception) when (context.RequestAborted.IsCancellationRequested)
        {
            Log(0); // The caller went away.
        }
    }

    /// <summary>Answers; false where the connection is to be broken instead.</summary>
    private async Task<bool> AnswerAsync(HttpContext context, string target, RequestDelegate next)
    {
        if (options.Latency > 0)
        {
            await Task.Delay(options.Latency, context.RequestAborted);
        }

        if (state.Faults.Take(context.Request.Method, target.Split('?')[0]) is not { } fault)
        {
            await next(context);
            return true;
        }

        if (fault.DelayMs is { } delay)
        {
            await Task.Delay(delay, context.RequestAborted);
        }

        if (fault.Stall)
        {
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
            return false;
        }

        if (fault.ResetAfterBytes is { } bytes)
        {
            await ReadAsync(context, bytes);
            return false;
        }

        foreach (var (name, value) in fault.Headers ?? [])
        {
            context.Response.Headers[name] = value;
        }

        if (fault.Status is { } status)
        {
            await ReadAsync(context, long.MaxValue);
            await AnswerAsync(context, status, fault.Body, target);
        }
        else if (fault.AcceptThenDrop)
        {
            context.Response.Body = Stream.Null;
            await next(context);
            return false;
        }
        else
        {
            await next(context);
        }

        return true;
    }

    private static async Task AnswerAsync(HttpContext context, int status, string? body, string target)
    {
        if (body is not null)
        {
            context.Response.StatusCode = status;
            context.Response.ContentType ??= body.TrimStart().StartsWith('{') ? "application/json" : "text/html";
            await context.Response.WriteAsync(body);
        }
        else if (target.StartsWith("/" + ObjectStore.Bucket, StringComparison.Ordinal) && status >= 300)
        {
            await ObjectStore.RefuseAsync(context, status, status == 503 ? "SlowDown" : status == 403 ? "AccessDenied" : "InternalError", "A scripted failure.");
        }
        else if (status >= 300)
        {
            var code = status switch { 429 => "too.many.requests.retry.after", 503 => "service.unavailable", 504 => "request.timeout", 404 => "not.found", _ => "internal.server.error" };
            await Wire.RefuseAsync(context, status, code, "A scripted failure.");
        }
        else
        {
            context.Response.StatusCode = status;
        }
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
