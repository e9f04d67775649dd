using System.Collections;

namespace GenesysAttachments.Binding;

/// <summary>Has nothing to offer, and keeps the shell from offering file names where no file is meant.</summary>
public sealed class NoValues : ValueCompleter
{
    internal override IEnumerable<(string Text, string Tip)> Values(IDictionary bound) => [];
}
