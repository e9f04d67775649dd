using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.SignIn;

namespace GenesysAttachments.Engine.Tests;

/// <summary>The profile file of the vendor's command line tool.</summary>
public sealed class ProfileTests : IDisposable
{
    private const string File1 = """
        # written by the tool
        title = "not a profile"

        [default]
          client_id = "id-1" # the client
          client_secret = "s3cr\"t\\with = and # \u017C"
          environment = "mypurecloud.ie"
          secure_login_enabled = false
          notes = '''
        [looks-like-a-profile]
          client_id = "no"
        '''

        ["My Org"]
          CLIENT_ID = 'id-2'
          client_secret = ''
          access_token = 'tok\en'

        [pkce]
          client_id = "id-3"
          environment = "eu-west-1"

        [empty]
        [[list]]
          client_id = "no"
        [default.proxy]
          client_secret = "no"
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("gca-").FullName;

    [Fact]
    public void A_profile_gives_its_client_and_its_region()
    {
        var profile = ProfileSignIn.Read("Default", Write(File1));

        Assert.Equal("mypurecloud.ie", profile.Region?.Text);
        Assert.Equal("id-1", profile.Credential.ClientId);
        Assert.Equal("s3cr\"t\\with = and # ż", profile.Credential.Secret);
    }

    [Fact]
    public void A_token_serves_where_there_is_no_secret()
    {
        var profile = ProfileSignIn.Read("my org", Write("\uFEFF" + File1.ReplaceLineEndings("\r\n")));

        Assert.Equal("tok\\en", profile.Credential.AccessToken);
        Assert.Null(profile.Region);
    }

    [Theory]
    [InlineData("nobody", ErrorIds.RequestInvalid, "default, empty, My Org, pkce")]
    [InlineData("looks-like-a-profile", ErrorIds.RequestInvalid, "There is no profile")]
    [InlineData("list", ErrorIds.RequestInvalid, "There is no profile")]
    [InlineData("empty", ErrorIds.NotConnected, "neither a client_secret nor an access_token")]
    [InlineData("pkce", ErrorIds.NotConnected, "neither")]
    public void A_profile_of_no_use_says_why(string name, string errorId, string words)
    {
        var error = Assert.Throws<GCException>(() => ProfileSignIn.Read(name, Write(File1)));

        Assert.Equal(errorId, error.ErrorId);
        Assert.Contains(words, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cr", error.Message + error.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void A_profile_that_signs_users_in_says_how()
    {
        var error = Assert.Throws<GCException>(() => ProfileSignIn.Read("pkce", Write(File1)));

        Assert.Contains("-ClientId id-3 -Interactive", error.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_not_there_is_named()
    {
        var path = Path.Combine(_folder, "none.toml");

        var error = Assert.Throws<GCException>(() => ProfileSignIn.Read("default", path));

        Assert.Equal(ErrorIds.FileNotFound, error.ErrorId);
        Assert.Contains(path, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, "[default")]
    [InlineData(1, "[default]]\nclient_id = 'x'")]
    [InlineData(1, "[default] client_id = 'x'")]
    [InlineData(1, "\0\0\0")]
    [InlineData(1, "{ \"default\": { } }")]
    [InlineData(2, "[default]\nclient_secret = \"s3cr\nclient_id = \"x\"")]
    [InlineData(2, "[default]\nclient_secret = 's3cr' 'more'")]
    [InlineData(2, "[default]\nclient_secret = s3cr")]
    [InlineData(2, "[default]\nclient_secret = 12s3cr")]
    [InlineData(2, "[default]\nclient_secret = \"s3cr \\q escape\"")]
    [InlineData(2, "[default]\nclient_secret = \"s3cr \\uD800\"")]
    [InlineData(2, "[default]\nclient_secret = 's3cr\u0001'")]
    [InlineData(2, "[default]\nclient_secret")]
    [InlineData(2, "[default]\nclient_secret =\n'x'")]
    [InlineData(2, "[default]\nclient_secret: 's3cr'")]
    [InlineData(2, "[default]\n= = =\n\"\"\"")]
    [InlineData(3, "[default]\r\nclient_id = 'x'\r\nclient_secret = s3cr\r\n")]
    [InlineData(3, "[default]\nclient_id = 'x'\n# caf\uFFFD s3cr")]
    [InlineData(3, "[default]\nclient_secret = \"\"\"s3cr\nmore\n")]
    [InlineData(2, "a = 's3cr'\n[a.b]")]
    public void What_is_no_TOML_is_told_with_its_line_and_nothing_of_its_values(int line, string text) => AssertRefused(text, "not valid TOML", $"line {line} ");

    [Theory]
    [InlineData("[default]\nclient_secret = 's3cr1'\nclient_secret = 's3cr2'", "'default.client_secret' twice, in line 2 and in line 3")]
    [InlineData("[default]\nclient_secret = 's3cr1'\nClient_Secret = 's3cr1'", "'default.Client_Secret' twice, in line 2 and in line 3")]
    [InlineData("[default]\n'client_secret' = 's3cr1'\n\nclient_secret = 's3cr2'", "in line 2 and in line 4")]
    [InlineData("[default]\n[other]\n[default]", "'default' twice, in line 1 and in line 3")]
    [InlineData("[default]\nclient_secret = 's3cr'\n[Default]\nenvironment = 'evil.example'", "'Default' twice, in line 1 and in line 3")]
    [InlineData("['default']\n[ \"DEFAULT\" ]", "'DEFAULT' twice, in line 1 and in line 2")]
    [InlineData("[[default]]\n[Default]", "in line 1 and in line 2")]
    [InlineData("[default]\n[[Default]]", "in line 1 and in line 2")]
    [InlineData("DEFAULT = 's3cr'\n[default]", "in line 1 and in line 2")]
    [InlineData("default = { client_id = 's3cr', CLIENT_ID = 's3cr' }", "'default.CLIENT_ID' twice, in line 1 and in line 1")]
    [InlineData("default.client_id = 's3cr'\n[default]\nclient_secret = 's3cr'", "in line 1 and in line 2")]
    [InlineData("[default]\na.b = 's3cr'\nA.B = 's3cr'", "'default.A.B' twice, in line 2 and in line 3")]
    [InlineData("[default.proxy]\n[default.Proxy]", "'default.Proxy' twice, in line 1 and in line 2")]
    [InlineData("[[default]]\nx = 's3cr'\nX = 's3cr'", "in line 2 and in line 3")]
    public void What_is_said_twice_is_named_with_its_lines_and_without_its_values(string text, string words) => AssertRefused(text, words);

    [Theory]
    [InlineData("[default]\nclient_id = 'a'\nclient_secret = 'b'\n[other]\nclient_id = 'c'")]
    [InlineData("[default.proxy]\nclient_id = 'no'\n[default]\nclient_id = 'a'\nclient_secret = 'b'")]
    [InlineData("[[list]]\nx = 1\n[list.sub]\n[[list]]\nx = 2\n[list.sub]\n[default]\nclient_id = 'a'\nclient_secret = 'b'")]
    [InlineData("default = { client_id = 'a', client_secret = 'b' }")]
    [InlineData("default.client_id = 'a'\ndefault.client_secret = 'b'")]
    [InlineData("[default]\na.b = 1\na.c = 2\nclient_id = 'a'\nclient_secret = \"\"\"\nb\"\"\"")]
    [InlineData("[default]\nclient_id = 'a'\nclient_secret = 'b'\nport = 5\nsince = 1979-05-27\nlist = [1, 2, { x = 1 }]\nsecure_login_enabled = true")]
    public void What_TOML_allows_is_read(string text)
    {
        var profile = ProfileSignIn.Read("DEFAULT", Write(text));

        Assert.Equal(("a", "b"), (profile.Credential.ClientId, profile.Credential.Secret));
    }

    [Theory]
    [InlineData("client_id = 5\nclient_secret = 's3cr'", "'client_id'", 2)]
    [InlineData("client_id = 'x'\nclient_secret = 53", "'client_secret'", 3)]
    [InlineData("client_id = 'x'\nclient_secret = 's3cr'\nenvironment = ['mypurecloud.ie']", "'environment'", 4)]
    public void A_value_that_is_no_text_is_named(string keys, string name, int line) => AssertRefused($"[default]\n{keys}", $"{name} of profile 'default'", $"line {line}");

    [Theory]
    [InlineData("\ng\"\"\"\\")]
    [InlineData("[a]\nb = \"\"\"\\")]
    public void A_text_that_ends_in_a_backslash_is_no_TOML(string text) => AssertRefused(text, "not valid TOML");

    [Fact]
    public void Nesting_without_end_breaks_nothing() =>
        AssertRefused($"[default]\nx = {new string('[', 100_000)}", "nested too deep");

    [Fact]
    public void The_profile_is_named_with_its_file_where_its_region_is_refused()
    {
        var path = Write("[nightly]\nclient_id = 'a'\nclient_secret = 's3cr'\nenvironment = 'mypurecloud.com.evil.example'");

        var error = Assert.Throws<GCException>(() => ProfileSignIn.Read("Nightly", path).Region!.Resolve(isTrusted: false));

        Assert.Contains($"profile 'Nightly' in {path}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_are_given_with_their_regions() => Assert.Equal(
        [("default", "mypurecloud.ie"), ("empty", null), ("My Org", null), ("pkce", "eu-west-1")],
        ProfileSignIn.ReadNames(Write(File1)).Select(profile => (profile.Key, profile.Value)));

    [Theory]
    [InlineData(UnixFileMode.None, UnixFileMode.None, 0)]
    [InlineData(UnixFileMode.GroupRead | UnixFileMode.OtherRead, UnixFileMode.GroupRead | UnixFileMode.GroupExecute, 0)]
    [InlineData(UnixFileMode.GroupWrite, UnixFileMode.None, 1)]
    [InlineData(UnixFileMode.OtherWrite, UnixFileMode.None, 1)]
    [InlineData(UnixFileMode.None, UnixFileMode.GroupWrite, 1)]
    [InlineData(UnixFileMode.OtherWrite, UnixFileMode.OtherWrite, 2)]
    public void A_file_or_folder_that_others_may_write_is_found(UnixFileMode file, UnixFileMode folder, int found)
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Empty(ProfileSignIn.Read("default", Write(File1)).OpenToOthers);
            return;
        }

        var path = Write(File1);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | file);
        File.SetUnixFileMode(_folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | folder);
        var elsewhere = Directory.CreateTempSubdirectory("gca-").FullName;
        var link = Path.Combine(elsewhere, "link.toml");
        File.CreateSymbolicLink(link, path);

        Assert.Equal(found, ProfileSignIn.Read("default", path).OpenToOthers.Count);
        Assert.Equal(found, ProfileSignIn.Read("default", link).OpenToOthers.Count);
        Directory.Delete(elsewhere, recursive: true);
    }

    private void AssertRefused(string text, params string[] words)
    {
        var path = Write(text);

        var error = Assert.Throws<GCException>(() => ProfileSignIn.Read("default", path));

        Assert.Equal(ErrorIds.RequestInvalid, error.ErrorId);
        Assert.All([path, .. words], word => Assert.Contains(word, error.Message, StringComparison.Ordinal));
        Assert.DoesNotContain("s3cr", error + error.Advice, StringComparison.Ordinal);
    }

    private string Write(string text)
    {
        var path = Path.Combine(_folder, "config.toml");
        File.WriteAllText(path, text);
        return path;
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
