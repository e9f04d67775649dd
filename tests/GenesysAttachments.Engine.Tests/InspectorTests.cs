using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Files;
using GenesysAttachments.Engine.Policies;
using GenesysAttachments.Engine.Targets;

namespace GenesysAttachments.Engine.Tests;

public sealed class InspectorTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("gca-").FullName;
    private readonly Inspector _inspector = new(TimeProvider.System);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("a.pdf", 10, "")]
    [InlineData("A.PDF", 10, "")]
    [InlineData("photo.jpeg", 10, "")]
    [InlineData("table.xlsx", 10, "")]
    [InlineData("empty.txt", 0, "4102 FileEmpty")]
    [InlineData("big.pdf", 10_485_761, "4002 FileTooLarge")]
    [InlineData("limit.pdf", 10_485_760, "")]
    [InlineData("clip.mp4", 10, "4001 TypeNotAllowed")]
    [InlineData("data.zzz", 10, "4001 TypeUnknown")]
    [InlineData("README", 10, "4004 NameInvalid")]
    [InlineData("in\u202Evoice.pdf", 10, "4004 NameInvalid")]
    [InlineData("zero\u200Bwidth.pdf", 10, "4004 NameInvalid")]
    [InlineData("line\nbreak.pdf", 10, "4004 NameInvalid")]
    [InlineData("żółć ünïcode 😀.pdf", 10, "")]
    public void Each_file_gets_its_verdict(string name, int length, string problem)
    {
        var file = Check(Write(name, length));

        Assert.Equal(problem, string.Join(",", file.Problems.Select(found => found.ToString().Split(':')[0])));
        Assert.Equal(problem.Length == 0, file.IsValid);
    }

    [Fact]
    public void All_problems_are_reported_at_once_with_their_figures()
    {
        var policy = AttachmentPolicy.Default with { MaxBytes = 5, BlockedExtensions = [".EXE"] };

        var file = Check(Write("setup.exe", 10), new InspectionOptions { Policy = policy });

        Assert.Equal([ErrorIds.FileTooLarge, ErrorIds.ExtensionBlocked, ErrorIds.TypeNotAllowed], file.Problems.Select(problem => problem.ErrorId));
        Assert.Contains("10 bytes; the limit is 5", file.Problems[0].Message, StringComparison.Ordinal);
        Assert.Contains("image/png", file.Problems[2].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_file_a_folder_and_an_empty_path_are_answers_not_exceptions()
    {
        Assert.Equal(ErrorIds.FileNotFound, Check(Path.Combine(_folder, "none.pdf")).Problems[0].ErrorId);
        Assert.Equal(ErrorIds.FileNotFound, Check(Path.Combine(_folder, "no", "such", "folder.pdf")).Problems[0].ErrorId);
        Assert.Equal(ErrorIds.FileUnreadable, Check(_folder).Problems[0].ErrorId);
        Assert.Equal(ErrorIds.FileNotFound, Check("").Problems[0].ErrorId);
        Assert.False(Check("bad\0path.pdf").IsValid);
    }

    [Fact]
    public void A_locked_file_is_unreadable()
    {
        var path = Write("locked.pdf", 10);
        using var writer = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);

        Assert.Equal(ErrorIds.FileUnreadable, Check(path).Problems[0].ErrorId);
    }

    [Fact]
    public void A_pipe_is_answered_without_being_opened()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var path = Path.Combine(_folder, "pipe.pdf");
        System.Diagnostics.Process.Start("mkfifo", path)!.WaitForExit();

        Assert.False(Check(path).IsValid);
    }

    [Fact]
    public void The_grey_band_of_10240_KB_is_a_warning()
    {
        Assert.Contains(Check(Write("grey.pdf", 10_300_000)).Warnings, warning => warning.Contains("10240 KB", StringComparison.Ordinal));
        Assert.DoesNotContain(Check(Write("fine.pdf", 10_240_000)).Warnings, warning => warning.Contains("10240 KB", StringComparison.Ordinal));
    }

    [Fact]
    public void A_given_name_and_type_replace_the_file_s_own()
    {
        var file = Check(Write("data.bin", 10), new InspectionOptions { Name = "Report.pdf", ContentType = "Application/PDF; charset=x", Route = RouteNames.Messaging });

        Assert.True(file.IsValid);
        Assert.Equal(("Report.pdf", "application/pdf", "Report.pdf"), (file.Name, file.ContentType, file.SentName));
        Assert.Equal(ErrorIds.TypeUnknown, Check(Write("x.pdf", 1), new InspectionOptions { ContentType = "pdf" }).Problems[0].ErrorId);
    }

    [Fact]
    public void A_name_in_decomposed_form_is_composed()
    {
        Assert.Equal("żółć.pdf", Check(Write("żółć.pdf".Normalize(System.Text.NormalizationForm.FormD), 1)).Name);
    }

    [Fact]
    public void A_text_too_long_for_the_route_is_a_problem()
    {
        var path = Write("a.pdf", 1);
        Assert.Equal(4011, Check(path, new InspectionOptions { Route = RouteNames.Agent, Text = new string('x', 2001) }).Problems[0].Code);
        Assert.True(Check(path, new InspectionOptions { Route = RouteNames.Agent, Text = new string('x', 2000) }).IsValid);
    }

    [Theory]
    [InlineData("My report.pdf", "My_report.pdf")]
    [InlineData("a  \t b.pdf", "a_b.pdf")]
    [InlineData("..hidden.pdf", "hidden.pdf")]
    [InlineData("a{b}^%`]\">[~<#|c.pdf", "a_b_c.pdf")]
    [InlineData("żółć.pdf", "żółć.pdf")]
    [InlineData("plain.pdf", "plain.pdf")]
    public void The_agent_route_s_names_are_repaired_predictably(string name, string repaired) =>
        Assert.Equal(repaired, FileNames.RepairForAgent(name));

    [Theory]
    [InlineData("application/pdf", "application/pdf", true)]
    [InlineData("image/*", "IMAGE/png", true)]
    [InlineData("*/*", "x/y", true)]
    [InlineData("application/*+xml", "application/atom+xml", true)]
    [InlineData("application/*+xml", "application/+xm", false)]
    [InlineData("application/pdf; version=1", "application/pdf", true)]
    [InlineData("image/*", "imagery/png", false)]
    [InlineData("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", true)]
    public void A_policy_knows_exact_types_families_and_suffixes(string allowed, string type, bool expected) =>
        Assert.Equal(expected, (AttachmentPolicy.Default with { AllowedTypes = [allowed] }).Allows(type));

    [Theory]
    [InlineData("a.opus", "audio/ogg")]
    [InlineData("a.DOCX", "application/vnd.openxmlformats-officedocument.wordprocessingml.document")]
    [InlineData("a.tar.gz", "application/gzip")]
    [InlineData("a.mp4", "video/mp4")]
    [InlineData("a.", null)]
    [InlineData("a", null)]
    public void Types_by_name_come_from_the_data(string name, string? type) => Assert.Equal(type, ContentTypes.ForName(name));

    private Attachment Check(string path, InspectionOptions? options = null) => _inspector.Inspect(path, options ?? new InspectionOptions());

    private string Write(string name, int length)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllBytes(path, new byte[length]);
        return path;
    }
}
