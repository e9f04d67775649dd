using System.Management.Automation;
using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.SignIn;
using GenesysAttachments.Shell;

namespace GenesysAttachments.Parameters;

/// <summary>Refuses what is no AWS region, domain or URL of a host. Whether a secret may go there is for the cmdlet, which knows <c>-TrustRegion</c>.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class RegionTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        Piped.Unwrap(inputData) switch
        {
            null or "" => inputData,
            Uri url => Checked(url.OriginalString),
            var given => Checked(given.ToString() ?? ""),
        };

    private static string Checked(string text)
    {
        try
        {
            new GivenRegion(text, "-Region").Resolve(isTrusted: true);
            return text;
        }
        catch (GCException e)
        {
            throw new ArgumentTransformationMetadataException($"{e.Message} {e.Advice}", e);
        }
    }
}
