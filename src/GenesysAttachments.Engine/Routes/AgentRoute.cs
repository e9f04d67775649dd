using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Http;
using GenesysAttachments.Engine.Org;
using GenesysAttachments.Engine.Storage;
using GenesysAttachments.Engine.Targets;

namespace GenesysAttachments.Engine.Routes;

/// <summary>The published platform API (docs/protocol.md, Agent uploads): open, put, poll until valid, send the media id.</summary>
/// <param name="api">The org.</param>
/// <param name="storage">The storage.</param>
/// <param name="communications">Agent legs by conversation.</param>
/// <param name="confirmation">Waits for uploads to become valid.</param>
/// <param name="time">Clock.</param>
internal sealed class AgentRoute(OrgApi api, StorageClient storage, CommunicationCache communications, AgentConfirmation confirmation, TimeProvider time) : IRoute
{
    private readonly AgentOutcome _outcome = new(api, new ConversationReader(api), time);

    /// <inheritdoc/>
    public bool TakesSeveral => true;

    /// <inheritdoc/>
    public Task PrepareAsync(Plan plan, CallContext context, CancellationToken cancellationToken) =>
        (plan.Url?.Target ?? plan.Target).CommunicationId is null ? communications.GetAsync(plan.Target.ConversationId!, context, cancellationToken) : Task.CompletedTask;

