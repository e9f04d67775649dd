using System.Buffers;
using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace GenesysAttachments.Binding;

/// <summary>
/// Completes a parameter from a list of values: those that begin with the word, else those that hold it, else those whose tip does.
/// Whatever goes wrong, it has nothing to offer rather than an error to show.
/// </summary>
public abstract class ValueCompleter : IArgumentCompleter
{
    private static readonly SearchValues<char> NeedsQuotes = SearchValues.Create(" \t'\"`$;,|&(){}@#<>[]*?");

    /// <summary>Whether a file name is as good as the values.</summary>
    internal virtual bool OffersFiles => false;

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        var word = (wordToComplete ?? "").Trim('\'', '"');
        try
        {
            // The list now, not later: an error must surface here, where it is caught.
            var values = Values(fakeBoundParameters ?? new Hashtable()).ToList();
            var fitting = values.Where(value => value.Text.StartsWith(word, StringComparison.OrdinalIgnoreCase)).ToList() is { Count: > 0 } first ? first
                : values.Where(value => value.Text.Contains(word, StringComparison.OrdinalIgnoreCase)).ToList() is { Count: > 0 } second ? second
                : values.Where(value => value.Tip.Contains(word, StringComparison.OrdinalIgnoreCase)).ToList();
            var offered = fitting.Select(value => new CompletionResult(Quote(value.Text), value.Text, CompletionResultType.ParameterValue, value.Tip));
            return [.. offered, .. OffersFiles ? CompletionCompleters.CompleteFilename(wordToComplete ?? "") : []];
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return [];
        }
    }

    /// <summary>What there is to choose from, in the order to show it; the tip must not be empty.</summary>
    /// <param name="bound">Parameters that stand on the line already.</param>
    internal abstract IEnumerable<(string Text, string Tip)> Values(IDictionary bound);

    private static string Quote(string value) =>
        value.AsSpan().IndexOfAny(NeedsQuotes) < 0 ? value : $"'{value.Replace("'", "''", StringComparison.Ordinal)}'";
}
