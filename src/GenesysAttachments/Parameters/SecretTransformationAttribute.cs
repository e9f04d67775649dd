using System.Management.Automation;
using System.Security;
using GenesysAttachments.Shell;

namespace GenesysAttachments.Parameters;

/// <summary>
/// Takes secrets in the two forms that keep them, and refuses the rest without repeating it: the shell's own error about a plain string
/// shows the string.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SecretTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        Piped.Unwrap(inputData) switch
        {
            null or SecureString or PSCredential => inputData,
            var other => throw new ArgumentTransformationMetadataException(
                $"A {other.GetType().Name} is not taken as a secret. Give a PSCredential (Get-Credential) or a SecureString (Read-Host -AsSecureString)."),
        };
}
