using GenesysAttachments.Engine.Files;

namespace GenesysAttachments;

/// <summary>One reason why a file would be refused.</summary>
public sealed class GCProblem
{
    internal GCProblem(Problem problem) => (Code, ErrorId, Message) = (problem.Code, problem.ErrorId, problem.Message);

    /// <summary>Code the server would answer, or null where the file never gets that far.</summary>
    public int? Code { get; }

    /// <summary>Error id.</summary>
    public string ErrorId { get; }

    /// <summary>What is wrong, with the figures.</summary>
    public string Message { get; }

    /// <inheritdoc/>
    public override string ToString() => Code is { } code ? $"{code} {ErrorId}: {Message}" : $"{ErrorId}: {Message}";
}
