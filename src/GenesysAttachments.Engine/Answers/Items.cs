using System.Collections;

namespace GenesysAttachments.Engine.Answers;

/// <summary>A list of an answer. What is null in it is no item, and is left out as it comes in.</summary>
/// <remarks>No larger than its items: an answer may bring a hundred thousand lists of one.</remarks>
/// <typeparam name="T">Its items.</typeparam>
internal sealed class Items<T> : ICollection<T>
    where T : class
{
    private T[] _items = [];

    /// <inheritdoc/>
    public int Count { get; private set; }

    /// <inheritdoc/>
    public bool IsReadOnly => false;

    /// <inheritdoc/>
    public void Add(T item)
    {
        if (item is null)
        {
            return;
        }

        if (Count == _items.Length)
        {
            Array.Resize(ref _items, Math.Max(1, Count * 2));
        }

        _items[Count++] = item;
    }

    /// <inheritdoc/>
    public void Clear() => (_items, Count) = ([], 0);

    /// <inheritdoc/>
    public bool Contains(T item) => Array.IndexOf(_items, item, 0, Count) >= 0;

    /// <inheritdoc/>
    public void CopyTo(T[] array, int arrayIndex) => Array.Copy(_items, 0, array, arrayIndex, Count);

    /// <inheritdoc/>
    public bool Remove(T item) => throw new NotSupportedException("What an answer said stays said.");

    /// <inheritdoc/>
    public IEnumerator<T> GetEnumerator() => _items.Take(Count).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
