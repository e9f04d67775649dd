namespace GenesysAttachments.Cmdlets.Tests.Harness;

/// <summary>What the tests of one class share: a shell, a sandbox and a folder. A class's tests run one after the other.</summary>
public sealed class Stage : IDisposable
{
    public Stage()
    {
        Shell = new Shell();
        Sandbox = new Sandbox(Shell.Run("Start-GCSandbox -NoQuota").Clean().Only());
        Shell.Set("Sandbox", Sandbox.Made);
        Shell.Set("C", Sandbox.ConversationId);
        Shell.Run($"Set-Location -LiteralPath '{Files.Folder}'").Clean();
    }

    public Shell Shell { get; }

    public Sandbox Sandbox { get; }

    public Files Files { get; } = new();

    /// <summary>As at the start: nothing arrived, no faults, one session with the sandbox.</summary>
    public async Task ResetAsync()
    {
        await Sandbox.ResetAsync();
        Shell.Run("Get-GCOrg | Disconnect-GCOrg -Confirm:$false; $Sandbox | Connect-GCOrg").Clean();
        await Sandbox.ResetAsync();
    }

    public void Dispose()
    {
        Shell.Run("$Sandbox | Stop-GCSandbox -Confirm:$false");
        Shell.Dispose();
        Files.Dispose();
    }
}
