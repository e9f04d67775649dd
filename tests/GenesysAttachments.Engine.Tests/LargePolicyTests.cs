using System.Diagnostics;
using System.Text;
using System.Text.Json;
using GenesysAttachments.Engine.Answers;
using GenesysAttachments.Engine.Display;
using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Policies;

namespace GenesysAttachments.Engine.Tests;

/// <summary>Policies from elsewhere: of any length, and with anything in them.</summary>
[Collection(AloneCollection.Name)]
public sealed class LargePolicyTests : IDisposable
{
    private const int Many = 200_000;

    // Work that grows with their square would take hours.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly string _folder = Directory.CreateTempSubdirectory("gca-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("application/x-{0}", "application/x-199999", "application/pdf")]
    [InlineData("x{0}/*", "x199999/pdf", "application/pdf")]
    [InlineData("application/*+{0}", "application/x+199999", "application/pdf")]
    [InlineData("image/a{0}*z", "image/a199999xyz", "image/a199999xy")]
    public void So_many_entries_cost_no_more_than_their_number(string entry, string allowed, string refused)
    {
        var clock = Stopwatch.StartNew();
        var policy = new AttachmentPolicy
        {
            Source = "org", MaxBytes = 1000,
            AllowedTypes = [.. Enumerable.Range(0, Many).Select(i => string.Format(System.Globalization.CultureInfo.InvariantCulture, entry, i))],
            BlockedExtensions = [.. Enumerable.Range(0, Many).Select(i => $".x{i}")],
        };
        var path = Path.Combine(_folder, "a.pdf");
        File.WriteAllBytes(path, Corpus.Pdf());

        Assert.True(policy.Allows(allowed));
        Assert.True(policy.Blocks("a.X199999"));
        for (var i = 0; i < 100_000; i++)
        {
            Assert.False(policy.Allows(refused) || policy.Blocks("a.pdf"));
        }

        Assert.Empty(PolicyComparison.Compare(policy, PolicyReader.Parse(policy.ToJson(), "saved")));
        Assert.Equal(2, PolicyComparison.Compare(policy, policy with { AllowedTypes = [.. policy.AllowedTypes.Skip(1)], BlockedExtensions = [.. policy.BlockedExtensions.Skip(1)] }).Count());
        Assert.Contains(PolicyComparison.Compare(policy, policy with { AllowedTypes = ["*/*"] }), row => row.Baseline.Length > Many);
        var problem = new Inspector(TimeProvider.System).Inspect(path, new InspectionOptions { Policy = policy }).Problems.Single(problem => problem.ErrorId == ErrorIds.TypeNotAllowed);
        Assert.EndsWith(" … and 199,990 more.", problem.Message, StringComparison.Ordinal);
        Assert.InRange(problem.Message.Length, 1, 1000);
        Assert.True(clock.Elapsed < Limit, $"It took {clock.Elapsed}.");
    }

    [Fact]
    public void A_copy_with_other_lists_answers_by_its_own()
    {
        var policy = new AttachmentPolicy { Source = "A", MaxBytes = 1, AllowedTypes = ["image/*"], BlockedExtensions = [".exe"] };
        Assert.True(policy.Allows("image/png") && policy.Blocks("a.exe"));
        var other = policy with { AllowedTypes = ["text/csv"], BlockedExtensions = ["BAT"] };

        Assert.Equal((false, true, false, true), (other.Allows("image/png"), other.Allows("text/csv"), other.Blocks("a.exe"), other.Blocks("a.bat")));
        Assert.True((policy with { Source = "B" }).Allows("image/png"));
        Assert.Equal(policy, policy with { Source = "A" });
    }

    /// <summary>An entry as JSON has it, and whether it is one.</summary>
    public static TheoryData<string, bool> Types() => new()
    {
        { "\"image/png\"", true }, { "\"IMAGE/PNG; q=1\"", true }, { "\"image/*\"", true }, { "\"*/*\"", true }, { "\"application/*+xml\"", true }, { "\"image\\/png\"", true }, { "\"image/svg\\u002bxml\"", true },
        { "null", false }, { "7", false }, { "{}", false }, { "[\"image/png\"]", false }, { "\"\"", false }, { "\" \"", false }, { "\"image\"", false }, { "\"image/\"", false }, { "\"/png\"", false }, { "\"image/png/x\"", false },
        { "\"image/p\\u001bng\"", false }, { "\"image/p\u202Eng\"", false }, { "\"image/p\u200Bng\"", false }, { "\"image/pn\u0261\"", false }, { "\"image/p ng\"", false },
        { "\"image/\\ud800\"", false }, { "\"\\uDC00/png\"", false }, { "\"image/\\ud83d\\ude00\"", false }, { $"\"image/{new string('x', 300)}\"", false },
    };

