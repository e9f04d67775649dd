namespace GenesysAttachments.Page.Tests;

/// <summary>Where a Chromium is on this machine.</summary>
internal static class Browsers
{
    /// <summary>Set where a missing browser is a failure and not a reason to skip.</summary>
    private const string Wanted = "GENESYS_ATTACHMENTS_WANT_CHROMIUM";

    private static readonly string[] Programs = OperatingSystem.IsWindows() ? ["chrome.exe", "msedge.exe"] : ["chromium", "chromium-browser", "google-chrome", "Google Chrome"];

    /// <summary>Its path; null where there is none.</summary>
    public static string? Program { get; } = Folders().SelectMany(folder => Programs.Select(name => Path.Combine(folder, name))).FirstOrDefault(File.Exists);

    /// <summary>Why tests are skipped; null: they are not.</summary>
    public static string? WhyNot => Program is not null || Environment.GetEnvironmentVariable(Wanted) == "1" ? null : "This machine has no Chromium. On Debian: apt-get install chromium.";

    private static IEnumerable<string> Folders() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Where(folder => folder.Length > 0)
            .Concat(["/Applications/Google Chrome.app/Contents/MacOS", @"C:\Program Files\Google\Chrome\Application", @"C:\Program Files (x86)\Microsoft\Edge\Application"]);
}
