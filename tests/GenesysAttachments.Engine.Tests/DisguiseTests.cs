using GenesysAttachments.Engine.Files;
using GenesysAttachments.Engine.Files.Content;
using GenesysAttachments.Engine.Policies;

namespace GenesysAttachments.Engine.Tests;

/// <summary>Programs, scripts, installers, shortcuts and disk images under the names of documents: never let through, unless somebody says so.</summary>
public sealed class DisguiseTests : IDisposable
{
    private static readonly string[] Names = ["a.pdf", "a.docx", "a.doc", "a.xls", "a.xlsx", "a.pptx", "a.msg", "a.rtf", "a.png", "a.jpg", "a.mp4", "a.odt"];

    private readonly string _folder = Directory.CreateTempSubdirectory("gca-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    public static TheoryData<string> Programs => [.. OddFiles.Programs.Keys];

    [Theory]
    [MemberData(nameof(Programs))]
    public void A_program_is_found_under_every_document_s_name(string program)
    {
        foreach (var name in Names)
        {
            foreach (var level in new[] { ContentCheckLevels.Standard, ContentCheckLevels.Strict })
            {
                var file = Check(name, OddFiles.Programs[program], level);

                Assert.True(ContentVerdicts.Mismatch == file.Verdict && file.Problems is [{ Code: 4003 }], $"{program} as {name} in {level}: {file.Verdict}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Programs))]
    public void The_user_has_the_last_word(string program)
    {
        var file = Check("a.pdf", OddFiles.Programs[program], ContentCheckLevels.Off);

        Assert.True(file.IsValid);
        Assert.Equal(ContentVerdicts.Mismatch, file.Verdict);
        Assert.Contains(file.Warnings, warning => warning.Contains("-ContentCheck Off lets it go", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("PE")]
    [InlineData("PE, far")]
    [InlineData("DOS")]
    [InlineData("ELF")]
    [InlineData("installer")]
    [InlineData("shortcut")]
    [InlineData("VHDX")]
    public void A_binary_program_is_no_text_either(string program)
    {
        foreach (var name in new[] { "a.txt", "a.csv", "a.html", "a.json" })
        {
            Assert.Equal(ContentVerdicts.Mismatch, Check(name, OddFiles.Programs[program], ContentCheckLevels.Standard).Verdict);
        }
    }

    private Attachment Check(string name, byte[] content, string level)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllBytes(path, content);
        return new Inspector(TimeProvider.System).Inspect(path, new InspectionOptions { Policy = AttachmentPolicy.Default with { AllowedTypes = ["*/*"] }, ContentCheck = level });
    }
}
