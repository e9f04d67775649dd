using System.Collections.Concurrent;

namespace GenesysAttachments.Engine.Routes;

/// <summary>Which conversations have had the batch's text. Receipts keep it, so that a retry does not send the text again.</summary>
public sealed class TextLedger
{
    private readonly ConcurrentDictionary<string, bool> _gone = new(StringComparer.Ordinal);

    internal bool HasGone(string lane) => _gone.ContainsKey(lane);

    internal void MarkGone(string lane) => _gone[lane] = true;
}
