using System.Collections;
using GenesysAttachments.Engine.Sessions;

namespace GenesysAttachments.Binding;

/// <summary>Completes a region by its domain, its AWS name or its place; offline, and without the engine.</summary>
public sealed class RegionCompleter : ValueCompleter
{
    internal override IEnumerable<(string Text, string Tip)> Values(IDictionary bound) =>
        RegionTable.All.Select(region => (region.Domain, $"{region.AwsRegion}, {region.Place}"));
}
