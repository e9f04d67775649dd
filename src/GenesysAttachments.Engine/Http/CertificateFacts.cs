using System.Security.Cryptography.X509Certificates;
using GenesysAttachments.Engine.Display;

namespace GenesysAttachments.Engine.Http;

/// <summary>What a certificate that was taken says of itself.</summary>
/// <param name="Issuer">Who signed it, as it may be shown.</param>
/// <param name="Authority">The authority at the end of its chain, as it may be shown.</param>
/// <param name="Until">Until when it is valid.</param>
internal sealed record CertificateFacts(string Issuer, string Authority, DateTimeOffset Until)
{
    public static CertificateFacts Of(X509Certificate2 certificate, X509Chain? chain)
    {
        var top = chain is { ChainElements.Count: > 0 } ? chain.ChainElements[^1].Certificate : certificate;
        return new(NameOf(certificate), NameOf(top), new DateTimeOffset(certificate.NotAfter));
    }

    // Words of somebody else.
    private static string NameOf(X509Certificate2 certificate) => Redaction.Text(certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: true));
}
