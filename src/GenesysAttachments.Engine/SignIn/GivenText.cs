using System.Text;
using GenesysAttachments.Engine.Display;
using GenesysAttachments.Engine.Errors;

namespace GenesysAttachments.Engine.SignIn;

/// <summary>
/// What somebody gives to sign in with, wherever it stood: in a variable, a vault, a file, on the line. What cannot be seen comes along unseen,
/// such as the end of a line, a byte order mark, or a zero-width blank that a page had in it.
/// </summary>
internal static class GivenText
{
    /// <summary>The text without what cannot be seen at its edges.</summary>
    public static string Trim(string text)
    {
        var (from, to) = (0, text.Length);
        while (from < to && Rune.DecodeFromUtf16(text.AsSpan(from, to - from), out var first, out var length) == System.Buffers.OperationStatus.Done && ComesAlong(first))
        {
            from += length;
        }

        while (from < to && Rune.DecodeLastFromUtf16(text.AsSpan(from, to - from), out var last, out var length) == System.Buffers.OperationStatus.Done && ComesAlong(last))
        {
            to -= length;
        }

        return text[from..to];
    }

    /// <summary>The same; refused where something is left that cannot be seen: nobody would find it.</summary>
    /// <param name="text">The text; never repeated.</param>
    /// <param name="what">What it is, to begin a sentence.</param>
    /// <param name="advice">What to give.</param>
    /// <exception cref="GCException"><see cref="ErrorIds.RequestInvalid"/>: nothing is left, or it holds such a character, which is named.</exception>
    public static string Of(string text, string what, string advice)
    {
        var seen = Trim(text);
        if (seen.Length == 0)
        {
            throw new GCException(ErrorIds.RequestInvalid, $"{what} is empty.") { Advice = advice };
        }

        return InvisibleIn(seen) is { } hidden
            ? throw new GCException(ErrorIds.RequestInvalid, $"{what} holds a character that cannot be seen: {hidden}.") { Advice = $"Copy it anew, without line ends and blanks. {advice}" }
            : seen;
    }

    /// <summary>The first character in it that cannot be seen, by its number and place; null when there is none.</summary>
    public static string? InvisibleIn(string text)
    {
        var place = 1;
        foreach (var rune in text.EnumerateRunes())
        {
            if (IsInvisible(rune))
            {
                return $"U+{rune.Value:X4} in place {place}";
            }

            place++;
        }

        return null;
    }

    // An escape or a null is no accident of copying.
    private static bool ComesAlong(Rune rune) => Rune.IsWhiteSpace(rune) || (!ShownText.IsShown(rune) && !Rune.IsControl(rune));

    // A blank may well stand within a secret. Half of a pair is replaced as it is decoded.
    private static bool IsInvisible(Rune rune) => rune.Value != ' ' && (Rune.IsWhiteSpace(rune) || rune == Rune.ReplacementChar || !ShownText.IsShown(rune));
}
