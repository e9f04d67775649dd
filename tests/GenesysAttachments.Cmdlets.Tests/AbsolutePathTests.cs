namespace GenesysAttachments.Cmdlets.Tests;

/// <summary>A path from the root means what the shell means by it, whether the shell is asked or not.</summary>
public sealed class AbsolutePathTests(Stage stage) : StagedTests(stage)
{
    [Theory]
    [InlineData("plain.pdf")]
    [InlineData("with 0 and blanks .pdf")]
    [InlineData("brackets[1].pdf")]
    [InlineData("a:b.pdf")]
    [InlineData("back\\slash.pdf")]
    [InlineData("./dot.pdf")]
    [InlineData("x/../up.pdf")]
    [InlineData("//twice.pdf")]
    [InlineData(".hidden.pdf")]
    [InlineData("~.pdf")]
    [InlineData("é.pdf")]
    public void It_is_the_path_of_the_shell(string name)
    {
        var path = $"(Join-Path (Get-Location) 'x').TrimEnd('x') + '{name}'";

        Assert.Equal(
            Run($"[pscustomobject]@{{ Path = $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath({path}) }}").Of("Path"),
            Run($"Test-GCAttachment -LiteralPath ({path}) -ErrorAction Ignore").Of("Path"));
    }
}
