using System.Management.Automation;
using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Files;

namespace GenesysAttachments.Binding;

/// <summary>Makes the shell's errors from the engine's, with the advice where the concise view shows it.</summary>
internal static class ErrorRecords
{
    public static ErrorRecord From(GCException error, object? target) =>
        new(error, error.ErrorId, Enum.Parse<ErrorCategory>(error.Info.Category), target)
        {
            ErrorDetails = new ErrorDetails(error.Message) { RecommendedAction = error.Advice },
        };

    /// <summary>The error of a refused file: the first problem decides the id, the message has all of them.</summary>
    public static GCException Rejection(Attachment file)
    {
        var name = file.Name.Length > 0 ? file.Name : file.Path;
        var problems = string.Join(" ", file.Problems.Select(problem => problem.Message));
        return new GCException(file.Problems[0].ErrorId, name.Length > 0 ? $"'{name}' was not sent. {problems}" : problems);
    }
}
