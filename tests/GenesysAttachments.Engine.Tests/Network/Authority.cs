using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace GenesysAttachments.Engine.Tests.Network;

/// <summary>A certificate authority of the tests' own, which no machine trusts.</summary>
internal sealed class Authority : IDisposable
{
    /// <summary>Its name, as a certificate shows it.</summary>
    public const string Name = "Authority of the tests";

    private readonly DateTimeOffset _now = DateTimeOffset.UtcNow;
    private readonly X509Certificate2 _root;

    public Authority(string name = Name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var subject = new X500DistinguishedNameBuilder();
        subject.AddCommonName(name);
        var request = new CertificateRequest(subject.Build(), key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, critical: true));
        _root = request.CreateSelfSigned(_now.AddYears(-1), _now.AddYears(1));
    }

    /// <summary>Its certificate, as a file for <c>SSL_CERT_FILE</c> holds it.</summary>
    public string Pem => _root.ExportCertificatePem();

    /// <summary>The trust of somebody who trusts it and nobody else.</summary>
    public X509ChainPolicy Trust
    {
        get
        {
            var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            policy.CustomTrustStore.Add(_root);
            return policy;
        }
    }

    /// <summary>Its own certificate with its key: a server's that nobody else has signed.</summary>
    public X509Certificate2 Own => X509CertificateLoader.LoadPkcs12(_root.Export(X509ContentType.Pfx), null);

    /// <summary>A server's certificate.</summary>
    /// <param name="name">Host name or address it is for.</param>
    /// <param name="fromDays">From when on it is valid, in days from now.</param>
    /// <param name="toDays">Until when.</param>
    public X509Certificate2 Issue(string name, int fromDays = -1, int toDays = 1)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=server", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        if (IPAddress.TryParse(name, out var address))
        {
            names.AddIpAddress(address);
        }
        else
        {
            names.AddDnsName(name);
        }

        request.CertificateExtensions.Add(names.Build());
        using var bare = request.Create(_root, _now.AddDays(fromDays), _now.AddDays(toDays), RandomNumberGenerator.GetBytes(8));
        using var whole = bare.CopyWithPrivateKey(key);
        // By way of a file: Windows does not serve a key that is only in memory.
        return X509CertificateLoader.LoadPkcs12(whole.Export(X509ContentType.Pfx), null);
    }

    public void Dispose() => _root.Dispose();
}
