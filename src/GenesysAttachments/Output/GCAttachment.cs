using GenesysAttachments.Engine.Display;
using GenesysAttachments.Engine.Files;

namespace GenesysAttachments;

/// <summary>A local file with its checked facts. Flat, so that it survives JSON, CSV and Clixml.</summary>
public class GCAttachment
{
    internal GCAttachment(Attachment file)
    {
        File = file;
        Path = file.Path;
        Name = file.Name;
        SentName = file.SentName;
        Length = file.Length;
        ContentType = file.ContentType;
        DetectedType = file.DetectedType;
        Verdict = file.Verdict;
        Evidence = [.. file.Evidence.Select(evidence => evidence.ToString())];
        IsValid = file.IsValid;
        Problems = [.. file.Problems.Select(problem => problem.ToString())];
        ProblemDetails = [.. file.Problems.Select(problem => new GCProblem(problem))];
        Warnings = [.. file.Warnings.Select(ShownText.Of)];
        (Policy, PolicyDirection) = (file.PolicySource, file.PolicyDirection);
    }

    /// <summary>Full path.</summary>
    public string Path { get; }

    /// <summary>Display name.</summary>
    public string Name { get; }

    /// <summary>Name on the wire; differs where the route's rules needed a repair.</summary>
    public string SentName { get; }

    /// <summary>Length in bytes.</summary>
    public long Length { get; }

    /// <summary>Bare content type; empty when none is known.</summary>
    public string ContentType { get; }

    /// <summary>Usual type of what the content was found to be; empty when nothing is known of it.</summary>
    public string DetectedType { get; }

    /// <summary><c>Match</c>, <c>Compatible</c>, <c>Unverifiable</c> or <c>Mismatch</c>: how content and name go together.</summary>
    public string Verdict { get; }

    /// <summary>What was found in the content, and where.</summary>
    public string[] Evidence { get; }

    /// <summary>Whether nothing speaks against sending it.</summary>
    public bool IsValid { get; }

    /// <summary>Every problem as one line: <c>4001 TypeNotAllowed: …</c>.</summary>
    public string[] Problems { get; }

    /// <summary>The same problems in parts.</summary>
    public GCProblem[] ProblemDetails { get; }

    /// <summary>What may go wrong and cannot be decided here.</summary>
    public string[] Warnings { get; }

    /// <summary>Policy it was checked against: where it comes from.</summary>
    public string Policy { get; }

    /// <summary>Which way that policy looks: <c>Inbound</c> (what a guest may send) or <c>Outbound</c> (what an agent may send).</summary>
    public string PolicyDirection { get; }

    internal Attachment File { get; }

    /// <inheritdoc/>
    public override string ToString() => ShownText.Of(Name);
}
