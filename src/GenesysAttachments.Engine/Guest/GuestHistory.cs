using System.Net.Http.Headers;
using System.Text.Json;
using GenesysAttachments.Engine.Display;
using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Http;
using GenesysAttachments.Engine.Org;
using GenesysAttachments.Engine.SignIn;

namespace GenesysAttachments.Engine.Guest;

/// <summary>The messages of a guest's conversation, which are read by HTTP with a token that the socket gives.</summary>
internal static class GuestHistory
{
    /// <summary>Attachment ids with their hash and size, of the last hundred messages, newest first.</summary>
    /// <exception cref="GCException">It cannot be read.</exception>
    public static async Task<IReadOnlyList<GuestAttachment>> ReadAsync(HttpMessageInvoker http, SessionSettings settings, string? origin, string jwt, SecretMask mask, TimeProvider time, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(settings.ApiBase, "api/v2/webmessaging/messages?pageNumber=1&pageSize=100"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", jwt);
        if (origin is not null)
        {
            request.Headers.TryAddWithoutValidation("Origin", origin);
        }

        OrgHeaders.Apply(request, settings);
        var reply = await HttpExchange.SendAsync(http, request, mask, GuestExchange.AnswerLimit, time, cancellationToken).ConfigureAwait(false);
        using var json = !reply.IsSuccess ? throw new GCException(ErrorIds.RequestInvalid, $"Reading the guest's history failed (HTTP {(int)reply.Status}).")
            : reply.ReadJson(OrgJson.Default.JsonDocument, out var problem) ?? throw new GCException(ErrorIds.AnswerInvalid, $"The answer with the guest's history cannot be used: {problem}.");
        return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("entities", out var messages) && messages.ValueKind == JsonValueKind.Array
            ? [.. messages.EnumerateArray().Select(GuestMessages.AttachmentOf).OfType<GuestAttachment>()]
            : [];
    }
}
