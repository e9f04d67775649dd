using System.Collections;

namespace GenesysAttachments.Binding;

/// <summary>Completes the words a policy can be asked for by; a file name is as good.</summary>
public sealed class PolicyCompleter : ValueCompleter
{
    internal override bool OffersFiles => true;

    internal override IEnumerable<(string Text, string Tip)> Values(IDictionary bound) =>
    [
        (PolicyTransformationAttribute.Default, "10 MB and the usual office types"),
        (PolicyTransformationAttribute.Live, "what the org says now, read once per session"),
    ];
}
