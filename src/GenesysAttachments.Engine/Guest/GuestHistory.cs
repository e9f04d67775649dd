using System.Globalization;
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
    private const int PageSize = 100;

    /// <summary>Attachment ids with their hash and size, of the last hundred messages, newest first.</summary>
    /// <exception cref="GCException">It cannot be read.</exception>
    public static async Task<IReadOnlyList<GuestAttachment>> ReadAsync(HttpMessageInvoker http, SessionSettings settings, string? origin, string jwt, SecretMask mask, TimeProvider time, CancellationToken cancellationToken)
    {
        var reply = await ReadPageAsync(http, settings, origin, jwt, 1, mask, time, cancellationToken).ConfigureAwait(false);
        using var json = !reply.IsSuccess ? throw Refused(reply)
            : reply.ReadJson(OrgJson.Default.JsonDocument, out var problem) ?? throw new GCException(ErrorIds.AnswerInvalid, $"The answer with the guest's history cannot be used: {problem}.");
        return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("entities", out var messages) && messages.ValueKind == JsonValueKind.Array
            ? [.. messages.EnumerateArray().Select(GuestMessages.AttachmentOf).OfType<GuestAttachment>()]
            : [];
    }

    /// <summary>A page of a hundred messages, newest first, as it is answered.</summary>
    public static async Task<HttpReply> ReadPageAsync(
        HttpMessageInvoker http, SessionSettings settings, string? origin, string jwt, int page, SecretMask mask, TimeProvider time, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(settings.ApiBase, string.Create(CultureInfo.InvariantCulture, $"api/v2/webmessaging/messages?pageNumber={page}&pageSize={PageSize}")));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", jwt);
        if (origin is not null)
        {
            request.Headers.TryAddWithoutValidation("Origin", origin);
        }

        OrgHeaders.Apply(request, settings);
        return await HttpExchange.SendAsync(http, request, mask, GuestExchange.AnswerLimit, time, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The error of a page that was refused.</summary>
    public static GCException Refused(HttpReply reply) =>
        new(ErrorIds.RequestInvalid, $"Reading the guest's history failed (HTTP {(int)reply.Status}).") { StatusCode = (int)reply.Status, CorrelationId = reply.CorrelationId };
}
