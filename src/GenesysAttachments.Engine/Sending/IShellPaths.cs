using GenesysAttachments.Engine.Errors;

namespace GenesysAttachments.Engine.Sending;

/// <summary>What the shell knows of paths: its location, its drives, its wildcards.</summary>
public interface IShellPaths
{
    /// <summary>The full path in the file system that a path means as it stands.</summary>
    /// <exception cref="GCException"><see cref="ErrorIds.PathNotFound"/>: its drive is not there, or it is of another provider.</exception>
    string ToFull(string path);

    /// <summary>The full paths of what a wildcard matches, folders too; none when it matches nothing.</summary>
    /// <exception cref="GCException"><see cref="ErrorIds.PathNotFound"/>.</exception>
    IReadOnlyList<string> Expand(string pattern);

    /// <summary>Whether the shell would take the path for a wildcard.</summary>
    bool HasWildcards(string path);

    /// <summary>The path without the marks that keep its characters from being wildcards.</summary>
    string Unescape(string path);
}
