using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using GenesysAttachments.Engine.Sessions;

namespace GenesysAttachments.Binding;

/// <summary>Completes a region by its domain or its AWS name; offline, and without the engine.</summary>
public sealed class RegionCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        var word = wordToComplete.Trim('\'', '"');
        return from region in RegionTable.All
               where region.Domain.Contains(word, StringComparison.OrdinalIgnoreCase) || region.AwsRegion.Contains(word, StringComparison.OrdinalIgnoreCase)
               select new CompletionResult(region.Domain, region.Domain, CompletionResultType.ParameterValue, $"{region.AwsRegion} ({region.Domain})");
    }
}
