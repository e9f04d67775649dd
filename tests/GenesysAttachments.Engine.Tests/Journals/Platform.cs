using System.Collections.Concurrent;
using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Http;
using GenesysAttachments.Engine.Routes;
using GenesysAttachments.Engine.Storage;

namespace GenesysAttachments.Engine.Tests.Journals;

/// <summary>A platform in memory that outlives the processes which send to it: what arrived, and how long the journal was at that moment.</summary>
internal sealed class Platform
{
    /// <summary>Files and texts that arrived, by name or words.</summary>
    public ConcurrentQueue<(string What, string Id, long Journal)> Arrived { get; private init; } = new();

    /// <summary>Whether its conversations show what arrived.</summary>
    public bool Tells { get; set; } = true;

    /// <summary>Whether looking into a conversation fails.</summary>
    public bool Breaks { get; set; }

    /// <summary>Whether what arrived was refused by its channel since.</summary>
    public bool Refuses { get; set; }

    /// <summary>As it was when the journal had so many bytes.</summary>
    public Platform At(long journal, bool tells) => new() { Arrived = new(Arrived.Where(item => item.Journal <= journal)), Tells = tells };

    /// <summary>The route of a process to it.</summary>
    public IRoute Route(Func<long> journal) => new Way(this, journal);

    private sealed class Way(Platform platform, Func<long> journal) : IRoute
    {
        public Task<UploadUrl> OpenAsync(Plan plan, CallContext context, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<Uploaded> UploadAsync(Plan plan, CallContext context, CancellationToken cancellationToken)
        {
            context.Transfer.AttachmentId = Guid.NewGuid().ToString();
            context.Transfer.Sha256 = Harness.Sha256(plan.File.Path);
            return Task.FromResult(new Uploaded(plan.File, plan.Target with { CommunicationId = "leg" }, context.Transfer.AttachmentId));
        }

        public bool TakesSeveral => true;

        // As the Agent route does: the text by a request of its own.
        public async Task SendAsync(IReadOnlyList<Uploaded> uploads, MessageText? text, CallContext context, CancellationToken cancellationToken)
        {
            if (text is not null)
            {
                await (text.Marks?.PostingAsync(cancellationToken) ?? Task.CompletedTask);
                platform.Arrived.Enqueue((text.Value, text.Value, journal()));
                text.MarkGone();
            }

            await (context.Marks?.PostingAsync(cancellationToken) ?? Task.CompletedTask);
            var at = journal();
            foreach (var upload in uploads)
            {
                platform.Arrived.Enqueue((upload.File.Name, upload.Id, at));
            }

            context.Transfer.MessageId = $"message-of-{uploads[0].Id}";
        }

        public Task<bool> FindAsync(SoughtMessage sought, CallContext context, CancellationToken cancellationToken)
        {
            if (platform.Breaks)
            {
                throw new GCException(ErrorIds.NetworkFailed, "The conversation cannot be read.");
            }

            context.Transfer.MessageId = $"message-of-{sought.AttachmentId}";
            return !platform.Tells || platform.Arrived.All(item => item.Id != (sought.AttachmentId ?? sought.Text)) ? Task.FromResult(false)
                : platform.Refuses ? throw new GCException(ErrorIds.MessageRejected, "The message of an earlier run was taken and then refused.")
                : Task.FromResult(true);
        }
    }
}
