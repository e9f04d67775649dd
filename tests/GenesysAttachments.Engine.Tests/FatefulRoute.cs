using System.Collections.Concurrent;
using GenesysAttachments.Engine.Http;
using GenesysAttachments.Engine.Routes;
using GenesysAttachments.Engine.Storage;

namespace GenesysAttachments.Engine.Tests;

/// <summary>A route on which something nobody foresaw befalls one file at one step: over a real route, or over none, where every file arrives.</summary>
/// <param name="victim">Name of the file it befalls.</param>
/// <param name="step">Where: one of <see cref="Steps"/>.</param>
/// <param name="make">What is thrown.</param>
/// <param name="inner">The real route; null arrives by itself.</param>
internal sealed class FatefulRoute(string victim, string step, Func<Exception> make, IRoute? inner = null) : IRoute
{
    public const string Opening = "opening the URL";
    public const string Putting = "putting";
    public const string Confirming = "confirming";
    public const string Sending = "sending";
    public const string Sent = "after the message was written";
    public const string Abandoning = "abandoning";

    public static readonly string[] Steps = [Opening, Putting, Confirming, Sending, Sent];

    /// <summary>Names of the files that arrived.</summary>
    public ConcurrentQueue<string> Arrived { get; } = new();

    /// <summary>Texts that arrived.</summary>
    public ConcurrentQueue<string> Texts { get; } = new();

    public async Task<UploadUrl> OpenAsync(Plan plan, CallContext context, CancellationToken cancellationToken)
    {
        await StrikeAsync(plan.File.Name, Opening);
        return inner is not null ? await inner.OpenAsync(plan, context, cancellationToken) : new UploadUrl("https://storage/key")
        {
            File = plan.File, Target = plan.Target, Route = plan.Route, AttachmentId = plan.File.Name, Headers = [], MadeAt = default, Life = null,
        };
    }

    public async Task<Uploaded> UploadAsync(Plan plan, CallContext context, CancellationToken cancellationToken)
    {
        var url = await OpenAsync(plan, context, cancellationToken);
        context.Transfer.AttachmentId = url.AttachmentId;
        await StrikeAsync(plan.File.Name, Putting);
        var uploaded = inner is null ? Uploaded.To(url) : await inner.UploadAsync(plan with { Url = url }, context, cancellationToken);
        context.Transfer.CorrelationId = $"correlation-of-{plan.File.Name}";
        return uploaded;
    }

    public async Task ConfirmAsync(Uploaded upload, CallContext context, CancellationToken cancellationToken)
    {
        await StrikeAsync(upload.File.Name, Confirming);
        await (inner?.ConfirmAsync(upload, context, cancellationToken) ?? Task.CompletedTask);
    }

    public async Task SendAsync(Uploaded upload, MessageText? text, CallContext context, CancellationToken cancellationToken)
    {
        await StrikeAsync(upload.File.Name, Sending);
        if (step == Abandoning && upload.File.Name == victim)
        {
            Held.SetResult();
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }

        if (inner is not null)
        {
            await inner.SendAsync(upload, text, context, cancellationToken);
        }

        if (text is not null)
        {
            Texts.Enqueue(text.Value);
        }

        Arrived.Enqueue(upload.File.Name);
        context.Transfer.MayHaveSent = true;
        await StrikeAsync(upload.File.Name, Sent);
        text?.MarkGone();
    }

    /// <summary>Completes when the victim has been uploaded and stands before its message until the work is stopped.</summary>
    public TaskCompletionSource Held { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Names of the files whose uploads were tidied up.</summary>
    public ConcurrentQueue<string> Abandoned { get; } = new();

    public async Task AbandonAsync(Uploaded upload, CallContext context)
    {
        Abandoned.Enqueue(upload.File.Name);
        await StrikeAsync(upload.File.Name, Abandoning);
    }

    private async Task StrikeAsync(string name, string at)
    {
        await Task.Yield();
        if (name == victim && at == step)
        {
            throw make();
        }
    }
}
