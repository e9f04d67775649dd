using System.Globalization;

namespace GenesysAttachments.Sandbox.Page;

/// <summary>How far a page has read; the id of an event, which its browser repeats when it comes back.</summary>
/// <param name="Life">From start or reset to the next: what was read in another life is worth nothing.</param>
/// <param name="Messages">Number of the next message.</param>
/// <param name="Requests">Number of the next request.</param>
/// <param name="Conversations">Number of the next change of a conversation.</param>
internal readonly record struct Cursor(string Life, long Messages, long Requests, long Conversations)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Life}.{Messages}.{Requests}.{Conversations}");

    /// <summary>Where to go on: where the id says, or at the beginning where it is of another life or none at all.</summary>
    public static Cursor After(string? id, string life) =>
        id?.Split('.') is [var known, var messages, var requests, var conversations] && known == life
        && TryRead(messages, out var m) && TryRead(requests, out var r) && TryRead(conversations, out var c)
            ? new(life, m, r, c)
            : new(life, 0, 0, 0);

    private static bool TryRead(string text, out long number) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
