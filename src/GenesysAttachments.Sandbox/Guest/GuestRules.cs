using System.Text.Json.Nodes;
using GenesysAttachments.Sandbox.Org;

namespace GenesysAttachments.Sandbox.Guest;

/// <summary>What a deployment accepts, as a session's and a configuration's answer tell it.</summary>
internal static class GuestRules
{
    public const int LongestText = 4096;
    public const int LongestAttributes = 2048;
    public const int SessionSeconds = 259_200;

    public static JsonObject Of(Deployment deployment, FilePolicy policy)
    {
        var media = new JsonObject();
        if (deployment.Attachments)
        {
            media["inbound"] = new JsonObject
            {
                ["fileTypes"] = new JsonArray([.. policy.Inbound.FileTypes.Select(type => new JsonObject { ["type"] = type.Type })]),
                ["maxFileSizeKB"] = policy.Inbound.MaxFileSizeKB,
            };
        }

        return new JsonObject
        {
            ["maxCustomDataBytes"] = LongestAttributes,
            ["blockedExtensions"] = new JsonArray([.. policy.BlockedExtensions.Select(extension => (JsonNode)extension)]),
            ["allowedMedia"] = media,
        };
    }
}
