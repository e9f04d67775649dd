using System.Management.Automation;
using System.Management.Automation.Language;

namespace GenesysAttachments.Binding;

/// <summary>Says why nothing may have come in: what stands before the pipe, and what its pattern is likely to have got wrong.</summary>
internal static class NoInput
{
    /// <summary>The sentence.</summary>
    /// <param name="invocation">The command that got nothing.</param>
    /// <param name="what">What would have been done.</param>
    public static string Describe(InvocationInfo invocation, string what)
    {
        var start = $"No file came in, so nothing was {what}.";
        if (!invocation.ExpectingInput)
        {
            return $"{start} The list that was given is empty.";
        }

        var before = Before(invocation);
        return before is null ? $"{start} What stands before the pipe gave nothing."
            : Pattern(before) is { } pattern ? $"{start} '{before.Extent.Text}' gave nothing: check the folder and the ending in '{pattern}'."
            : $"{start} '{before.Extent.Text}' gave nothing.";
    }

    // The element of the pipeline before the command, as far as the line shows it.
    private static CommandBaseAst? Before(InvocationInfo invocation)
    {
        var line = Parser.ParseInput(invocation.Line ?? "", out _, out _);
        foreach (var pipeline in line.FindAll(ast => ast is PipelineAst, searchNestedScriptBlocks: true).Cast<PipelineAst>())
        {
            for (var i = 1; i < pipeline.PipelineElements.Count; i++)
            {
                if (pipeline.PipelineElements[i].Extent.StartOffset == invocation.OffsetInLine - 1)
                {
                    return pipeline.PipelineElements[i - 1];
                }
            }
        }

        return null;
    }

    private static string? Pattern(CommandBaseAst command) => (command as CommandAst)?.CommandElements.Skip(1)
        .Select(element => element switch
        {
            StringConstantExpressionAst text => text.Value,
            ExpandableStringExpressionAst text => text.Value,
            _ => null,
        })
        .FirstOrDefault(text => text?.IndexOfAny(['*', '?', '/', '\\', '.']) >= 0);
}
