using System.Management.Automation;
using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Files;

namespace GenesysAttachments.Binding;

/// <summary>Finds the files that a path of the shell means, relative to the shell's location.</summary>
/// <param name="paths">The shell's paths.</param>
internal sealed class PathResolver(PathIntrinsics paths)
{
    private const string FileSystem = "FileSystem";

    /// <summary>A path tried as it stands, then as a wildcard; folders that a wildcard matches are passed over.</summary>
    /// <param name="path">What the user gave.</param>
    /// <returns>Full paths, or one problem.</returns>
    public (IReadOnlyList<string> Files, Problem? Problem) Resolve(string? path)
    {
        if (string.IsNullOrWhiteSpace(path))
        {
            return ([path ?? ""], null);
        }

        try
        {
            // An escaped path comes from a file object: what it escapes is the file, even beside one whose name has the backticks.
            var unescaped = WildcardPattern.Unescape(path);
            foreach (var candidate in unescaped != path && Path.IsPathRooted(path) ? [unescaped, path] : new[] { path, unescaped })
            {
                var literal = Literal(candidate);
                if (File.Exists(literal) || Directory.Exists(literal))
                {
                    return ([literal], null);
                }
            }

            if (!WildcardPattern.ContainsWildcardCharacters(path))
            {
                return ([Literal(path)], null);
            }

            var files = paths.GetResolvedProviderPathFromPSPath(path, out var provider).Where(file => !Directory.Exists(file)).ToList();
            return provider.Name != FileSystem ? ([], OtherProvider(path, provider.Name))
                : files.Count == 0 ? ([], new Problem(null, ErrorIds.FileNotFound, $"No file matches '{path}'."))
                : (files, null);
        }
        catch (Exception e) when (IsAboutThePath(e))
        {
            return ([], new Problem(null, ErrorIds.PathNotFound, e.Message));
        }
    }

    /// <summary>A path taken as it stands.</summary>
    public (IReadOnlyList<string> Files, Problem? Problem) ResolveLiteral(string? path)
    {
        if (string.IsNullOrWhiteSpace(path))
        {
            return ([path ?? ""], null);
        }

        try
        {
            return ([Literal(path)], null);
        }
        catch (Exception e) when (IsAboutThePath(e))
        {
            return ([], new Problem(null, ErrorIds.PathNotFound, e.Message));
        }
    }

    /// <summary>The attachment that stands for a path that leads to no file.</summary>
    public static Attachment Unresolved(string? path, Problem problem) => new()
    {
        Path = path ?? "",
        Name = FileNames.Normalize(path ?? ""),
        SentName = "",
        Problems = [problem],
    };

    private string Literal(string path)
    {
        var full = paths.GetUnresolvedProviderPathFromPSPath(path, out var provider, out _);
        return provider.Name == FileSystem ? full : throw new PSNotSupportedException(OtherProvider(path, provider.Name).Message);
    }

    private static Problem OtherProvider(string path, string provider) =>
        new(null, ErrorIds.PathNotFound, $"'{path}' is on the provider {provider}; only files of the file system can be sent.");

    private static bool IsAboutThePath(Exception e) =>
        e is (RuntimeException and not PipelineStoppedException)
        or PSNotSupportedException or PSArgumentException or PSInvalidOperationException or ArgumentException or NotSupportedException or IOException or UnauthorizedAccessException;
}
