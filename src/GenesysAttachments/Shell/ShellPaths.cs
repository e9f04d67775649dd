using System.Management.Automation;
using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Sending;

namespace GenesysAttachments.Shell;

/// <summary>The paths of a shell, relative to its location, for the engine to find files by.</summary>
/// <param name="paths">The shell's paths.</param>
internal sealed class ShellPaths(PathIntrinsics paths) : IShellPaths
{
    private const string FileSystem = "FileSystem";

    /// <inheritdoc/>
    public string ToFull(string path) => StandsAsItIs(path) ? path : Try(() =>
    {
        var full = paths.GetUnresolvedProviderPathFromPSPath(path, out var provider, out _);
        // A Unix has no UNC paths: what begins with \\ is a name like any other, which the shell leaves as it is.
        return provider.Name != FileSystem ? throw OtherProvider(path, provider.Name)
            : Path.IsPathRooted(full) ? full : Path.Combine(paths.CurrentFileSystemLocation.ProviderPath, full);
    });

    /// <inheritdoc/>
    public IReadOnlyList<string> Expand(string pattern) => Try(() =>
    {
        var found = paths.GetResolvedProviderPathFromPSPath(pattern, out var provider);
        return provider.Name == FileSystem ? (IReadOnlyList<string>)found : throw OtherProvider(pattern, provider.Name);
    });

    /// <inheritdoc/>
    public bool HasWildcards(string path) => WildcardPattern.ContainsWildcardCharacters(path);

    /// <inheritdoc/>
    public string Unescape(string path) => WildcardPattern.Unescape(path);

    // On Unix a path from the root means the same in every location, and the shell would read the table of mounts for each file to say so.
    private static bool StandsAsItIs(string path) =>
        !OperatingSystem.IsWindows() && path.StartsWith('/') && path.AsSpan().IndexOfAny(':', '\\', '\0') < 0
        && !path.Contains("//", StringComparison.Ordinal) && !path.Contains("/.", StringComparison.Ordinal);

    private static T Try<T>(Func<T> find)
    {
        try
        {
            return find();
        }
        catch (Exception e) when (e is (RuntimeException and not PipelineStoppedException) or PSNotSupportedException or PSArgumentException or PSInvalidOperationException or ArgumentException or NotSupportedException or IOException or UnauthorizedAccessException)
        {
            throw new GCException(ErrorIds.PathNotFound, e.Message, e);
        }
    }

    private static GCException OtherProvider(string path, string provider) =>
        new(ErrorIds.PathNotFound, $"'{path}' is on the provider {provider}; only files of the file system can be sent.");
}
