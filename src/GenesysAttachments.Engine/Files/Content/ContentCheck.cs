using System.Collections.Immutable;

namespace GenesysAttachments.Engine.Files.Content;

/// <summary>Holds what a name, or a content type that was given, promises against what the content is.</summary>
internal static class ContentCheck
{
    /// <summary>What a name promises by its extension, or, where that says nothing, by the content type it stands for. A type that was given is the promise.</summary>
    public static ImmutableArray<ContentKind> Promise(string name, string contentType, bool isGiven = false)
    {
        var table = SignatureTable.Default;
        return isGiven ? table.ForType(contentType) : table.ForName(name) is { IsEmpty: false } kinds ? kinds : table.ForType(contentType);
    }

    /// <summary>The verdict on a promise, one of <see cref="ContentVerdicts"/>, and whether kinship alone makes it a good one.</summary>
    /// <param name="promised">What is promised.</param>
    /// <param name="found">What was found.</param>
    /// <param name="level">One of <see cref="ContentCheckLevels"/>.</param>
    public static (string Verdict, bool IsKin) Judge(ImmutableArray<ContentKind> promised, ContentFindings found, string level = ContentCheckLevels.Standard)
    {
        if (promised.IsEmpty || found.Kind is not { } kind)
        {
            return (ContentVerdicts.Unverifiable, false);
        }

        if (promised.Contains(kind))
        {
            return (ContentVerdicts.Match, false);
        }

        // A container whose directory shows nothing of what the name promises is some other document, or a plain archive.
        var isOpenContainer = found.IsOpen && promised.Any(one => one.In == kind.Name);
        var isContainerPromised = promised.Any(one => one.Name == kind.In);
        if (isOpenContainer || isContainerPromised || promised.Any(kind.IsSibling))
        {
            return (ContentVerdicts.Compatible, false);
        }

        return level != ContentCheckLevels.Strict && promised.Any(one => ContentKin.Are(one, kind)) ? (ContentVerdicts.Compatible, true) : (ContentVerdicts.Mismatch, false);
    }
}
