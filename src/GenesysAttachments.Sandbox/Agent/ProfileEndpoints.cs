using GenesysAttachments.Sandbox.Bodies;
using GenesysAttachments.Sandbox.OAuth;
using GenesysAttachments.Sandbox.Org;

namespace GenesysAttachments.Sandbox.Agent;

/// <summary>The org's supported content (docs/protocol.md, Files): one profile, which is the default one too.</summary>
internal sealed class ProfileEndpoints(Organization org, Gate gate)
{
    public void Map(IEndpointRouteBuilder routes) => routes.MapGet("/api/v2/conversations/messaging/supportedcontent/{profileId}", GetAsync);

    private async Task GetAsync(HttpContext context, string profileId)
    {
        if (!await gate.AdmitAsync(context, Permissions.ViewProfiles, []))
        {
            return;
        }

        if (profileId != "default" && profileId != org.ProfileId)
        {
            await Wire.RefuseAsync(context, 404, "not.found", "The requested profile was not found.", entity: "supportedContent");
            return;
        }

        await Wire.ReplyAsync(context, new
        {
            id = org.ProfileId,
            name = "Sandbox profile",
            mediaTypes = new { allow = new { inbound = org.Policy.Inbound.FileTypes, outbound = org.Policy.Outbound.FileTypes } },
            selfUri = $"/api/v2/conversations/messaging/supportedcontent/{org.ProfileId}",
        });
    }
}
