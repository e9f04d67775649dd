using System.Globalization;
using System.Net;
using System.Text.Json;
using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Http;

namespace GenesysAttachments.Engine.Org;

/// <summary>Turns a refusal of the org into an error id, a sentence with the figures, and advice for this very call.</summary>
internal static class OrgErrors
{
    /// <summary>The error for a status that no retry helps against.</summary>
    public static GCException From(OrgCall call, HttpReply reply)
    {
        var body = reply.ReadJson(OrgJson.Default.OrgErrorBody);
        var detail = Detail(reply, body);
        var isClosed = SaysClosed(body, detail);
        if (body is null && reply.IsPage)
        {
            return Make(ErrorIds.GatewayAnswered, $"{call.What} was refused by something between here and the org", null);
        }

        if (SaysUploadUnknown(call, reply))
        {
            return Make(ErrorIds.UploadInvalid, $"{call.What} was refused: the platform does not know its upload", "Send the file again.", canRetry: true);
        }

        return FileProblem(body) is { } fileProblem ? Make(fileProblem, $"{call.What} was refused", null) : reply.Status switch
        {
            HttpStatusCode.BadRequest => Make(ErrorIds.RequestInvalid, $"{call.What} was refused", FieldAdvice(reply, body)),
            HttpStatusCode.Unauthorized => Make(ErrorIds.AuthenticationFailed, $"{call.What} was refused for its token, also after a new sign-in", $"Check that the client is active and has {call.Needs}."),
            HttpStatusCode.Forbidden when isClosed => Make(ErrorIds.ConversationClosed, $"{call.What} was refused: the conversation is closed", $"{ErrorCatalog.Get(ErrorIds.ConversationClosed).Advice} If it has not ended, this call needs {call.Needs}."),
            HttpStatusCode.Forbidden => Make(ErrorIds.PermissionMissing, $"{call.What} is not allowed{(call.IsAboutConversation && !NamesPermission(body) ? ", or its conversation is closed or not yours" : "")}", ForbiddenAdvice(call)),
            HttpStatusCode.NotFound when call.IsCommunity && !NamesEntity(body) => Make(ErrorIds.PathAbsent, $"{call.What} failed: this org does not have the path, which is documented by the community only", null),
            HttpStatusCode.NotFound when body?.Code is null && body?.Message is null => Make(ErrorIds.PathAbsent, $"{call.What} failed: there is no such path at this address", "Check the region or the -Endpoint: the Agent and the Guest route are in the published API, and every org has them."),
            HttpStatusCode.NotFound => Make(ErrorIds.ConversationNotFound, $"{call.What} failed: the org does not know {call.Subject}", call.IsCommunity ? "Check the ids. If the org lacks this path altogether, use the Agent or the Guest route." : UnknownAdvice(call.Subject)),
            HttpStatusCode.Conflict => Make(ErrorIds.ConversationClosed, $"{call.What} was refused: the conversation is closed", null),
            HttpStatusCode.RequestEntityTooLarge => Make(ErrorIds.FileTooLarge, $"{call.What} was refused for its size", null),
            HttpStatusCode.UnsupportedMediaType => Make(ErrorIds.BodyNotSupported, $"{call.What} was refused for the kind of its body", null),
            _ when call.Kind == OrgCallKind.Message => Make(ErrorIds.MessageRejected, $"{call.What} was refused", null),
            _ => Make(ErrorIds.RequestInvalid, $"{call.What} got an answer that is not understood", "Check the region or the -Endpoint: something else may be answering there."),
        };

        GCException Make(string id, string sentence, string? advice, bool? canRetry = null) =>
            new(id, $"{sentence} (HTTP {(int)reply.Status}{(detail.Length > 0 ? ": " + detail : "")}).")
            {
                Advice = advice ?? ErrorCatalog.Get(id).Advice,
                CanRetry = canRetry ?? ErrorCatalog.Get(id).CanRetry,
                StatusCode = (int)reply.Status,
                ServerCode = reply.ShowWord(body?.Code),
                CorrelationId = reply.CorrelationId ?? reply.ShowWord(body?.ContextId),
                StopsBatch = id == ErrorIds.AuthenticationFailed,
            };
    }

    /// <summary>What an answer says of itself: code, message, and the context id for support.</summary>
    public static ServerWords WordsOf(HttpReply reply)
    {
        var body = reply.ReadJson(OrgJson.Default.OrgErrorBody);
        return new ServerWords(Detail(reply, body), reply.ShowWord(body?.Code), reply.ShowWord(body?.ContextId));
    }

