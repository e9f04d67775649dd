using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace GenesysAttachments.Sandbox.Bodies;

/// <summary>Reading and answering JSON the way the platform does.</summary>
internal static class Wire
{
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    /// <summary>For what a test author writes: a misspelt field is an error, not a silent default.</summary>
    public static readonly JsonSerializerOptions Strict = new(JsonSerializerDefaults.Web) { UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow };

    /// <summary>For what a script reads: every field is there, null or not.</summary>
    public static readonly JsonSerializerOptions Full = new(JsonSerializerDefaults.Web);

    public static Task ReplyFullAsync<T>(HttpContext context, T value) => context.Response.WriteAsJsonAsync(value, Full);

    public static Task ReplyAsync<T>(HttpContext context, T value, int status = 200)
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsJsonAsync(value, Json);
    }

    /// <summary>An error body as the platform gives it (docs/protocol.md, Errors); a file code stands in its detail.</summary>
    public static Task RefuseAsync(HttpContext context, int status, string code, string message, int? errorCode = null, string? field = null, string? entity = null, string? permissions = null)
    {
        Refusal.Note(context, message);
        var body = new JsonObject
        {
            ["message"] = message,
            ["code"] = code,
            ["status"] = status,
            ["contextId"] = context.TraceIdentifier,
            ["details"] = new JsonArray(field is null && errorCode is null ? [] : [Detail(errorCode?.ToString(CultureInfo.InvariantCulture) ?? code, field)]),
            ["errors"] = new JsonArray(),
        };
        if (entity is not null)
        {
            body["entityName"] = entity;
        }

        if (permissions is not null)
        {
            (body["messageWithParams"], body["messageParams"]) = ("Unable to perform the requested action. You are missing the following permission(s): {permissions}", new JsonObject { ["permissions"] = permissions });
        }

        return ReplyAsync(context, body, status);
    }

    private static JsonObject Detail(string code, string? field) =>
        field is null ? new JsonObject { ["errorCode"] = code } : new JsonObject { ["errorCode"] = code, ["fieldName"] = field };

    /// <summary>A time as guest frames have it.</summary>
    public static string Timestamp(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    /// <summary>Base URL as the caller knows it.</summary>
    public static string BaseUrl(HttpContext context) => $"{context.Request.Scheme}://{context.Request.Host}";

    /// <summary>The request's JSON object, or null after a refusal was written.</summary>
    public static Task<JsonObject?> ReadObjectAsync(HttpContext context) => ReadAsync<JsonObject>(context);

    /// <summary>The request's JSON of one kind, or null after a refusal was written.</summary>
    public static async Task<T?> ReadAsync<T>(HttpContext context)
        where T : JsonNode
    {
        if (context.Request.ContentType?.StartsWith("application/json", StringComparison.OrdinalIgnoreCase) != true)
        {
            await RefuseAsync(context, 415, "unsupported.media.type", $"The media type '{context.Request.ContentType}' is not supported.");
            return null;
        }

        try
        {
            if (await JsonNode.ParseAsync(context.Request.Body) is T json)
            {
                return json;
            }
        }
        catch (JsonException)
        {
            // Answered below, like JSON of another kind.
        }

        await RefuseAsync(context, 400, "bad.request", "The request could not be understood by the server due to malformed syntax.");
        return null;
    }

    public static string? Text(this JsonObject json, string name) => json[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    public static long? Number(this JsonObject json, string name) => json[name] is JsonValue value && value.TryGetValue<long>(out var number) ? number : null;
}
