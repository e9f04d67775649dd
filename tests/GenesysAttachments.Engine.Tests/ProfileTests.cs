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
    [InlineData("[default")]
    [InlineData("[default]\nclient_id = \"open\nclient_secret = \"x\"")]
    [InlineData("[default]\nclient_id = \"bad \\q escape\"\nclient_secret=\"x\"")]
    [InlineData("[default]\nclient_id = \"\\uD800\"\nclient_secret=\"x\"")]
    [InlineData("\0\0\0")]
    [InlineData("[default]\n= = =\n\"\"\"")]
    public void A_damaged_file_signs_nobody_in_and_breaks_nothing(string text) =>
        Assert.Throws<GCException>(() => ProfileSignIn.Read("default", Write(text)));

    private string Write(string text)
    {
        var path = Path.Combine(_folder, "config.toml");
        File.WriteAllText(path, text);
        return path;
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
