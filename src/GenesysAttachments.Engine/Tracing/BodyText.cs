using System.Globalization;
using System.Text;
using System.Text.Unicode;
using GenesysAttachments.Engine.Display;

namespace GenesysAttachments.Engine.Tracing;

/// <summary>What a trace shows of a body.</summary>
/// <param name="Text">Its words; null where none are shown.</param>
/// <param name="Comment">What was left out, and why; null where nothing was.</param>
/// <param name="Found">Secrets that it brought.</param>
internal sealed record BodyText(string? Text, string? Comment, params IReadOnlyList<string> Found)
{
    private const string Cut = "{0:N0} more bytes are left out.";

    /// <summary>Shows a body.</summary>
    /// <param name="body">Its start and length.</param>
    /// <param name="mask">What is secret.</param>
    /// <param name="onlyJson">Whether nothing but JSON is shown of it, since it may hold a token that nobody knows yet.</param>
    public static BodyText Of(KeptText body, TraceMask mask, bool onlyJson)
    {
        if (body.Total == 0)
        {
            return new(null, null);
        }

        if (body.CountsOnly)
        {
            return new(null, Say("The {0:N0} bytes are left out: a trace holds nothing of files.", body.Total));
        }

        if (MaskedJson.IsLike(body.Kept))
        {
            var json = MaskedJson.Write(body.Kept, mask, out var used, out var found);
            var rest = body.Kept[(int)used..].TrimStart(" \t\r\n"u8).Length + body.LeftOut;
            return new(json, rest == 0 ? null : body.LeftOut > 0 ? Say(Cut, rest) : Say("From here on it is no JSON: {0:N0} more bytes are left out.", rest), found);
        }

        var text = WholeCharacters(body);
        return onlyJson ? new(null, Say("The {0:N0} bytes are left out: they are no JSON, and may hold a token.", body.Total))
            : !Utf8.IsValid(text) || text.Contains((byte)0) ? new(null, Say("The {0:N0} bytes are left out: they are no text.", body.Total))
            : new(mask.Text(Encoding.UTF8.GetString(text)), body.LeftOut > 0 ? Say(Cut, body.Total - text.Length) : null);
    }

    /// <summary>The fields of a form, one after the other as it names them.</summary>
    public static IReadOnlyList<HarParam> Fields(KeptText form, TraceMask mask) =>
        [.. UrlQuery.Pairs("?" + Encoding.UTF8.GetString(form.Kept)).Select(field => new HarParam(field.Name, SecretNames.HoldsInForm(field.Name) ? TraceMask.Hidden : mask.Text(Uri.UnescapeDataString(field.Value.Replace('+', ' ')))))];

    // Part of a character at the cut is none.
    private static ReadOnlySpan<byte> WholeCharacters(KeptText body)
    {
        var text = body.Kept;
        for (var less = 1; body.LeftOut > 0 && less <= 3 && less <= text.Length && !Utf8.IsValid(text); less++)
        {
            text = Utf8.IsValid(body.Kept[..^less]) ? body.Kept[..^less] : text;
        }

        return text;
    }

    private static string Say(string sentence, long count) => string.Format(CultureInfo.InvariantCulture, sentence, count);
}
