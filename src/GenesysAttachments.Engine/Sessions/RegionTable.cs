namespace GenesysAttachments.Engine.Sessions;

/// <summary>
/// The regions of Genesys Cloud (platform SDK 270, PureCloudRegionHosts), with the places that their AWS names stand for. Compiled into the cmdlet assembly as well, so that completing a region
/// loads no engine.
/// </summary>
internal static class RegionTable
{
    internal static readonly (string AwsRegion, string Domain, string Place)[] All =
    [
        ("us-east-1", "mypurecloud.com", "US East (N. Virginia)"),
        ("us-east-2", "use2.us-gov-pure.cloud", "US East (Ohio), FedRAMP"),
        ("us-west-2", "usw2.pure.cloud", "US West (Oregon)"),
        ("ca-central-1", "cac1.pure.cloud", "Canada (Montreal)"),
        ("sa-east-1", "sae1.pure.cloud", "Brazil (Sao Paulo)"),
        ("mx-central-1", "mxc1.pure.cloud", "Mexico (Queretaro)"),
        ("eu-west-1", "mypurecloud.ie", "Ireland (Dublin)"),
        ("eu-west-2", "euw2.pure.cloud", "UK (London)"),
        ("eu-central-1", "mypurecloud.de", "Germany (Frankfurt)"),
        ("eu-central-2", "euc2.pure.cloud", "Switzerland (Zurich)"),
        ("eusc-de-east-1", "edee1.eusc-pure.cloud", "Germany (Brandenburg), EU sovereign"),
        ("me-central-1", "mec1.pure.cloud", "United Arab Emirates"),
        ("ap-south-1", "aps1.pure.cloud", "India (Mumbai)"),
        ("ap-northeast-1", "mypurecloud.jp", "Japan (Tokyo)"),
        ("ap-northeast-2", "apne2.pure.cloud", "Korea (Seoul)"),
        ("ap-northeast-3", "apne3.pure.cloud", "Japan (Osaka)"),
        ("ap-southeast-1", "apse1.pure.cloud", "Singapore"),
        ("ap-southeast-2", "mypurecloud.com.au", "Australia (Sydney)"),
    ];

    private static readonly string[] HostPrefixes = ["login.", "api.", "apps.", "webmessaging.", "api-cdn."];

    /// <summary>
    /// The domain for an AWS region name, a domain, or a URL of any of the platform's hosts; null when the text is none of
    /// these. Domains outside the table are let through: new regions keep coming.
    /// </summary>
    internal static string? Resolve(string region)
    {
        var text = region.Trim().ToLowerInvariant();
        foreach (var (awsRegion, domain, _) in All)
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
