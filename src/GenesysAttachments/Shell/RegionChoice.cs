using System.Management.Automation;
using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.SignIn;

namespace GenesysAttachments.Shell;

/// <summary>Which region a cmdlet goes to.</summary>
internal static class RegionChoice
{
    /// <summary>The domain of the region on the line, else of the one that came with the credential, else of the environment's; null where there is none.</summary>
    /// <exception cref="GCException">It is no region, or none that a secret may go to without <c>-TrustRegion</c>.</exception>
    public static string? DomainOf(Cmdlet command, string? given, GivenRegion? own, bool isTrusted)
    {
        if ((given is null ? own ?? EnvironmentSignIn.ReadRegion() : new GivenRegion(given, "-Region")) is not { Text.Length: > 0 } region)
        {
            return null;
        }

        var domain = region.Resolve(isTrusted);
        if (region.NeedsTrust)
        {
            command.WriteVerbose($"'{domain}' is not a region of Genesys Cloud; -TrustRegion lets the client secret or token go to its hosts, such as login.{domain}.");
        }

        return domain;
    }
}
