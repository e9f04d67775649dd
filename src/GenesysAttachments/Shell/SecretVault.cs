using System.Management.Automation;
using System.Security;
using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.SignIn;

namespace GenesysAttachments.Shell;

/// <summary>Asks whichever module offers <c>Get-Secret</c>. The module depends on none.</summary>
/// <param name="shell">Runs the command in the caller's scope.</param>
internal sealed class SecretVault(CommandInvocationIntrinsics shell)
{
    private const string Command = "Get-Secret";

    /// <summary>Makes a credential of a secret: a PSCredential is id and secret, any other text is the secret of the client given.</summary>
    /// <param name="name">Name of the secret.</param>
    /// <param name="clientId">OAuth client, where the secret is only its secret.</param>
    /// <exception cref="GCException">No module offers it, the vault refuses, or the secret is of no use here.</exception>
    public ClientCredential Read(string name, string? clientId) => (Ask(name), clientId) switch
    {
        (PSCredential { UserName: var user } credential, null) => ClientCredential.FromSecret(user.TrimStart('\\'), Secrets.Plain(credential.Password)),
        (PSCredential credential, { } id) => ClientCredential.FromSecret(id, Secrets.Plain(credential.Password)),
        (SecureString secret, { } id) => ClientCredential.FromSecret(id, Secrets.Plain(secret)),
        (string secret, { } id) => ClientCredential.FromSecret(id, secret),
        (SecureString or string, null) => throw new GCException(ErrorIds.RequestInvalid, $"The secret '{name}' has no client id with it.") { Advice = "Give -ClientId as well, or store id and secret together as a PSCredential." },
        (var other, _) => throw new GCException(ErrorIds.RequestInvalid, $"The secret '{name}' is of type {other.GetType().Name}.") { Advice = "Store a PSCredential (client id and secret), or the secret as a SecureString and give -ClientId." },
    };

    /// <summary>The secret, as the vault gives it.</summary>
    /// <exception cref="GCException">No module offers it, or the vault refuses.</exception>
    public object Ask(string name)
    {
        if (shell.GetCommand(Command, CommandTypes.Function | CommandTypes.Cmdlet | CommandTypes.Alias) is null)
        {
            throw new GCException(ErrorIds.RequestInvalid, $"No module offers {Command}.") { Advice = "Install Microsoft.PowerShell.SecretManagement and a vault for it, or sign in with -Credential." };
        }

        try
        {
            var found = shell.InvokeScript($"param ($name) {Command} -Name $name -ErrorAction Stop", true, System.Management.Automation.Runspaces.PipelineResultTypes.None, null, name);
            return found.Where(item => item is not null).Select(Piped.Unwrap).FirstOrDefault()
                ?? throw new GCException(ErrorIds.NotConnected, $"The vault has no secret '{name}'.") { Advice = "Get-SecretInfo lists the names it has." };
        }
        catch (RuntimeException e) when (e is not PipelineStoppedException)
        {
            throw new GCException(ErrorIds.NotConnected, $"The vault did not give the secret '{name}': {e.Message}", e) { Advice = "Unlock the vault, and check the name with Get-SecretInfo." };
        }
    }
}
