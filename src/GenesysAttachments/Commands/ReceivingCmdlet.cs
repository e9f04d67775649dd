using System.Management.Automation;
using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Http;
using GenesysAttachments.Engine.Receiving;
using GenesysAttachments.Parameters;
using GenesysAttachments.Shell;

namespace GenesysAttachments.Commands;

/// <summary>A cmdlet that reads which files messages hold.</summary>
public abstract class ReceivingCmdlet : WaitingCmdlet
{
    /// <summary>Session to use; by default the object's own, then the runspace's current one.</summary>
    [Parameter]
    [SessionTransformation]
    [ArgumentCompleter(typeof(SessionCompleter))]
    public GCOrgSession? Session { get; set; }

    /// <summary>Ends the command where nothing says which files are meant: a guest's session alone has a conversation of its own.</summary>
    private protected void RequireTarget(string[]? conversationId, string[]? messageId)
    {
        if (!MyInvocation.ExpectingInput && conversationId is null && messageId is null && !Require(Session).Org.IsGuest)
        {
            ThrowTerminatingError(ErrorRecords.From(NoTarget(), null));
        }
    }

    /// <summary>What the current record asks for: a conversation each, or messages.</summary>
    private protected static IEnumerable<AttachmentQuery> Queries(string[]? conversationId, string[]? messageId, string? attachmentId) =>
        (conversationId is { Length: > 0 } ids ? ids : [""]).Select(id => new AttachmentQuery { ConversationId = id, MessageIds = messageId ?? [], AttachmentId = attachmentId });

    /// <summary>The attachments that are meant, as they come, or in their place why they could not be read.</summary>
    private protected IEnumerable<(MessageAttachment? File, GCException? Error)> Read(GCOrgSession session, AttachmentQuery query, int? maximumRetryCount = null)
    {
        // Ends with the command: each step's own token ends with the step.
        var pages = new AttachmentReader(session.Org).ReadAsync(query, new CallContext { Log = Log, MaximumRetryCount = maximumRetryCount }, Stopped).GetAsyncEnumerator(Stopped);
        while (true)
        {
            var step = WaitFor((_, _) => NextAsync(pages), query.ConversationId, terminating: false) ?? Step.End;
            foreach (var file in step.Page?.Attachments ?? [])
            {
                yield return (file, null);
            }

            foreach (var error in step.Page?.Unread ?? [])
            {
                yield return (null, error);
            }

            if (step.Error is not null)
            {
                yield return (null, step.Error);
            }

            if (step.Page is null)
            {
                yield break;
            }
        }
    }

    private static GCException NoTarget() => new(ErrorIds.TargetMissing, "No conversation was given.")
    {
        Advice = "Give -ConversationId, or pipe conversations. Only a guest's session (Connect-GCOrg -DeploymentId) has a conversation of its own.",
    };

    private static async Task<Step> NextAsync(IAsyncEnumerator<AttachmentPage> pages)
    {
        try
        {
            return await pages.MoveNextAsync().ConfigureAwait(false) ? new Step(pages.Current, null) : Step.End;
        }
        catch (GCException e)
        {
            return new Step(null, e);
        }
    }

    private sealed record Step(AttachmentPage? Page, GCException? Error)
    {
        public static Step End => new(null, null);
    }
}
