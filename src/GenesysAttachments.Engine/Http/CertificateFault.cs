using System.Security.Authentication;

namespace GenesysAttachments.Engine.Http;

/// <summary>A host's certificate was refused, and why: .NET tells the reasons to its check alone, and its caller only that there are some.</summary>
/// <param name="errorId">What it comes to.</param>
/// <param name="sentence">Whose certificate it is, and what is wrong with it.</param>
/// <param name="advice">What to do about it.</param>
internal sealed class CertificateFault(string errorId, string sentence, string advice) : AuthenticationException(sentence)
{
    public string ErrorId { get; } = errorId;

    public string Advice { get; } = advice;
}
