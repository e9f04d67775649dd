namespace GenesysAttachments.Engine.SignIn;

/// <summary>
/// The regions of Genesys Cloud (platform SDK 270, PureCloudRegionHosts), with the places that their AWS names stand for. Compiled into the
/// cmdlet assembly as well, so that completing a region loads no engine; what a text stands for is decided in <c>GivenRegion</c> alone.
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
}
