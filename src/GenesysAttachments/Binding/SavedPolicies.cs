using GenesysAttachments.Engine.Policies;
using GenesysAttachments.Engine.Transports;

namespace GenesysAttachments.Binding;

/// <summary>Policies that were saved to files.</summary>
internal static class SavedPolicies
{
    /// <summary>Reads one.</summary>
    /// <exception cref="GCException"><see cref="ErrorIds.FileNotFound"/>, <see cref="ErrorIds.FileUnreadable"/>, or what is wrong with the content.</exception>
    public static AttachmentPolicy Read(string path)
    {
        try
        {
            return Directory.Exists(path)
                ? throw new GCException(ErrorIds.FileUnreadable, $"'{path}' is a folder, not a saved policy.")
                : PolicyReader.Parse(File.ReadAllText(path), path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new GCException(e is FileNotFoundException or DirectoryNotFoundException ? ErrorIds.FileNotFound : ErrorIds.FileUnreadable, e.Message, e);
        }
    }
}
