using GenesysAttachments.Sandbox.Bodies;
using GenesysAttachments.Sandbox.Storage;

namespace GenesysAttachments.Sandbox.Traffic;

/// <summary>The answer that a scripted failure gives: its own body, or an error of the kind that the service itself would give.</summary>
internal static class FaultAnswer
{
    private const string Words = "A scripted failure.";

    public static async Task WriteAsync(HttpContext context, int status, string? body, bool isStorage)
    {
        if (body is not null)
        {
            Refusal.Note(context, Words);
            context.Response.StatusCode = status;
            context.Response.ContentType ??= body.TrimStart().StartsWith('{') ? "application/json" : "text/html";
            await context.Response.WriteAsync(body);
        }
        else if (status < 300)
        {
            context.Response.StatusCode = status;
        }
        else if (isStorage)
        {
            await new StorageError(status, status switch { 503 => "SlowDown", 403 => "AccessDenied", _ => "InternalError" }, Words).AnswerAsync(context);
        }
        else
        {
            var code = status switch { 429 => "too.many.requests.retry.after", 503 => "service.unavailable", 504 => "request.timeout", 404 => "not.found", _ => "internal.server.error" };
            await Wire.RefuseAsync(context, status, code, Words);
        }
    }
}
