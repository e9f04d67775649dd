using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Files;

namespace GenesysAttachments.Engine.Sending;

/// <summary>Decides which files a path means. Get this wrong, and the wrong file goes to a customer.</summary>
/// <param name="paths">The shell's paths.</param>
public sealed class PathMeaning(IShellPaths paths)
{
    /// <summary>A path tried as it stands, then as a wildcard; folders that a wildcard matches are passed over.</summary>
    /// <param name="path">What the user gave; of a file object, with its wildcard characters escaped.</param>
    /// <param name="isLiteral">Whether it is taken as it stands and no other way.</param>
    /// <returns>Full paths, or one problem.</returns>
    public (IReadOnlyList<string> Files, Problem? Problem) Resolve(string? path, bool isLiteral)
    {
        if (string.IsNullOrWhiteSpace(path))
        {
            return ([path ?? ""], null);
        }

        try
        {
            return isLiteral ? ([paths.ToFull(path)], null) : Resolve(path);
        }
        catch (GCException e)
        {
            return ([], new Problem(null, e.ErrorId, e.Message));
        }
    }

    private (IReadOnlyList<string> Files, Problem? Problem) Resolve(string path)
    {
        // An escaped path comes from a file object: what it escapes is the file, even beside one whose name has the backticks.
        var unescaped = paths.Unescape(path);
        var isObjects = unescaped != path && Path.IsPathRooted(path);
        foreach (var candidate in isObjects ? [unescaped, path] : new[] { path, unescaped })
        {
            var literal = paths.ToFull(candidate);
            if (File.Exists(literal) || Directory.Exists(literal))
            {
                return ([literal], null);
            }
        }

        if (!paths.HasWildcards(path))
        {
            return ([paths.ToFull(isObjects ? unescaped : path)], null);
        }

        var files = paths.Expand(path).Where(file => !Directory.Exists(file)).ToList();
        return files.Count == 0 ? ([], new Problem(null, ErrorIds.FileNotFound, $"No file matches '{path}'.")) : (files, null);
    }
}
