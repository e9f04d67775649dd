using System.Collections.ObjectModel;

namespace GenesysAttachments.Engine.Answers;

/// <summary>A list of an answer. What is null in it is no item, and is left out as it comes in.</summary>
/// <typeparam name="T">Its items.</typeparam>
internal sealed class Items<T> : Collection<T>
    where T : class
{
    /// <inheritdoc/>
    protected override void InsertItem(int index, T item)
    {
        if (item is not null)
        {
            base.InsertItem(index, item);
        }
    }
}
