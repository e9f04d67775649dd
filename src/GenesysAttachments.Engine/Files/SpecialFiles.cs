using System.Formats.Tar;

namespace GenesysAttachments.Engine.Files;

/// <summary>Tells pipes, devices and sockets from plain files without opening them.</summary>
internal static class SpecialFiles
{
    /// <summary>What the file is, in words; null for a plain one.</summary>
    /// <param name="path">Path of a file that reports no length: a plain one is read here, to its end.</param>
    public static string? Describe(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            return null;
        }

        try
        {
            // The tar writer looks at a file's type before it would open it, and says what it is: nothing else in the framework does.
            using var archive = new MemoryStream();
            using (var writer = new TarWriter(archive, leaveOpen: true))
            {
                writer.WriteEntry(path, "file");
            }

            archive.Position = 0;
            using var reader = new TarReader(archive);
            return reader.GetNextEntry()?.EntryType switch
            {
                TarEntryType.Fifo => "a pipe",
                TarEntryType.CharacterDevice or TarEntryType.BlockDevice => "a device",
                _ => null,
            };
        }
        catch (IOException)
        {
            return "a socket or the like"; // The writer takes no other kinds.
        }
        catch (UnauthorizedAccessException)
        {
            return null; // A plain file that may not be read.
        }
    }
}
