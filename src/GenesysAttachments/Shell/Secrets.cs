using System.Net;
using System.Security;

namespace GenesysAttachments.Shell;

/// <summary>Unwraps a secret for the request it goes into.</summary>
internal static class Secrets
{
    public static string Plain(SecureString secret) => new NetworkCredential("", secret).Password;
}
