using System.Collections.Immutable;

namespace GenesysAttachments.Engine.Policies;

/// <summary>A list of a policy, with what answers questions about it: made at the first one, and shared by the policy's copies.</summary>
/// <typeparam name="TIndex">What answers.</typeparam>
/// <param name="list">The list.</param>
/// <param name="make">Makes what answers.</param>
internal sealed class Entries<TIndex>(ImmutableArray<string> list, Func<ImmutableArray<string>, TIndex> make)
{
    private readonly Lazy<TIndex> _index = new(() => make(list));

    /// <summary>The list.</summary>
    public ImmutableArray<string> List => list;

    /// <summary>What answers questions about it.</summary>
    public TIndex Index => _index.Value;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Entries<TIndex> other && other.List == list;

    /// <inheritdoc/>
    public override int GetHashCode() => list.GetHashCode();
}
