using System.Collections.Concurrent;
using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;

namespace GenesysAttachments.Cmdlets.Tests.Harness;

/// <summary>Remembers the lines and questions shown, and answers as told.</summary>
public sealed class Screen : PSHostUserInterface
{
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly ConcurrentQueue<string> _questions = new();
    private readonly ConcurrentQueue<string> _answers = new();

    /// <summary>Every line, "What if:" ones too.</summary>
    public IReadOnlyList<string> Lines => [.. _lines];

    /// <summary>What was asked.</summary>
    public IReadOnlyList<string> Questions => [.. _questions];

    /// <summary>Exit code the script asked for; null when it did not.</summary>
    public int? ExitCode { get; set; }

    public override PSHostRawUserInterface? RawUI => null;

    /// <summary>Answers to the questions to come, by their labels.</summary>
    public void Answer(params IEnumerable<string> labels)
    {
        foreach (var label in labels)
        {
            _answers.Enqueue(label);
        }
    }

    public override int PromptForChoice(string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice)
    {
        _questions.Enqueue(message);
        var answer = _answers.TryDequeue(out var label) ? label : throw new InvalidOperationException($"Nobody answers '{message}'.");
        return choices.ToList().FindIndex(choice => choice.Label.Replace("&", "", StringComparison.Ordinal) == answer);
    }

    public override void Write(string value) => _lines.Enqueue(value);

    public override void Write(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value) => _lines.Enqueue(value);

    public override void WriteLine(string value) => _lines.Enqueue(value);

    public override void WriteErrorLine(string value) => _lines.Enqueue(value);

    public override void WriteDebugLine(string message)
    {
    }

    public override void WriteVerboseLine(string message)
    {
    }

    public override void WriteWarningLine(string message)
    {
    }

    public override void WriteProgress(long sourceId, ProgressRecord record)
    {
    }

    public override string ReadLine() => throw new NotSupportedException();

    public override SecureString ReadLineAsSecureString() => throw new NotSupportedException();

    public override Dictionary<string, PSObject> Prompt(string caption, string message, Collection<FieldDescription> descriptions) => throw new NotSupportedException();

    public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName) => throw new NotSupportedException();

    public override PSCredential PromptForCredential(
        string caption, string message, string userName, string targetName, PSCredentialTypes allowedCredentialTypes, PSCredentialUIOptions options) => throw new NotSupportedException();

    internal void Clear()
    {
        _lines.Clear();
        _questions.Clear();
        ExitCode = null;
    }
}
