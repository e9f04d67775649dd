namespace GenesysAttachments.Packaging.Help;

/// <summary>What one parameter set says of a parameter.</summary>
/// <param name="Set">Name of the set.</param>
/// <param name="Position">Place on the line; null for one that is named.</param>
/// <param name="IsRequired">Whether it has to be given.</param>
/// <param name="ByValue">Whether it takes piped objects.</param>
/// <param name="ByPropertyName">Whether it takes a property of piped objects.</param>
internal sealed record ParameterSetFacts(string Set, int? Position, bool IsRequired, bool ByValue, bool ByPropertyName)
{
    /// <summary>As help shows it.</summary>
    public string PipelineInput => (ByPropertyName, ByValue) switch
    {
        (true, true) => "True (ByPropertyName, ByValue)",
        (true, false) => "True (ByPropertyName)",
        (false, true) => "True (ByValue)",
        _ => "False",
    };
}
