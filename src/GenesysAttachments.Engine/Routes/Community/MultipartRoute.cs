using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Http;
using GenesysAttachments.Engine.Org;
using GenesysAttachments.Engine.Storage;
using GenesysAttachments.Engine.Targets;

namespace GenesysAttachments.Engine.Routes.Community;

/// <summary>
/// The community guide's single post: file and message in one form. There is nothing to do before it, and once it was written it is not
/// sent again.
/// </summary>
/// <param name="api">The org.</param>
internal sealed class MultipartRoute(OrgApi api) : IRoute
{
    /// <inheritdoc/>
    public Task<UploadUrl> OpenAsync(Plan plan, CallContext context, CancellationToken cancellationToken) =>
        throw new GCException(ErrorIds.RouteHasNoUploadUrl, $"The {RouteNames.Multipart} route has no upload URL to hand out.");

    /// <inheritdoc/>
    public Task<Uploaded> UploadAsync(Plan plan, CallContext context, CancellationToken cancellationToken) =>
        Task.FromResult(new Uploaded(plan.File, plan.Target, MultipartTemplates.PathFor(plan.Template, plan.Target)));

    /// <inheritdoc/>
    public async Task SendAsync(IReadOnlyList<Uploaded> uploads, MessageText? text, CallContext context, CancellationToken cancellationToken)
    {
        var upload = uploads[0];
        var target = upload.Target;
        var call = new OrgCall(
            HttpMethod.Post,
            upload.Id,
            OrgCallKind.Message,
            $"The message with '{upload.File.SentName}'",
            target.ConversationId is { } conversation ? $"conversation {conversation}" : $"guest {target.GuestId}",
            CommunityScopes.InWords(CommunityScopes.FormSend),
            IsCommunity: true) { CarriesFile = true };
        await CommunityMessage.SendAsync(
            call, text, context.Transfer, api.PostFileAsync(call, upload.File, Fields(target, text), context, cancellationToken)).ConfigureAwait(false);
    }

    private static List<KeyValuePair<string, string>> Fields(Target target, MessageText? text)
    {
        var fields = new List<KeyValuePair<string, string>>();
        if (target.ChannelId is { } channel)
        {
            fields.AddRange([new("conversationId", target.ConversationId ?? ""), new("channelId", channel), new("type", "file"), new("from", target.GuestId ?? "guest")]);
        }

        if (text is not null)
        {
            fields.Add(new("text", text.Value));
        }

        return fields;
    }
}