    [Theory]
    [MemberData(nameof(Types))]
    public void A_type_that_is_none_is_left_out_of_an_org_s_policy_and_refused_in_a_saved_one(string json, bool isGood)
    {
        using var media = AnswerJson.ReadDocument(Encoding.UTF8.GetBytes($$"""{"\ud800":1,"allowedMedia":{"inbound":{"\ud800":[],"maxFileSizeKB":1,"fileTypes":[null,{"\udc00":1,"type":{{json}} },{"type":"text/csv"}]} },"blockedExtensions":[null,"\ud800",".exe",".\u202e",".e xe"]}"""));
        var profile = AnswerJson.Read(Encoding.UTF8.GetBytes($$"""{"mediaTypes":{"allow":{"inbound":[{{json}},{"type":{{json}} },{"type":"text/csv"}]} } }"""), PolicyJson.Default.SupportedContentBody);
        string Saved() => PolicyReader.Parse($$"""{"maxBytes":1,"allowedTypes":["text/csv",{{json}}]}""", "saved.json").AllowedTypes[^1];

        var guest = PolicyReader.FromAllowedMedia(media.RootElement, "guest", new SecretMask());

        Assert.Equal(isGood ? 2 : 1, guest.AllowedTypes.Length);
        Assert.Equal(".exe", Assert.Single(guest.BlockedExtensions));
        Assert.Equal(guest.AllowedTypes.ToArray(), PolicyReader.FromSupportedContent(profile, PolicyDirections.Inbound, "org", new SecretMask()).AllowedTypes.ToArray());
        if (isGood)
        {
            Assert.Equal(guest.AllowedTypes[0], Saved());
        }
        else
        {
            var error = Assert.Throws<GCException>(Saved);
            Assert.Contains("allowedTypes has ", error.Message, StringComparison.Ordinal);
            Assert.InRange(error.Message.Length, 1, 300);
        }
    }

    [Theory]
    [InlineData("depth")]
    [InlineData("quote")]
    [InlineData("surrogates")]
    [InlineData("direction")]
    [InlineData("control")]
    public void A_saved_policy_that_is_none_says_why_in_short(string what)
    {
        var json = what switch
        {
            "depth" => new string('[', Many),
            "quote" => $$"""{"maxBytes":1,"allowedTypes":["{{new string('\u00e9', Many)}}"]}""",
            "surrogates" => "{\"maxBytes\":1,\"allowedTypes\":[\"\uD800\"]}",
            "direction" => """{"maxBytes":1,"allowedTypes":[],"direction":"\ud800"}""",
            _ => "{\"maxBytes\":1,\"allowedTypes\":[\"a\u0085b\"]}",
        };

        var error = Assert.Throws<GCException>(() => PolicyReader.Parse(json, "saved.json"));

        Assert.Equal(ErrorIds.RequestInvalid, error.ErrorId);
        Assert.InRange(error.Message.Length, 1, 400);
        Assert.DoesNotContain(error.Message, char.IsControl);
    }

    [Theory]
    [InlineData("huge", "bytes")]
    [InlineData("device", "a device")]
    [InlineData("folder", "a folder")]
    public void A_file_that_can_be_no_policy_is_not_read(string what, string says)
    {
        if (OperatingSystem.IsWindows() && what == "device")
        {
            return;
        }

        var path = Path.Combine(_folder, "policy.json");
        switch (what)
        {
            case "huge": using (var file = File.Create(path)) { file.SetLength(200_000_000); } break;
            case "device": File.CreateSymbolicLink(path, "/dev/zero"); break;
            default: Directory.CreateDirectory(path); break;
        }

        Assert.Contains(says, Assert.Throws<GCException>(() => PolicyReader.Load(path)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("9223372036854775807")]
    [InlineData("9007199254740993")]
    [InlineData("-1")]
    [InlineData("1e400")]
    public void A_size_never_overflows(string kilobytes)
    {
        using var media = JsonDocument.Parse($$"""{"allowedMedia":{"inbound":{"maxFileSizeKB":{{kilobytes}},"fileTypes":[]} } }""");

        Assert.InRange(PolicyReader.FromAllowedMedia(media.RootElement, "guest", new SecretMask()).MaxBytes, 0, long.MaxValue);
    }
}
