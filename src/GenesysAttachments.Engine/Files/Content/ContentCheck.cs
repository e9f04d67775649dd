using System.Collections.Immutable;

namespace GenesysAttachments.Engine.Files.Content;

/// <summary>Holds what a name and a content type promise against what the content is.</summary>
internal static class ContentCheck
{
    /// <summary>What a name promises by its extension, or, where that says nothing, by the content type it stands for.</summary>
    public static ImmutableArray<ContentKind> Promise(string name, string contentType) =>
        SignatureTable.ForName(name) is { IsEmpty: false } kinds ? kinds : SignatureTable.ForType(contentType);

    /// <summary>The verdict on a promise, one of <see cref="ContentVerdicts"/>.</summary>
    public static string Judge(ImmutableArray<ContentKind> promised, ContentFindings found)
    {
        if (promised.IsEmpty || found.Kind is not { } kind)
        {
            return ContentVerdicts.Unverifiable;
        }

        if (promised.Contains(kind))
        {
            return ContentVerdicts.Match;
        }

        // A container whose directory shows nothing of what the name promises is some other document, or a plain archive.
        var isOpenContainer = promised.Any(one => one.In == kind.Name) && !(kind.Name == "zip" && found.IsComplete);
        var isContainerPromised = promised.Any(one => one.Name == kind.In);
        return isOpenContainer || isContainerPromised || promised.Any(kind.IsSibling) ? ContentVerdicts.Compatible : ContentVerdicts.Mismatch;
    }
}