    /// <summary>Whether a message is refused because its upload is not known, or not yet: 4009 and 4010, or words to that effect.</summary>
    public static bool SaysUploadUnknown(OrgCall call, HttpReply reply) =>
        call.Kind == OrgCallKind.Message && (int)reply.Status is 400 or 404 or 409 or 422 && reply.ReadJson(OrgJson.Default.OrgErrorBody) is { } body
        && (Codes(body).Any(code => code is "4009" or "4010")
            || (Mentions(body.Message ?? "", "attachment", "media", "upload") && Mentions(body.Message ?? "", "not uploaded", "not been uploaded", "successfully uploaded", "not yet", "not found", "not ready", "not indexed")));

    private static IEnumerable<string?> Codes(OrgErrorBody? body) =>
        (body?.Details ?? []).Select(detail => detail.ErrorCode).Append(body?.ErrorCode?.ToString(CultureInfo.InvariantCulture)).Append(body?.Code);

    /// <summary>The file codes (docs/protocol.md), where the server says more than a status.</summary>
    private static string? FileProblem(OrgErrorBody? body) =>
        Codes(body).Select(code => code switch
        {
            "4001" => ErrorIds.TypeNotAllowed,
            "4002" => ErrorIds.FileTooLarge,
            "4003" => ErrorIds.ContentMismatch,
            "4004" or "4005" => ErrorIds.NameInvalid,
            "4102" => ErrorIds.FileEmpty,
            _ => null,
        })
        .FirstOrDefault(id => id is not null);

    private static string Detail(HttpReply reply, OrgErrorBody? body)
    {
        var parts = new List<string>();
        if (body?.Message is not null || body?.Code is not null)
        {
            parts.Add(string.Join(", ", new[] { body.Code, body.Message }.Where(part => !string.IsNullOrEmpty(part))));
            parts.AddRange((body.Details ?? []).Where(detail => detail.FieldName is not null).Select(detail => $"field {detail.FieldName} {detail.ErrorCode}".Trim()));
            if (body.MessageParams?.TryGetValue("permissions", out var permissions) == true && !Mentions(body.Message ?? "", permissions.ToString()))
            {
                parts.Add(permissions.ValueKind == JsonValueKind.String ? permissions.GetString()! : permissions.GetRawText());
            }
        }
        else
        {
            parts.Add(reply.Text);
        }

        if (reply.Status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden && reply.Challenge is { } challenge)
        {
            parts.Add($"challenge: {challenge}");
        }

        return reply.Show(string.Join("; ", parts.Where(part => !string.IsNullOrWhiteSpace(part)))).TrimEnd('.');
    }

    private static string? FieldAdvice(HttpReply reply, OrgErrorBody? body) =>
        body?.Details?.FirstOrDefault(detail => detail.FieldName is not null) is { FieldName: { } field } ? $"Correct what goes into the field '{reply.Show(field)}'." : null;

    private static string ForbiddenAdvice(OrgCall call) =>
        $"This call needs {call.Needs}. Permissions are granted to a role of the OAuth client under Admin > Integrations > OAuth, scopes on the client itself."
        + (call.IsAboutConversation ? " Where the client has them, the conversation may be closed or not be yours; Get-GCConversation shows its state." : "");

    // missing.permissions, missing.any.permissions
    private static bool NamesPermission(OrgErrorBody? body) => body?.Code?.StartsWith("missing.", StringComparison.OrdinalIgnoreCase) == true;

    // Whole words: who is not 'intended' has not ended.
    private static bool SaysClosed(OrgErrorBody? body, string detail) =>
        !NamesPermission(body)
        && (Mentions(detail, "not connected") || detail.Split([' ', ',', '.', ';', ':', '"', '\''], StringSplitOptions.RemoveEmptyEntries).Any(word => word.ToLowerInvariant() is "closed" or "disconnected" or "ended" or "terminated"));

    private static string UnknownAdvice(string subject)
    {
        var words = subject.Split(' ');
        return words[0] != "conversation" ? $"Check the id of {subject} and the region."
            : words.Length > 1 && !Guid.TryParse(words[1], out _) ? "Give the id alone: a conversation's id is a UUID such as 5edd27cf-27a4-4f62-8ea5-0de7dcf38611."
            : ErrorCatalog.Get(ErrorIds.ConversationNotFound).Advice;
    }

    private static bool NamesEntity(OrgErrorBody? body) =>
        body is not null && (!string.IsNullOrEmpty(body.EntityName) || Mentions($"{body.Code} {body.Message}", "conversation", "channel", "guest", "attachment"));

    private static bool Mentions(string text, params string[] words) => words.Any(word => text.Contains(word, StringComparison.OrdinalIgnoreCase));
}
