namespace GenesysAttachments.Cmdlets.Tests;

/// <summary>Stopping every sandbox of the process: no other test may have one meanwhile.</summary>
[Collection(AloneCollection.Name)]
public sealed class StopAllTests
{
    private const string Running = "$s.ProcessId | ForEach-Object { $null -ne (Get-Process -Id $_ -ErrorAction Ignore) }";

    [Fact]
    public void All_are_stopped_with_their_sessions()
    {
        using var shell = new Shell();

        var ran = shell.Run($"$s = (Start-GCSandbox), (Start-GCSandbox); $s | Connect-GCOrg; @(Get-GCOrg).Count; Stop-GCSandbox -All; Wait-Process -Id $s.ProcessId -Timeout 10 -ErrorAction Ignore; {Running}; @(Get-GCOrg).Count").Clean();

        Assert.Equal(["2", "False", "False", "0"], ran.Lines);
        Assert.Empty(shell.Run("Stop-GCSandbox -All").Clean().Output);
    }

    [Theory]
    [InlineData("@() | Stop-GCSandbox", null)]
    [InlineData("Get-Variable no-such-sandbox -ErrorAction Ignore | Stop-GCSandbox", null)]
    [InlineData("Stop-GCSandbox -All -WhatIf", null)]
    [InlineData("$null | Stop-GCSandbox", "ParameterArgumentValidationErrorNullNotAllowed")]
    [InlineData("Stop-GCSandbox $null", "ParameterArgumentValidationErrorNullNotAllowed")]
    [InlineData("Stop-GCSandbox -InputObject $s -All", "AmbiguousParameterSet")]
    public void Without_one_to_stop_none_is(string line, string? errorId)
    {
        using var shell = new Shell();

        var ran = shell.Run($"$s = Start-GCSandbox; try {{ {line} }} catch {{ Write-Error -ErrorRecord $_ }}; {Running}; $s | Stop-GCSandbox");

        Assert.Equal(["True"], ran.Lines);
        Assert.Equal(errorId is null ? [] : [errorId], ran.ErrorIds);
    }
}
