using GenesysAttachments.Sandbox.Bodies;
using GenesysAttachments.Sandbox.OAuth;
using GenesysAttachments.Sandbox.Org;

namespace GenesysAttachments.Sandbox.Forms;

/// <summary>The community guide's calls that take file and message as one form (docs/protocol.md, Media and Multipart).</summary>
internal sealed class MultipartEndpoints(Organization org, Gate gate, FormUploads files, FormMessages messages)
{
    private const string Route = "Multipart";
    private static readonly string[] Scopes = ["webmessaging:send"];

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/v2/conversations/webmessaging/{conversationId}/messages", (HttpContext context, string conversationId) => PostAsync(context, () => org.Conversations.Find(conversationId)));
        routes.MapPost("/webmessaging/v1/conversations/{conversationId}/channels/{channelId}/messages", PostToChannelAsync);
        routes.MapPost("/api/v2/conversations/webmessaging/guests/{guestId}/messages", (HttpContext context, string guestId) => PostAsync(context, () => org.Conversations.FindByGuest(null, guestId)));
        routes.MapPost("/api/v2/conversations/webchat/messages", PostToWebchatAsync);
    }

    private Task PostToChannelAsync(HttpContext context, string conversationId, string channelId) =>
        PostAsync(context, () => org.Conversations.Find(conversationId) is { } found && found.ChannelId == channelId ? found : null, form =>
            form["conversationId"] == conversationId && form["channelId"] == channelId && form["type"] == "file" && form["from"].Count == 1);

    private async Task PostToWebchatAsync(HttpContext context)
    {
        if (!await gate.AdmitAsync(context, [], Scopes))
        {
            return;
        }

        if (context.Request.HasFormContentType)
        {
            await Wire.RefuseAsync(context, 415, "unsupported.media.type", "The media type 'multipart/form-data' is not supported.");
            return;
        }

        if (await Wire.ReadObjectAsync(context) is { } body)
        {
            await messages.SendAsync(context, Route, Conversation.None, body.Text("text"), [], 201);
        }
    }

    private async Task PostAsync(HttpContext context, Func<Conversation?> find, Func<IFormCollection, bool>? fieldsAreRight = null)
    {
        if (!await gate.AdmitAsync(context, [], Scopes) || await FormUploads.ReadAsync(context) is not { } form)
        {
            return;
        }

        if (find() is not { } conversation)
        {
            await Wire.RefuseAsync(context, 404, "not.found", "The conversation, channel or guest was not found.", entity: "conversation");
            return;
        }

        if (await Ended.RefuseAsync(context, conversation))
        {
            return;
        }

        if (fieldsAreRight?.Invoke(form) == false)
        {
            await Wire.RefuseAsync(context, 400, "invalid.value", "The form must repeat conversationId and channelId, and have type=file and from.", field: "channelId");
        }
        else if (await files.StoreAsync(context, form, Route, conversation) is { } upload)
        {
            await messages.SendAsync(context, Route, conversation, form["text"].Count > 0 ? form["text"].ToString() : null, [upload], 202);
        }
    }
}
