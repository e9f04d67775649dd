using System.Globalization;
using System.Net;
using System.Text.Json;
using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Http;

namespace GenesysAttachments.Engine.Org;

/// <summary>Turns a refusal of the org into an error id, a sentence with the figures, and advice for this very call.</summary>
internal static class OrgErrors
{
    private const string WhereGranted = "Permissions are granted to a role of the OAuth client under Admin > Integrations > OAuth, scopes are ticked on the client itself, under Scope.";

    /// <summary>The error for a status that no retry helps against.</summary>
    /// <param name="call">What was asked.</param>
    /// <param name="reply">The answer.</param>
    /// <param name="canRefresh">Whether the token could be replaced, as it was then.</param>
    public static GCException From(OrgCall call, HttpReply reply, bool canRefresh)
    {
        var body = reply.ReadJson(OrgJson.Default.OrgErrorBody);
        var detail = Detail(reply, body);
        var isClosed = SaysClosed(body, detail);
        if (SaysUploadUnknown(call, reply))
        {
            return Make(ErrorIds.UploadInvalid, $"{call.What} was refused: the platform does not know its upload", "Send the file again.", canRetry: true);
        }

        return FileProblem(body) is { } fileProblem ? Make(fileProblem, $"{call.What} was refused", null) : reply.Status switch
        {
            HttpStatusCode.BadRequest => Make(ErrorIds.RequestInvalid, $"{call.What} was refused", FieldAdvice(reply, body)),
            HttpStatusCode.Unauthorized when canRefresh => Make(ErrorIds.AuthenticationFailed, $"{call.What} was refused for its token, also after a new sign-in", $"Check that the client is active and has {call.Needs}. {WhereGranted}"),
            HttpStatusCode.Unauthorized => Make(ErrorIds.AuthenticationFailed, $"{call.What} was refused for its token; one given by hand cannot be refreshed", $"Connect again with a fresh -AccessToken, or with -Credential, which refreshes by itself. This call needs {call.Needs}. {WhereGranted}"),
            HttpStatusCode.Forbidden when isClosed && call.IsAboutConversation => Make(ErrorIds.ConversationClosed, $"{call.What} was refused: the conversation is closed", $"{ErrorCatalog.Get(ErrorIds.ConversationClosed).Advice} If it has not ended, this call needs {call.Needs}."),
            HttpStatusCode.Forbidden => Make(ErrorIds.PermissionMissing, $"{call.What} is not allowed{(call.IsAboutConversation && body?.NamesPermission != true ? ", or its conversation is closed or not yours" : "")}", ForbiddenAdvice(call)),
            HttpStatusCode.NotFound when call.IsCommunity && body?.NamesEntity != true => Make(ErrorIds.PathAbsent, $"{call.What} failed: this org does not have the path, which is documented by the community only", null),
            HttpStatusCode.NotFound => Make(ErrorIds.ConversationNotFound, $"{call.What} failed: the org does not know {call.Subject}", call.IsCommunity ? "Check the ids. If the org lacks this path altogether, use the Agent or the Guest route." : UnknownAdvice(call.Subject)),
            HttpStatusCode.Conflict when call.IsAboutConversation => Make(ErrorIds.ConversationClosed, $"{call.What} was refused: the conversation is closed", null),
            HttpStatusCode.Conflict => Make(ErrorIds.RequestInvalid, $"{call.What} was refused: something else was changed at the same time", "Try it again."),
            HttpStatusCode.RequestEntityTooLarge when call is { Kind: OrgCallKind.Message, CarriesFile: false } => Make(ErrorIds.MessageRejected, $"{call.What} was refused for its size", "Shorten the text."),
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

    /// <summary>Whether a refusal comes from the platform, as far as its body tells.</summary>
    // The platform names its errors by a code in words, or a file's in figures. Words alone are anybody's, unless they speak of what the
    // platform is about; nothing at all says nothing, unless the challenge is the platform's. What the guides call a path may be answered
    // by whatever the platform has in its place.
    public static bool IsFromOrg(OrgCall call, HttpReply reply)
    {
        var body = reply.ReadJson(OrgJson.Default.OrgErrorBody);
        return body switch
            {
                { Code: { Length: > 0 } code } when !code.All(char.IsAsciiDigit) => true,
                { ContextId: not null } => true,
                { Message: not null, Status: not null, Error: null } => true,
                { Message: not null } when body.NamesEntity || reply.CorrelationId is not null => body.Error is null,
                _ => body?.Codes.Any(code => code is ['4', _, _, _]) == true,
            }
            || (reply.Body.IsEmpty && reply.Challenge?.StartsWith("Bearer", StringComparison.OrdinalIgnoreCase) == true)
            || (call.IsCommunity && reply is { Status: HttpStatusCode.NotFound or HttpStatusCode.UnsupportedMediaType, IsPage: false } && body is null && reply.CorrelationId is not null);
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
        && (body.Codes.Any(code => code is "4009" or "4010")
            || (Mentions(body.Message ?? "", "attachment", "media", "upload") && Mentions(body.Message ?? "", "not uploaded", "not been uploaded", "successfully uploaded", "not yet", "not found", "not ready", "not indexed")));

    /// <summary>The file codes (docs/protocol.md), where the server says more than a status.</summary>
    private static string? FileProblem(OrgErrorBody? body) =>
        body?.Codes.Select(code => code switch
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
            if (body.Limit is { Value: { } value } limit)
            {
                parts.Add($"limit {limit.Key} {value}");
            }

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
        $"This call needs {call.Needs}. {WhereGranted}" + (call.IsAboutConversation ? " Where the client has them, the conversation may be closed or not be yours; Get-GCConversation shows its state." : "");

    // Whole words: who is not 'intended' has not ended.
    private static bool SaysClosed(OrgErrorBody? body, string detail) =>
        body?.NamesPermission != true
        && (Mentions(detail, "not connected") || detail.Split([' ', ',', '.', ';', ':', '"', '\''], StringSplitOptions.RemoveEmptyEntries).Any(word => word.ToLowerInvariant() is "closed" or "disconnected" or "ended" or "terminated"));

    private static string UnknownAdvice(string subject)
    {
        var words = subject.Split(' ');
        return words[0] != "conversation" ? $"Check the id of {subject} and the region."
            : words.Length > 1 && !Guid.TryParse(words[1], out _) ? "Give the id alone: a conversation's id is a UUID such as 5edd27cf-27a4-4f62-8ea5-0de7dcf38611."
            : ErrorCatalog.Get(ErrorIds.ConversationNotFound).Advice;
    }

    private static bool Mentions(string text, params string[] words) => words.Any(word => text.Contains(word, StringComparison.OrdinalIgnoreCase));
}
