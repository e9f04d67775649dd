namespace GenesysAttachments.Cmdlets.Tests;

/// <summary>
/// Sign-in with a profile of the vendor's command line tool, which lies in the user's home. Where the system does not let a process choose
/// its home, what is seen is that there is no such file.
/// </summary>
[Collection(AloneCollection.Name)]
public sealed class ProfileTests : StagedTests, IDisposable
{
    private readonly string? _home = Environment.GetEnvironmentVariable("HOME");

    public ProfileTests(Stage stage)
        : base(stage)
    {
        Environment.SetEnvironmentVariable("HOME", Files.Folder);
        Directory.CreateDirectory(Files.PathOf(".gc"));
        Files.WriteText(
            ".gc/config.toml",
            $"""
            [nightly]
            client_id = "{Sandbox.Fact("ClientId")}"
            client_secret = "{Sandbox.Secret}"
            environment = "mypurecloud.ie"

            [person]
            client_id = "abc"

            [empty]
            """);
    }

    private static bool HasHome => !OperatingSystem.IsWindows();

    [Fact]
    public void A_profile_signs_in_with_its_region_and_a_warning_about_its_secret()
    {
        var ran = Run("Connect-GCOrg -Profile Nightly -Endpoint $Sandbox.Url -PassThru");

        Assert.Equal(HasHome ? ["mypurecloud.ie"] : [], ran.Of("Region"));
        Assert.Equal(HasHome ? 1 : 0, ran.Warnings.Count(text => text.Contains("plain text", StringComparison.Ordinal)));
        Assert.DoesNotContain(ran.Warnings, text => text.Contains(Sandbox.Secret, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("nobody", "RequestInvalid", "empty, nightly, person")]
    [InlineData("person", "NotConnected", "neither a client_secret nor")]
    [InlineData("empty", "NotConnected", "neither a client_secret nor")]
    public void A_profile_of_no_use_is_told_apart(string profile, string errorId, string words)
    {
        var ran = Run($"Connect-GCOrg -Profile {profile} -Endpoint $Sandbox.Url");

        Assert.Equal([HasHome ? errorId : "FileNotFound"], ran.ErrorIds);
        Assert.Contains(HasHome ? words : "profile file", $"{ran.Problems[0]}", StringComparison.Ordinal);
    }

    [Fact]
    public void Profiles_are_completed_with_their_region() =>
        Assert.Equal(
            HasHome ? ["empty: empty", "nightly: mypurecloud.ie", "person: person"] : [],
            Shell.Complete("Connect-GCOrg -Profile ").Where(item => item.ResultType == System.Management.Automation.CompletionResultType.ParameterValue).Select(item => $"{item.CompletionText}: {item.ToolTip}"));

    [Theory]
    [InlineData("[nightly]\nclient_secret = 'canary'\nCLIENT_SECRET = 'canary'", "in line 2 and in line 3")]
    [InlineData("[nightly]\nclient_secret = canary", "line 2")]
    public void A_file_that_is_no_good_is_told_with_its_line_and_completes_nothing(string text, string words)
    {
        Files.WriteText(".gc/config.toml", text);

        var ran = Run("Connect-GCOrg -Profile nightly -Endpoint $Sandbox.Url");

        Assert.Equal([HasHome ? "RequestInvalid" : "FileNotFound"], ran.ErrorIds);
        Assert.Contains(HasHome ? words : "config.toml", $"{ran.Problems[0]}", StringComparison.Ordinal);
        Assert.DoesNotContain("canary", $"{ran.Problems[0]} {ran.Problems[0].Exception}", StringComparison.Ordinal);
        Assert.DoesNotContain(Shell.Complete("Connect-GCOrg -Profile "), item => item.CompletionText == "nightly");
    }

    [Theory]
    [InlineData(UnixFileMode.None, 0)]
    [InlineData(UnixFileMode.GroupRead | UnixFileMode.OtherRead, 0)]
    [InlineData(UnixFileMode.GroupWrite, 1)]
    [InlineData(UnixFileMode.OtherWrite, 1)]
    public void A_file_that_others_may_write_draws_a_warning_that_says_how_to_end_it(UnixFileMode others, int expected)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(Files.PathOf(".gc"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            File.SetUnixFileMode(Files.PathOf(".gc/config.toml"), UnixFileMode.UserRead | UnixFileMode.UserWrite | others);
        }

        var ran = Run("Connect-GCOrg -Profile nightly -Endpoint $Sandbox.Url");

        Assert.Equal(HasHome ? expected : 0, ran.Warnings.Count(text => text.Contains("chmod go-w", StringComparison.Ordinal) && text.Contains("config.toml", StringComparison.Ordinal)));
        Assert.Equal(HasHome ? [] : ["FileNotFound"], ran.ErrorIds);
    }

    [Fact]
    public void Without_the_file_its_place_is_named()
    {
        Directory.Delete(Files.PathOf(".gc"), recursive: true);

        var ran = Run("Connect-GCOrg -Profile nightly -Endpoint $Sandbox.Url");

        Assert.Equal(["FileNotFound"], ran.ErrorIds);
        Assert.Contains("config.toml", $"{ran.Problems[0]}", StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_home_none_is_looked_for_in_the_working_folder()
    {
        Environment.SetEnvironmentVariable("HOME", Files.PathOf("gone"));

        var ran = Run("Connect-GCOrg -Profile nightly -Endpoint $Sandbox.Url");

        Assert.Equal(["FileNotFound"], ran.ErrorIds);
        Assert.Contains(HasHome ? Files.PathOf("gone") : "config.toml", $"{ran.Problems[0]}", StringComparison.Ordinal);
    }

    public void Dispose() => Environment.SetEnvironmentVariable("HOME", _home);
}
