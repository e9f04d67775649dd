using System.Management.Automation;
using GenesysAttachments.Engine.Errors;

namespace GenesysAttachments.Shell;

/// <summary>Makes the shell's errors from the engine's, with the advice where the concise view shows it.</summary>
internal static class ErrorRecords
{
    public static ErrorRecord From(GCException error, object? target) =>
        new(error, error.ErrorId, Enum.Parse<ErrorCategory>(error.Info.Category), target)
        {
            ErrorDetails = new ErrorDetails(error.Message) { RecommendedAction = error.Advice },
        };
}
