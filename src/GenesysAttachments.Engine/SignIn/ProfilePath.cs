namespace GenesysAttachments.Engine.SignIn;

/// <summary>
/// Where the vendor's command line tool keeps its profiles. Compiled into the cmdlet assembly as well, so that completing a profile loads
/// no engine where there is no such file.
/// </summary>
internal static class ProfilePath
{
    /// <summary><c>.gc/config.toml</c> in the user's home, whether or not there is one: never in the working folder.</summary>
    internal static string Default => Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify), ".gc", "config.toml");
}
