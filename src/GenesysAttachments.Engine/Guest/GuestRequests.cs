using System.Text.Json.Nodes;

namespace GenesysAttachments.Engine.Guest;

/// <summary>Frames that a guest's session sends for itself.</summary>
internal static class GuestRequests
{
    /// <summary>The tracing id that the service answers an echo with.</summary>
    public const string HealthTracingId = "SGVhbHRoQ2hlY2tNZXNzYWdlSWQ=";

    /// <summary>Opens or resumes the guest's conversation.</summary>
    public static JsonObject Configure(string deploymentId, string token, bool startNew)
    {
        var frame = GuestSession.Frame("configureSession");
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
        var frame = GuestSession.Frame("echo");
        frame["tracingId"] = HealthTracingId;
        frame["message"] = new JsonObject { ["text"] = "ping", ["type"] = "Text" };
        return frame;
    }
}
