using System.Collections.Immutable;

namespace GenesysAttachments.Engine.Quotas;

/// <summary>Those with whom a client shares its pace: the last one that joined and has not left holds.</summary>
internal sealed class SharedPaces
{
    private ImmutableList<ISharedPace> _all = [];

    /// <summary>Who holds; null where nobody shares it.</summary>
    public ISharedPace? Current => Volatile.Read(ref _all) is [.., var last] ? last : null;

    /// <summary>Joins, until what it gives is disposed.</summary>
    public IDisposable Add(ISharedPace pace)
    {
        ImmutableInterlocked.Update(ref _all, static (all, one) => all.Add(one), pace);
        return new Sharing(this, pace);
    }

    private sealed class Sharing(SharedPaces paces, ISharedPace pace) : IDisposable
    {
        public void Dispose() => ImmutableInterlocked.Update(ref paces._all, static (all, one) => all.Remove(one), pace);
    }
}
