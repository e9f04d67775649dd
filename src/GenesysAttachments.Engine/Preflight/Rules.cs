using GenesysAttachments.Engine.Display;
using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Files;
using GenesysAttachments.Engine.Policies;

namespace GenesysAttachments.Engine.Preflight;

/// <summary>What a policy that was read comes to.</summary>
internal static class Rules
{
    public static Finding Say(AttachmentPolicy policy) => policy.AllowedTypes.IsEmpty || policy.MaxBytes <= 0
        ? new Finding(CheckStates.Failed, "No type of file is allowed: attachments are switched off.", "Have types added to the supported content profile, and attachments allowed in the deployment's Messenger configuration.") { ErrorId = ErrorIds.TypeNotAllowed }
        : Finding.Passed($"Files of up to {ByteSize.Text(policy.MaxBytes)} are accepted, of {(policy.AllowedTypes.Length == 1 ? "the type" : "the types")} {Redaction.List(policy.AllowedTypes)}.");
}