    /// <inheritdoc/>
    public async Task<UploadUrl> OpenAsync(Plan plan, CallContext context, CancellationToken cancellationToken)
    {
        var (target, conversation) = (plan.Target, plan.Target.ConversationId!);
        if (target.CommunicationId is not null)
        {
            return await OpenAsync(plan, target, context, cancellationToken).ConfigureAwait(false);
        }

        var leg = await communications.GetAsync(conversation, context, cancellationToken).ConfigureAwait(false);
        try
        {
            return await OpenAsync(plan, target with { CommunicationId = leg }, context, cancellationToken).ConfigureAwait(false);
        }
        catch (GCException e) when (MayBeGone(e))
        {
            if (await communications.GetAfterAsync(conversation, leg, context, cancellationToken).ConfigureAwait(false) is not { } next)
            {
                throw;
            }

            context.Log?.Verbose($"{e.Message} Conversation {conversation} has another agent leg by now: {context.Transfer.Mask.ShowWord(next)}.");
            return await OpenAsync(plan, target with { CommunicationId = next }, context, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public async Task<Uploaded> UploadAsync(Plan plan, CallContext context, CancellationToken cancellationToken)
    {
        var url = plan.Url ?? await OpenAsync(plan, context, cancellationToken).ConfigureAwait(false);
        var leg = url.Target;
        var upload = confirmation.Begin(leg);
        try
        {
            (context.Transfer.CommunicationId, context.Transfer.AttachmentId) = (leg.CommunicationId, url.AttachmentId);
            try
            {
                await storage.PutAsync(url, context, cancellationToken).ConfigureAwait(false);
            }
            catch (GCException e) when (e.ErrorId == ErrorIds.UploadUrlExpired)
            {
                url = await OpenAsync(plan, leg, context, cancellationToken).ConfigureAwait(false);
                await storage.PutAsync(url, context, cancellationToken).ConfigureAwait(false);
            }

            confirmation.Arrive(upload, url.AttachmentId);
            return Uploaded.To(url);
        }
        catch
        {
            confirmation.End(leg, upload);
            throw;
        }
    }

    /// <inheritdoc/>
    public Task ConfirmAsync(Uploaded upload, CallContext context, CancellationToken cancellationToken) => confirmation.ConfirmAsync(upload, context, cancellationToken);

    /// <inheritdoc/>
    public async Task SendAsync(IReadOnlyList<Uploaded> uploads, MessageText? text, CallContext context, CancellationToken cancellationToken)
    {
        if (text is not null)
        {
            try
            {
                await PostMessageAsync(uploads[0].Target, "The text", new AgentMessageRequest(text.Value, null), context with { Marks = text.Marks }, cancellationToken).ConfigureAwait(false);
                text.MarkGone();
                // The text is gone and done with; the file's own message is not written yet.
                context.Transfer.MayHaveSent = false;
            }
            catch (GCException e) when (e.OutcomeUnknown)
            {
                text.MarkGone();
                // The text may have gone, its files have not.
                context.Transfer.MayHaveSent = false;
                throw;
            }
        }

        var message = await PostMessageAsync(
            uploads[0].Target, Uploaded.NameOf(uploads), new AgentMessageRequest(null, [.. uploads.Select(upload => upload.Id)]), context, cancellationToken).ConfigureAwait(false);
        (context.Transfer.MessageId, context.Transfer.MessageStatus, context.Transfer.Created) = (message.Id, message.Status, message.Timestamp);
    }

    /// <inheritdoc/>
    public async Task<bool> FindAsync(SoughtMessage sought, CallContext context, CancellationToken cancellationToken)
    {
        var body = new AgentMessageRequest(sought.Text, sought.AttachmentId is { } id ? [id] : null);
        if (sought.Target.CommunicationId is null || await _outcome.FindAroundAsync(sought.Target, body, sought.At, context, cancellationToken).ConfigureAwait(false) is not { } message)
        {
            return false;
        }

        (context.Transfer.MessageId, context.Transfer.MessageStatus, context.Transfer.Created) = (message.Id, message.Status, message.Timestamp);
        return message.Refusal(context.Transfer.Mask) is not { } refusal ? true
            : throw new GCException(ErrorIds.MessageRejected, $"The message of an earlier run was taken and then refused: {refusal}.");
    }

    private async Task<UploadUrl> OpenAsync(Plan plan, Target leg, CallContext context, CancellationToken cancellationToken)
    {
        var file = plan.File;
        context.Transfer.CommunicationId = leg.CommunicationId;
        var call = new LegCall(leg, HttpMethod.Post, "messages/media/uploads", OrgCallKind.Repeatable, $"The upload URL for '{file.SentName}'", AgentNeeds.Create);
        var reply = await api.PostAsync(
            call,
            new AgentUploadRequest(file.SentName, file.Length),
            RouteJson.Default.AgentUploadRequest,
            RouteJson.Default.AgentUploadReply,
            context,
            cancellationToken).ConfigureAwait(false);
        if (string.IsNullOrEmpty(reply.Id) || string.IsNullOrEmpty(reply.UploadUrl))
        {
            throw new GCException(ErrorIds.UploadInvalid, $"{call.What} came without an id or without a URL.");
        }

        return storage.Admit(reply.UploadUrl, reply.Id, reply.UploadHeaders, file, leg, RouteNames.Agent, context.Transfer);
    }

    // The platform answers a leg that has ended with either, and says so in words or not.
    private static bool MayBeGone(GCException error) => error.ErrorId is ErrorIds.ConversationClosed or ErrorIds.ConversationNotFound or ErrorIds.PermissionMissing;

    private async Task<AgentMessageReply> PostMessageAsync(Target leg, string what, AgentMessageRequest body, CallContext context, CancellationToken cancellationToken)
    {
        var call = new LegCall(leg, HttpMethod.Post, "messages", OrgCallKind.Message, what, AgentNeeds.Create);
        var since = time.GetUtcNow();
        AgentMessageReply reply;
        try
        {
            reply = await api.PostAsync(
                call, body, RouteJson.Default.AgentMessageRequest, RouteJson.Default.AgentMessageReply, context, cancellationToken).ConfigureAwait(false);
        }
        catch (GCException lost) when (lost.OutcomeUnknown && !cancellationToken.IsCancellationRequested)
        {
            reply = await SettleAsync(leg, body, since, lost, context, cancellationToken).ConfigureAwait(false);
        }
        catch (GCException refused) when (MayBeGone(refused))
        {
            // Whoever comes next finds out, this file too when it is sent again: its receipt does not name the leg.
            communications.Forget(leg.ConversationId!, leg.CommunicationId!);
            context.Transfer.CommunicationId = null;
            throw;
        }

        return reply.Refusal(context.Transfer.Mask) is { } refusal
            ? throw new GCException(ErrorIds.MessageRejected, $"{what} was taken and then refused: {refusal}.")
            : reply;
    }

    /// <summary>The message whose answer was lost, as the conversation shows it.</summary>
    /// <exception cref="GCException"><see cref="ErrorIds.MessageOutcomeUnknown"/> when it does not, or cannot be read.</exception>
    private async Task<AgentMessageReply> SettleAsync(Target leg, AgentMessageRequest body, DateTimeOffset since, GCException lost, CallContext context, CancellationToken cancellationToken)
    {
        string why;
        context.Log?.Verbose($"{lost.Message} Looking for it in the conversation.");
        try
        {
            if (await _outcome.FindAsync(leg, body, since, context, cancellationToken).ConfigureAwait(false) is { } found)
            {
                return found;
            }

            why = "The conversation does not show it so far.";
        }
        catch (Exception e) when (e is GCException || cancellationToken.IsCancellationRequested)
        {
            why = "The conversation could not be read to find out.";
        }

        throw new GCException(ErrorIds.MessageOutcomeUnknown, $"{lost.Message} {why}", lost) { StatusCode = lost.StatusCode, CorrelationId = lost.CorrelationId };
    }
}
