using System.Text.Json.Nodes;

namespace GenesysAttachments.Engine.Guest;

/// <summary>Frames of a guest.</summary>
internal static class GuestRequests
{
    /// <summary>The tracing id that the service answers an echo with.</summary>
    public const string HealthTracingId = "SGVhbHRoQ2hlY2tNZXNzYWdlSWQ=";

    /// <summary>A new frame of an action.</summary>
    public static JsonObject Of(string action) => new() { ["action"] = action, ["tracingId"] = Guid.NewGuid().ToString() };

    /// <summary>Opens or resumes the guest's conversation.</summary>
    public static JsonObject Configure(string deploymentId, string token, bool startNew)
    {
        var frame = Of("configureSession");
        frame["deploymentId"] = deploymentId;
        frame["startNew"] = startNew;
        frame["journeyContext"] = new JsonObject
        {
            ["customer"] = new JsonObject { ["id"] = token, ["idType"] = "cookie" },
            ["customerSession"] = new JsonObject { ["id"] = "", ["type"] = "web" },
        };
        return frame;
    }

    /// <summary>Asks whether the socket is alive.</summary>
    public static JsonObject Echo()
    {
        var frame = Of("echo");
        frame["tracingId"] = HealthTracingId;
        frame["message"] = new JsonObject { ["text"] = "ping", ["type"] = "Text" };
        return frame;
    }
}
