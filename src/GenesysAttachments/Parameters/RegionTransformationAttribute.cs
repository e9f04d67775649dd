using System.Management.Automation;
using GenesysAttachments.Engine.SignIn;
using GenesysAttachments.Shell;

namespace GenesysAttachments.Parameters;

/// <summary>Turns an AWS region, a domain or a URL into the region's domain; lets unknown domains through.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class RegionTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        Piped.Unwrap(inputData) switch
        {
            null or "" => inputData,
            string text => RegionTable.Resolve(text) ?? throw Unknown(text),
            Uri url => RegionTable.Resolve(url.OriginalString) ?? throw Unknown(url.OriginalString),
            var other => throw Unknown(other.ToString() ?? ""),
        };

    private static ArgumentTransformationMetadataException Unknown(string text) =>
        new($"'{text}' is not a region. Give an AWS region such as eu-west-1, a domain such as mypurecloud.ie, or a URL of the org.");
}
