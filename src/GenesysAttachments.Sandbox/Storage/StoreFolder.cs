namespace GenesysAttachments.Sandbox.Storage;

/// <summary>The folder that uploaded files are written to; without one nothing is.</summary>
internal sealed class StoreFolder
{
    private const int LongestName = 200;
    private readonly string? _path;

    /// <exception cref="FormatException">The folder cannot be written to: now rather than at the first upload, when nobody would look here for the reason.</exception>
    public StoreFolder(string? path)
    {
        _path = path;
        if (path is null)
        {
            return;
        }

        try
        {
            Directory.CreateDirectory(path);
            using var probe = new FileStream(Path.Combine(path, Path.GetRandomFileName()), FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FormatException($"The store folder '{path}' cannot be written to: {e.Message.TrimEnd('.')}.", e);
        }
    }

    public Stream Create(string key)
    {
        if (_path is null)
        {
            return Stream.Null;
        }

        Directory.CreateDirectory(_path);
        var flat = string.Concat(key.Select(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' ? c : '_'));
        return File.Create(Path.Combine(_path, flat.Length > LongestName ? flat[^LongestName..] : flat));
    }
}
