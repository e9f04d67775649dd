using System.Diagnostics;
using GenesysAttachments.Demo;
using GenesysAttachments.Engine.Tests.Network;

namespace GenesysAttachments.Shell.Tests;

/// <summary>A host whose certificate is signed by an authority of one's own, as behind a proxy that inspects. On Linux, where a variable names whom to trust.</summary>
public sealed class TrustTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task The_advice_for_an_authority_that_is_not_trusted_is_right()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        using var authority = new Authority();
        using var server = new LoopbackServer(Acts.Secure(authority.Issue("127.0.0.1"), Acts.Answer("200 OK", "Content-Type: application/json\r\n", """{"access_token":"a-token-of-the-tests","expires_in":3600}""")));
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, authority.Pem);

        var refused = await ConnectAsync(server.Port, null);
        var taken = await ConnectAsync(server.Port, file);

        File.Delete(file);
        Assert.Contains($"Connect-GCOrg: The certificate of 127.0.0.1 is signed by '{Authority.Name}', which this machine does not trust.", refused, StringComparison.Ordinal);
        Assert.Contains("SSL_CERT_FILE", refused, StringComparison.Ordinal);
        Assert.Equal("connected as id", taken);
    }

    // What a person reads, colours and line ends aside.
    private static async Task<string> ConnectAsync(int port, string? trusted)
    {
        // On one line: of a script of several, an error shows the line instead.
        var start = PowerShellProcess.Prepare("-Command", string.Join("; ",
            "$PSStyle.OutputRendering = 'PlainText'",
            $"Import-Module '{Repository.Module}'",
            "$client = [pscredential]::new('id', (ConvertTo-SecureString 'secret-of-the-tests' -AsPlainText))",
            $"'connected as ' + (Connect-GCOrg -Endpoint https://127.0.0.1:{port} -Credential $client -PassThru).ClientId"));
        (start.RedirectStandardInput, start.RedirectStandardOutput, start.RedirectStandardError) = (true, true, true);
        start.Environment["SSL_CERT_FILE"] = trusted;
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        using var limit = new CancellationTokenSource(Limit);
        var errors = process.StandardError.ReadToEndAsync(limit.Token);
        var output = await process.StandardOutput.ReadToEndAsync(limit.Token) + await errors;
        await process.WaitForExitAsync(limit.Token);
        return output.Trim();
    }
}
