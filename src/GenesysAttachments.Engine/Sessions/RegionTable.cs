namespace GenesysAttachments.Engine.Sessions;

/// <summary>
/// The regions of Genesys Cloud (platform SDK 270, PureCloudRegionHosts). Compiled into the cmdlet assembly as well, so that completing a region
/// loads no engine.
/// </summary>
internal static class RegionTable
{
    internal static readonly (string AwsRegion, string Domain)[] All =
    [
        ("us-east-1", "mypurecloud.com"),
        ("us-east-2", "use2.us-gov-pure.cloud"),
        ("us-west-2", "usw2.pure.cloud"),
        ("ca-central-1", "cac1.pure.cloud"),
        ("sa-east-1", "sae1.pure.cloud"),
        ("mx-central-1", "mxc1.pure.cloud"),
        ("eu-west-1", "mypurecloud.ie"),
        ("eu-west-2", "euw2.pure.cloud"),
        ("eu-central-1", "mypurecloud.de"),
        ("eu-central-2", "euc2.pure.cloud"),
        ("eusc-de-east-1", "edee1.eusc-pure.cloud"),
        ("me-central-1", "mec1.pure.cloud"),
        ("ap-south-1", "aps1.pure.cloud"),
        ("ap-northeast-1", "mypurecloud.jp"),
        ("ap-northeast-2", "apne2.pure.cloud"),
        ("ap-northeast-3", "apne3.pure.cloud"),
        ("ap-southeast-1", "apse1.pure.cloud"),
        ("ap-southeast-2", "mypurecloud.com.au"),
    ];

    private static readonly string[] HostPrefixes = ["login.", "api.", "apps.", "webmessaging.", "api-cdn."];

    /// <summary>
    /// The domain for an AWS region name, a domain, or a URL of any of the platform's hosts; null when the text is none of
    /// these. Domains outside the table are let through: new regions keep coming.
    /// </summary>
    internal static string? Resolve(string region)
    {
        var text = region.Trim().ToLowerInvariant();
        foreach (var (awsRegion, domain) in All)
        {
            if (text == awsRegion)
            {
                return domain;
            }
        }

        if (text.Contains("://", StringComparison.Ordinal))
        {
            if (!Uri.TryCreate(text, UriKind.Absolute, out var url))
            {
                return null;
            }

            text = url.Host;
        }

        text = text.TrimEnd('/');
        foreach (var prefix in HostPrefixes)
        {
            if (text.StartsWith(prefix, StringComparison.Ordinal))
            {
                text = text[prefix.Length..];
                break;
            }
        }

        return text.Contains('.', StringComparison.Ordinal) && Uri.CheckHostName(text) == UriHostNameType.Dns ? text : null;
    }
}
