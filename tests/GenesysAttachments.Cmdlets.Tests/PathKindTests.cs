using System.Diagnostics;

namespace GenesysAttachments.Cmdlets.Tests;

/// <summary>Every kind of path that this system knows: which file it means, or the error and a word of its message.</summary>
public sealed class PathKindTests : StagedTests
{
    private const string ThisFile = "this file";
    private const string Refused = "refused";
    private static readonly string Deep = Path.Combine([.. Enumerable.Repeat(new string('d', 60), 6), "a.pdf"]);

    public PathKindTests(Stage stage)
        : base(stage)
    {
        Files.Write("a.pdf");
        Files.Write(Deep);
    }

    /// <summary>A path (with FOLDER for that of the files, which is the shell's location), what it means, and a word of the message.</summary>
    public static TheoryData<string, string, string> Rows() => OperatingSystem.IsWindows() ? OnWindows() : OnUnix();

    [Theory]
    [MemberData(nameof(Rows))]
    public void A_path_means(string path, string meaning, string word)
    {
        if (path.EndsWith("pipe.pdf", StringComparison.Ordinal) && !File.Exists(Files.PathOf("pipe.pdf")))
        {
            Process.Start("mkfifo", Files.PathOf("pipe.pdf")).WaitForExit();
        }

        Shell.Set("It", path.Replace("FOLDER", Files.Folder, StringComparison.Ordinal).Replace("UNROOTED", Files.Folder[(Path.GetPathRoot(Files.Folder)!.Length - 1)..], StringComparison.Ordinal));
        var begun = Stopwatch.GetTimestamp();
        foreach (var parameter in (string[])["-LiteralPath", "-Path"])
        {
            var ran = Run($"Test-GCAttachment {parameter} $It | Select-Object @{{ n = 'Problem'; e = {{ \"$($_.Problems[0])\" }} }}, IsValid, Length, Name").Clean();
            var problem = Assert.Single(ran.Of("Problem"));
            switch (meaning)
            {
                case ThisFile:
                    Assert.Equal(("", "True", "1000", word), (problem, ran.Of("IsValid")[0], ran.Of("Length")[0], ran.Of("Name")[0]));
                    break;
                case Refused:
                    Assert.Matches("^(FileNotFound|FileUnreadable|PathNotFound): ", problem);
                    break;
                default:
                    Assert.Contains($"{meaning}: ", problem, StringComparison.Ordinal);
                    Assert.Contains(word, problem, StringComparison.Ordinal);
                    break;
            }
        }

        Assert.True(Stopwatch.GetElapsedTime(begun) < TimeSpan.FromSeconds(10), "It took too long.");
    }

    [Fact]
    public void A_name_that_begins_like_a_share_is_a_file_of_the_location_on_unix()
    {
        if (OperatingSystem.IsWindows())
        {
            return; // It is a share there.
        }

        Files.Write(@"\\server\a.pdf");

        Assert.Equal([Files.PathOf(@"\\server\a.pdf")], Run(@"Test-GCAttachment -LiteralPath '\\server\a.pdf'").Of("Path"));
    }

    private static TheoryData<string, string, string> OnUnix()
    {
        var rows = new TheoryData<string, string, string>
        {
            { "a.pdf", ThisFile, "a.pdf" },
            { "FOLDER/a.pdf", ThisFile, "a.pdf" },
            { "FOLDER//./a.pdf", ThisFile, "a.pdf" },
            { Deep, ThisFile, "a.pdf" },
            { "FOLDER/" + Deep, ThisFile, "a.pdf" },
            { "/" + new string('x', 5000) + ".pdf", "FileNotFound", "has 5,005 bytes; this system knows none of more than" },
            { new string('x', 252) + ".pdf", "FileNotFound", "has 256 bytes; file systems know none of more than 255" },
            { new string('ż', 126) + ".pdf", "FileNotFound", "has 256 bytes; file systems know none of more than 255" },
            { @"\\server\share\none.pdf", "FileNotFound", @"\\server\share\none.pdf" },
            { "//server/share/none.pdf", "FileNotFound", "/server/share/none.pdf" },
            { "C:file.pdf", "PathNotFound", "drive" },
            { @"\\.\pipe\x", "FileNotFound", @"\\.\pipe\x" },
            { "NUL", "FileNotFound", "NUL" },
            { "/dev/null", "FileUnreadable", "a device" },
            { "/dev/zero", "FileUnreadable", "a device" },
            { "FOLDER/pipe.pdf", "FileUnreadable", "a pipe" },
            { "FOLDER", "FileUnreadable", "a folder" },
        };
        if (OperatingSystem.IsLinux())
        {
            rows.Add("/proc/self/mem", "FileEmpty", "0 bytes");
        }

        return rows;
    }

    private static TheoryData<string, string, string> OnWindows()
    {
        var drive = Path.GetPathRoot(Path.GetTempPath())![..2];
        var share = $@"\\localhost\{drive[0]}$";
        var rows = new TheoryData<string, string, string>
        {
            { "a.pdf", ThisFile, "a.pdf" },
            { @"FOLDER\a.pdf", ThisFile, "a.pdf" },
            { "FOLDER/a.pdf", ThisFile, "a.pdf" },
            { Deep, ThisFile, "a.pdf" },
            { @"FOLDER\" + Deep, ThisFile, "a.pdf" },
            { @"\\?\FOLDER\a.pdf", ThisFile, "a.pdf" },
            { drive + "a.pdf", ThisFile, "a.pdf" },
            { @"UNROOTED\a.pdf", ThisFile, "a.pdf" },
            { drive + @"\" + new string('x', 252) + ".pdf", "FileNotFound", "has 256 characters; file systems know none of more than 255" },
            { drive + @"\" + new string('x', 33_000) + ".pdf", Refused, "" },
            { drive + "none.pdf", "FileNotFound", "none.pdf" },
            { @"\none.pdf", "FileNotFound", "none.pdf" },
            { @"\\localhost\no-such-share\none.pdf", Refused, "" },
            { @"\\.\pipe\no-such-pipe", Refused, "" },
            { "NUL", Refused, "" },
            { "CON", Refused, "" },
            { @"\\.\NUL", Refused, "" },
            { "FOLDER", "FileUnreadable", "a folder" },
        };
        if (Directory.Exists(share))
        {
            rows.Add(share + @"UNROOTED\a.pdf", ThisFile, "a.pdf"); // Administrators have it.
        }

        return rows;
    }
}
