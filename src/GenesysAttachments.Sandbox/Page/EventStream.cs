using System.Text.Json;
using GenesysAttachments.Sandbox.Bodies;
using GenesysAttachments.Sandbox.Org;
using GenesysAttachments.Sandbox.Traffic;

namespace GenesysAttachments.Sandbox.Page;

/// <summary>
/// Keeps pages up to date by server-sent events. A page reads at its own speed from what the sandbox keeps anyway, so that one which is slow,
/// or none at all, costs nobody anything.
/// </summary>
/// <param name="org">Messages, their files, and conversations.</param>
/// <param name="log">Requests.</param>
/// <param name="state">The rest.</param>
/// <param name="changes">Says when to look.</param>
internal sealed class EventStream(Organization org, RequestLog log, PageState state, ChangeSignal changes)
{
    // As many as the page itself keeps.
    private const int MostMessages = 10_000;
    private const int MostRequests = 5_000;
    private const int AtOnce = 500;

    // What comes in between goes out together.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    // Quotas come back by themselves; and a proxy or a browser gives up on what is silent.
    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(5);

    private volatile string _life = NewLife();

    /// <summary>Everything was forgotten: pages are to begin again.</summary>
    public void BeginAgain() => _life = NewLife();

    public async Task AnswerAsync(HttpContext context)
    {
        context.Response.ContentType = "text/event-stream";
        context.Response.Headers.CacheControl = "no-store";
        var stopping = context.RequestServices.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        using var over = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        try
        {
            await context.Response.WriteAsync("retry: 500\n\n", over.Token);
            await FollowAsync(context.Response, context.Request.Headers["Last-Event-ID"].ToString(), over.Token);
        }
        catch (OperationCanceledException) when (over.IsCancellationRequested)
        {
            // The page was closed, or the sandbox ends.
        }
    }

    private async Task FollowAsync(HttpResponse response, string id, CancellationToken cancellationToken)
    {
        var (shown, isFirst) = ("", true);
        while (true)
        {
            var next = changes.Next;
            var cursor = Cursor.After(id, _life);
            var isAnew = cursor.Messages + cursor.Requests + cursor.Conversations == 0;
            var (after, messages, requests, conversations) = Read(cursor);
            var now = JsonSerializer.Serialize(state.Now(), Wire.Full);
            if (after != cursor || now != shown || isFirst)
            {
                var rows = JsonSerializer.Serialize(new { isAnew, messages, requests, conversations }, Wire.Full);
                await response.WriteAsync($"id: {after}\ndata: {{\"rows\":{rows},\"state\":{now}}}\n\n", cancellationToken);
                (id, shown, isFirst) = (after.ToString(), now, false);
                if (messages.Count == AtOnce || requests.Count == AtOnce || conversations.Count == AtOnce)
                {
                    continue;
                }
            }
            else
            {
                await response.WriteAsync(":\n\n", cancellationToken);
            }

            await response.Body.FlushAsync(cancellationToken);
            await Task.WhenAny(next, Task.Delay(LongestSilence, cancellationToken));
            await Task.Delay(Pause, cancellationToken);
        }
    }

    private (Cursor After, List<object> Messages, List<object> Requests, List<object> Conversations) Read(Cursor cursor)
    {
        var messages = org.Messages.Rows.Read(cursor.Messages, MostMessages, AtOnce);
        var requests = log.All.Read(cursor.Requests, MostRequests, AtOnce);
        var conversations = org.Conversations.Changes.Read(cursor.Conversations, MostMessages, AtOnce);
        return (
            new Cursor(cursor.Life, messages.First + messages.Entries.Length, requests.First + requests.Entries.Length, conversations.First + conversations.Entries.Length),
            [.. messages.Entries.Select((message, i) => PageRows.Of(messages.First + i, message, org.Files))],
            [.. requests.Entries.Select((request, i) => PageRows.Of(requests.First + i, request))],
            [.. conversations.Entries.Select(PageRows.Of)]);
    }

    private static string NewLife() => Guid.NewGuid().ToString("N");
}
