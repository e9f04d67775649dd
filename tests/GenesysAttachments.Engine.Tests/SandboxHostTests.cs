using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Sandboxes;

namespace GenesysAttachments.Engine.Tests;

/// <summary>Which .NET a sandbox is run with.</summary>
public sealed class SandboxHostTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("gca-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Without_a_runtime_it_says_which_to_install()
    {
        // One of another version, and one of .NET alone.
        var (old, bare) = (Install("old", "Microsoft.AspNetCore.App", "8.0.20"), Install("bare", "Microsoft.NETCore.App", $"{Environment.Version}"));

        var error = Assert.Throws<GCException>(() => SandboxProcess.FindHost([null, "", Path.Combine(_folder, "none"), old, bare]));

        Assert.Equal(ErrorIds.SandboxRuntimeMissing, error.ErrorId);
        Assert.Contains("Microsoft.AspNetCore.App 10", error.Message, StringComparison.Ordinal);
        Assert.Contains("dotnet --list-runtimes", error.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void The_first_that_has_it_is_taken()
    {
        var (old, good) = (Install("old", "Microsoft.AspNetCore.App", "8.0.20"), Install("good", "Microsoft.AspNetCore.App", $"{Environment.Version.Major}.0.1"));

        Assert.Equal(good, Path.GetDirectoryName(SandboxProcess.FindHost([old, good])));
    }

    private string Install(string name, string runtime, string version)
    {
        var root = Path.Combine(_folder, name);
        Directory.CreateDirectory(Path.Combine(root, "shared", runtime, version));
        File.WriteAllText(Path.Combine(root, OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet"), "");
        return root;
    }
}
