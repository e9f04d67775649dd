using System.Globalization;
using GenesysAttachments.Engine.Files;
using GenesysAttachments.Engine.Policies;
using GenesysAttachments.Engine.SignIn;
using GenesysAttachments.Engine.Targets;

namespace GenesysAttachments.Engine.Tests;

/// <summary>Words are taken in any case and any culture, as PowerShell users write them.</summary>
public sealed class CaseTests
{
    [Theory]
    [InlineData("agent", RouteNames.Agent)]
    [InlineData("MEDIA", RouteNames.Media)]
    [InlineData("multiPART", RouteNames.Multipart)]
    public void A_route_may_be_written_in_any_case(string written, string route)
    {
        Assert.Equal(route, RouteSelector.Select(new Target { ConversationId = "c" }, written));
        Assert.Equal(route, RouteNames.Canonical(written));
    }

    [Theory]
    [InlineData("inbound", PolicyDirections.Inbound)]
    [InlineData("OUTBOUND", PolicyDirections.Outbound)]
    public void A_direction_may_be_written_in_any_case(string written, string direction) => Assert.Equal(direction, PolicyDirections.Canonical(written));

    [Fact]
    public void A_Turkish_machine_sees_the_same_names_types_and_regions()
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = new CultureInfo("tr-TR");
            Assert.Equal("image/tiff", ContentTypes.ForName("I.TIFF"));
            Assert.Equal(RouteNames.Media, RouteNames.Canonical("media"));
            Assert.Equal("mypurecloud.ie", new GivenRegion("EU-WEST-1", "-Region").Resolve(isTrusted: false));
            Assert.Equal(".zip", (AttachmentPolicy.Default with { BlockedExtensions = ["ZIP"] }).Canonical.BlockedExtensions.Single());
        }
        finally
        {
            CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = before;
        }
    }
}
