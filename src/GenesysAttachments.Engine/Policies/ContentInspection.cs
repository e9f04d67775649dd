using System.Collections.Immutable;
using System.Globalization;
using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Files;
using GenesysAttachments.Engine.Files.Content;

namespace GenesysAttachments.Engine.Policies;

/// <summary>What a file's content means for sending it: a verdict, at most one problem, and what a person should know.</summary>
/// <param name="Verdict">One of <see cref="ContentVerdicts"/>.</param>
/// <param name="Problem">Why the content forbids it; null when it does not.</param>
/// <param name="Warnings">What goes well and may not be meant.</param>
internal sealed record ContentInspection(string Verdict, Problem? Problem, ImmutableArray<string> Warnings)
{
    /// <summary>Holds what was found against what was promised.</summary>
    /// <param name="name">Name it goes by.</param>
    /// <param name="givenType">Content type that was given, where that makes the promise; else null.</param>
    /// <param name="promised">What is promised.</param>
    /// <param name="found">What was found.</param>
    /// <param name="level">One of <see cref="ContentCheckLevels"/>.</param>
    public static ContentInspection Of(string name, string? givenType, ImmutableArray<ContentKind> promised, ContentFindings found, string level)
    {
        var (verdict, isKin) = ContentCheck.Judge(promised, found, level);
        var notes = found.Notes;
        if (found.Kind is not { } kind)
        {
            return new(verdict, null, promised.IsEmpty ? notes : notes.Add(Unknown(promised)));
        }

        if (verdict == ContentVerdicts.Mismatch)
        {
            var what = Describe(name, givenType, kind, found);
            return level == ContentCheckLevels.Off
                ? new(verdict, null, notes.Add($"{what} -ContentCheck Off lets it go."))
                : new(verdict, new(4003, ErrorIds.ContentMismatch, $"{what} {Remedy(givenType, kind, promised, found)}"), notes);
        }

        if (isKin)
        {
            return new(verdict, null, notes.Add($"The content is {kind.Name} under a name for {promised[0].Name}, which not every program opens.{(OwnName(kind) is { } own ? $" {own} sends it as what it is." : "")}"));
        }

        // Macros under a name for a document without (ECMA-376-1 11.3.10 against MS-OFFMACRO2 2.2.1.3): Office refuses such a file by itself.
        return verdict == ContentVerdicts.Match && found.HoldsMacros && name.EndsWith("x", StringComparison.OrdinalIgnoreCase) ? new(ContentVerdicts.Compatible, null, notes) : new(verdict, null, notes);
    }

    private static string Unknown(ImmutableArray<ContentKind> promised) => promised.Any(kind => kind.IsText)
        ? "The name promises text; the content is not text that can be read."
        : $"The content begins neither as {promised[0].Name} does nor as anything else that is known; the file may be broken.";

    private static string Describe(string name, string? givenType, ContentKind kind, ContentFindings found)
    {
        var proof = found.Evidence.LastOrDefault(evidence => evidence.Kind == kind.Name) ?? found.Evidence[0];
        return givenType is null
            ? string.Create(CultureInfo.InvariantCulture, $"The content is {kind.Name}, not what the name '{name}' says ({proof.Signature} at {proof.Offset:N0}).")
            : $"The content is {kind.Name}, not {givenType} as -ContentType says.";
    }

    private static string Remedy(string? givenType, ContentKind kind, ImmutableArray<ContentKind> promised, ContentFindings found)
    {
        var weaker = ContentCheck.Judge(promised, found).Verdict == ContentVerdicts.Mismatch ? ContentCheckLevels.Off : ContentCheckLevels.Standard;
        var own = givenType is null ? OwnName(kind) : kind.Types.IsEmpty ? null : $"-ContentType {kind.Types[0]}";
        return own is null ? $"To send it as it is: -ContentCheck {weaker}." : $"To send it as what it is: {own}. To send it as it is: -ContentCheck {weaker}.";
    }

    private static string? OwnName(ContentKind kind) => kind.Extensions.IsEmpty ? null : $"-Name {{ $_.BaseName + '.{kind.Extensions[0]}' }}";
}
