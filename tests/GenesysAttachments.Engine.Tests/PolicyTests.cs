using GenesysAttachments.Engine.Display;
using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Guest;
using GenesysAttachments.Engine.Http;
using GenesysAttachments.Engine.Policies;
using GenesysAttachments.Engine.Sessions;
using GenesysAttachments.Engine.SignIn;
using GenesysAttachments.Engine.Targets;

namespace GenesysAttachments.Engine.Tests;

public sealed class PolicyTests
{
    private static readonly AttachmentPolicy Base = new() { Source = "A", MaxBytes = 1000, AllowedTypes = ["image/png", "application/atom+xml"], BlockedExtensions = [".exe", ".bat"] };

    [Fact]
    public void Policies_that_accept_the_same_give_the_same_bytes()
    {
        var shuffled = new AttachmentPolicy { Source = "B", MaxBytes = 1000, AllowedTypes = ["Application/Atom+XML", "image/png; q=1", "IMAGE/PNG"], BlockedExtensions = ["BAT", ".exe", ".EXE"] };

        Assert.Equal(Base.ToJson(), shuffled.ToJson());
        Assert.Contains("application/atom+xml", Base.ToJson(), StringComparison.Ordinal);
        Assert.Empty(PolicyComparison.Compare(Base, shuffled));
        Assert.Equal(Base.ToJson(), PolicyReader.Parse(shuffled.ToJson(), "file").ToJson());
        Assert.Equal(Base.ToJson(), PolicyReader.Parse("""{"MaxBytes":1000,"BlockedExtensions":[".exe",".bat"],"AllowedTypes":["application/atom+xml","image/png"],"Direction":"Inbound","Source":"x"}""", "file").ToJson());
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("nothing")]
    [InlineData("{}")]
    [InlineData("""{"maxBytes":"many","allowedTypes":[]}""")]
    [InlineData("""{"maxBytes":1}""")]
    [InlineData("""{"maxBytes":1,"allowedTypes":[],"direction":"sideways"}""")]
    public void What_is_no_saved_policy_says_so(string json)
    {
        var error = Assert.Throws<GCException>(() => PolicyReader.Parse(json, "policy.json"));

        Assert.Equal(ErrorIds.RequestInvalid, error.ErrorId);
        Assert.StartsWith("policy.json is not a saved policy", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Each_difference_is_one_row_with_its_direction()
    {
        var live = Base with { MaxBytes = 500, AllowedTypes = ["image/png", "text/csv"], BlockedExtensions = [".exe", ".ps1"] };

        Assert.Equal(
            [
                new("MaxBytes", "1000", "500", "Tightened"),
                new("AllowedTypes", "application/atom+xml", "", "Tightened"),
                new("AllowedTypes", "", "text/csv", "Loosened"),
                new("BlockedExtensions", ".bat", "", "Loosened"),
                new("BlockedExtensions", "", ".ps1", "Tightened"),
            ],
            PolicyComparison.Compare(Base, live));
    }

    [Fact]
    public void An_entry_that_a_wildcard_covers_is_no_difference()
    {
        var wide = Base with { AllowedTypes = ["image/*", "application/*"] };

        Assert.Equal(["application/*", "image/*"], PolicyComparison.Compare(Base, wide).Select(row => row.Live));
        Assert.Equal(["application/*", "image/*"], PolicyComparison.Compare(wide, Base).Select(row => row.Baseline));
        Assert.Empty(PolicyComparison.Compare(wide, wide with { AllowedTypes = ["image/*", "image/png", "application/*"] }));
    }

    [Theory]
    // A wildcard that one side lacks stands beside what that side has of it.
    [InlineData("*/*", "image/png|application/pdf", "*/* > application/pdf, image/png")]
    [InlineData("*", "image/png", "* > image/png")]
    [InlineData("image/*", "image/png|image/gif|text/csv", "image/* > image/gif, image/png|+text/csv")]
    [InlineData("image/*|text/plain", "image/png", "image/* > image/png|text/plain > ")]
    [InlineData("*/*", "image/*|application/pdf", "*/* > application/pdf, image/*")]
    [InlineData("*/*|image/*", "image/png", "*/* > image/png|image/* > image/png")]
    [InlineData("application/*+xml", "application/atom+xml|application/xml", "application/*+xml > application/atom+xml|+application/xml")]
    [InlineData("application/*", "application/*+xml", "application/* > application/*+xml")]
    [InlineData("*/*", "", "*/* > ")]
    [InlineData("*/*|image/png", "*/*", "")]
    public void A_wildcard_that_was_narrowed_shows_to_what(string wide, string narrow, string rows)
    {
        var (before, now) = (Base with { AllowedTypes = Types(wide) }, Base with { AllowedTypes = Types(narrow) });

        Assert.Equal(rows, string.Join('|', PolicyComparison.Compare(before, now).Select(row => row.Change == PolicyComparison.Tightened ? $"{row.Baseline} > {row.Live}" : $"+{row.Live}")));
        // And the other way round.
        Assert.Equal(rows, string.Join('|', PolicyComparison.Compare(now, before).OrderBy(row => row.Change).Select(row => row.Change == PolicyComparison.Loosened ? $"{row.Live} > {row.Baseline}" : $"+{row.Baseline}")));

        static System.Collections.Immutable.ImmutableArray<string> Types(string list) => [.. list.Split('|', StringSplitOptions.RemoveEmptyEntries)];
    }

    [Fact]
    public async Task A_deployment_s_policy_is_read_without_opening_a_conversation()
    {
        await using var harness = await Harness.StartAsync();
        var settings = new SessionSettings { Domain = "sandbox", Endpoint = new Uri(harness.Sandbox.Identity.Url) };
        var guest = new GuestSettings(harness.Sandbox.Identity.DeploymentId);

        var before = await OrgSession.ReadDeploymentPolicyAsync(settings, guest, CallContext.Silent, default, harness.Time);
        using var content = new StringContent("""{"inbound":{"fileTypes":[{"type":"*/*"}],"maxFileSizeKB":5120},"blockedExtensions":[".ade",".adp",".app",".asp",".exe",".js",".bat",".ps1"]}""");
        using var changed = await harness.Http.PutAsync(new Uri($"{harness.Sandbox.Identity.Url}/_sandbox/policy"), content);
        var after = await OrgSession.ReadDeploymentPolicyAsync(settings, guest, CallContext.Silent, default, harness.Time);

        Assert.Equal(["getConfiguration", "getConfiguration"], harness.Sandbox.Requests.Where(request => request.Method == "WS").Select(frame => frame.Target));
        Assert.Equal("*/*", before.AllowedTypes.Single());
        Assert.Equal(new PolicyDifference("MaxBytes", "10485760", "5242880", "Tightened"), Assert.Single(PolicyComparison.Compare(before, after)));
        var unknown = await Assert.ThrowsAsync<GCException>(() => OrgSession.ReadDeploymentPolicyAsync(settings, new GuestSettings(Guid.NewGuid().ToString()), CallContext.Silent, default, harness.Time));
        Assert.Equal(ErrorIds.ConversationNotFound, unknown.ErrorId);
    }

    [Fact]
    public async Task A_profile_s_two_directions_are_read_apart()
    {
        await using var harness = await Harness.StartAsync();
        using var content = new StringContent("""{"outbound":{"fileTypes":[{"type":"image/png"}],"maxFileSizeKB":1}}""");
        using var changed = await harness.Http.PutAsync(new Uri($"{harness.Sandbox.Identity.Url}/_sandbox/policy"), content);

        var outbound = await harness.Session.Policies.ReadProfileAsync(null, PolicyDirections.Outbound, CallContext.Silent, default);
        var inbound = await harness.Session.Policies.ReadProfileAsync("default", PolicyDirections.Inbound, CallContext.Silent, default);
        var unknown = await Assert.ThrowsAsync<GCException>(() => harness.Session.Policies.ReadProfileAsync("other", PolicyDirections.Inbound, CallContext.Silent, default));

        Assert.Equal("image/png */*", $"{outbound.AllowedTypes.Single()} {inbound.AllowedTypes.Single()}");
        Assert.Equal(("Outbound", "Profile default"), (outbound.Direction, outbound.Source));
        Assert.Contains("profile 'other'", unknown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reading_a_policy_changes_nothing_and_a_live_one_is_kept_for_its_direction()
    {
        await using var harness = await Harness.StartAsync();
        using var content = new StringContent("""{"outbound":{"fileTypes":[{"type":"image/png"}],"maxFileSizeKB":1}}""");
        using var changed = await harness.Http.PutAsync(new Uri($"{harness.Sandbox.Identity.Url}/_sandbox/policy"), content);
        var guest = await harness.ConnectGuestAsync();

        await harness.Session.Policies.ReadAsync(PolicyDirections.Outbound, CallContext.Silent, default);
        Assert.Null(harness.Session.Policies.Own(PolicyDirections.Outbound));
        Assert.Null(harness.Session.Policies.Live(PolicyDirections.Outbound));

        await harness.Session.Policies.ReadLiveAsync(PolicyDirections.Outbound, CallContext.Silent, default);
        Assert.Equal("image/png", Assert.Single(harness.Session.Policies.Live(PolicyDirections.Of(RouteNames.Agent))!.AllowedTypes));
        Assert.Null(harness.Session.Policies.Live(PolicyDirections.Of(RouteNames.Messaging)));
        Assert.Null(harness.Session.Policies.Own(PolicyDirections.Outbound));

        Assert.Equal("*/*", Assert.Single(guest.Policies.Own(PolicyDirections.Of(RouteNames.Guest))!.AllowedTypes));
        var error = await Assert.ThrowsAsync<GCException>(() => guest.Policies.ReadAsync(PolicyDirections.Outbound, CallContext.Silent, default));
        Assert.Equal(ErrorIds.RequestInvalid, error.ErrorId);
    }

    [Theory]
    [InlineData("""{"allowedMedia":{"inbound":{"fileTypes":[{"type":"*/*"}],"maxFileSizeKB":10240}}}""", 1)]
    [InlineData("""{"allowedMedia":{"inbound":{"fileTypes":[],"maxFileSizeKB":10240}}}""", 0)]
    [InlineData("""{"allowedMedia":{"inbound":{"fileTypes":[{"type":"*/*"}],"maxFileSizeKB":0}}}""", 0)]
    [InlineData("""{"allowedMedia":{"inbound":{}}}""", 0)]
    [InlineData("""{"allowedMedia":{}}""", 0)]
    [InlineData("""{"allowedMedia":null}""", 0)]
    [InlineData("{}", 0)]
    public void Attachments_are_on_only_where_types_and_a_size_say_so(string body, int types)
    {
        using var json = System.Text.Json.JsonDocument.Parse(body);

        Assert.Equal(types, PolicyReader.FromAllowedMedia(json.RootElement, "x", new SecretMask()).AllowedTypes.Length);
    }
}
