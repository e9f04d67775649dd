using System.Security.Cryptography;
using GenesysAttachments.Demo;

namespace GenesysAttachments.Page.Tests;

/// <summary>Reports as the staged module writes them in a real PowerShell.</summary>
public sealed class ReportFiles : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gca-reports-");

    /// <summary>Where pictures of them are left.</summary>
    public static string Pictures => Directory.CreateDirectory(Path.Combine(PageTest.Fact("RepositoryRoot"), "out", "page")).FullName;

    /// <summary>Where they are.</summary>
    public string Folder => _folder.FullName;

    /// <summary>SHA-256 of a file that was sent.</summary>
    public string HashOf(string name) => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.Combine(Folder, "files", name))));

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        if (Browsers.WhyNot is not null)
        {
            return;
        }

        var start = PowerShellProcess.Prepare(
            "-File", Path.Combine(AppContext.BaseDirectory, "Scripts", "Reports.ps1"), "-Module", Path.Combine(PageTest.Fact("RepositoryRoot"), "out", "GenesysAttachments", "GenesysAttachments.psd1"), "-Folder", Folder);
        (start.RedirectStandardInput, start.RedirectStandardError) = (true, true);
        using var shell = System.Diagnostics.Process.Start(start)!;
        shell.StandardInput.Close();
        var errors = await shell.StandardError.ReadToEndAsync();
        await shell.WaitForExitAsync();
        Assert.True(shell.ExitCode == 0, errors);
    }

    /// <inheritdoc/>
    public Task DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return Task.CompletedTask;
    }
}
