using System.Globalization;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using GenesysAttachments.Engine.Display;
using GenesysAttachments.Engine.Errors;

namespace GenesysAttachments.Engine.Http;

/// <summary>Takes a certificate where this machine does, and says of any other what is wrong with it.</summary>
internal static class CertificateCheck
{
    private const string ClockAdvice = "Check date and time of this machine. If they are right, whoever runs the host has to renew its certificate.";

    private const X509ChainStatusFlags Time = X509ChainStatusFlags.NotTimeValid;
    private const X509ChainStatusFlags Trust = X509ChainStatusFlags.UntrustedRoot | X509ChainStatusFlags.PartialChain;

    /// <summary>The check of a connection under way.</summary>
    /// <exception cref="CertificateFault">Anything is wrong: nothing that .NET finds is ever passed over.</exception>
    public static bool Accept(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors) =>
        errors == SslPolicyErrors.None ? true : throw Fault(((SslStream)sender).TargetHostName, certificate as X509Certificate2, chain, errors);

    private static CertificateFault Fault(string host, X509Certificate2? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (certificate is null || chain is null)
        {
            return Fault(ErrorIds.CertificateNotTrusted, $"{host} showed no certificate.");
        }

        var found = chain.ChainStatus.Aggregate(X509ChainStatusFlags.NoError, (all, status) => all | status.Status);
        var reasons = new List<string>();
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
        {
            reasons.Add($"is for another name{Names(certificate)}");
        }

        if ((found & Trust) != 0)
        {
            reasons.Add(Signer(chain));
        }

        if ((found & Time) != 0)
        {
            reasons.Add(OutOfTime(chain));
        }

        if ((found & ~Trust & ~Time) is var rest && rest != 0)
        {
            reasons.Add(rest.HasFlag(X509ChainStatusFlags.Revoked) ? "has been revoked" : $"does not pass the check ({rest})");
        }

        var id = errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch) ? ErrorIds.CertificateNameMismatch : ErrorIds.CertificateNotTrusted;
        return Fault(id, $"The certificate of {host} {string.Join(" and ", reasons)}.", found == Time && reasons.Count == 1 ? ClockAdvice : null);
    }

    // Names in a certificate are words of somebody else.
    private static CertificateFault Fault(string id, string sentence, string? advice = null) => new(id, Redaction.Text(sentence), advice ?? ErrorCatalog.Get(id).Advice);

    private static string Names(X509Certificate2 certificate)
    {
        try
        {
            var others = certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().ToList();
            List<string> names = [.. others.SelectMany(names => names.EnumerateDnsNames()), .. others.SelectMany(names => names.EnumerateIPAddresses()).Select(address => $"{address}")];
            return $" ({(names.Count > 0 ? Redaction.List(names) : certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false))})";
        }
        catch (CryptographicException)
        {
            return ""; // Its names cannot be read; that none of them is the host's holds all the same.
        }
    }

    // The last that was found on the way up: an authority nobody here knows, or one that is signed by such a one.
    private static string Signer(X509Chain chain)
    {
        var top = chain.ChainElements[^1].Certificate;
        return chain.ChainElements.Count == 1 && top.Subject == top.Issuer
            ? "is signed by nobody but itself"
            : $"is signed by '{top.GetNameInfo(X509NameType.SimpleName, forIssuer: true)}', which this machine does not trust";
    }

    private static string Day(DateTime moment) => moment.ToUniversalTime().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string OutOfTime(X509Chain chain)
    {
        var off = chain.ChainElements.FirstOrDefault(element => element.ChainElementStatus.Any(status => status.Status == Time)) ?? chain.ChainElements[0];
        var whose = off == chain.ChainElements[0] ? "" : $"has an authority, '{off.Certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false)}', that ";
        return off.Certificate.NotAfter < DateTime.Now
            ? $"{whose}expired on {Day(off.Certificate.NotAfter)}"
            : $"{whose}is not valid before {Day(off.Certificate.NotBefore)}";
    }
}
