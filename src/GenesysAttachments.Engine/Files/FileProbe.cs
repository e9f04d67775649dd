using System.Collections.Immutable;
using System.Globalization;
using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Files.Content;

namespace GenesysAttachments.Engine.Files;

/// <summary>What is found at a path when it is checked: the facts and the content of a plain file, or why there is none.</summary>
/// <param name="Facts">The facts; null where there is no plain file.</param>
/// <param name="Content">The content; null where there is none to look at.</param>
/// <param name="Problem">What is wrong with it; null when it can be read.</param>
internal sealed record FileProbe(FileFacts? Facts, ContentFindings? Content, Problem? Problem)
{
    /// <summary>Looks at a path. May take as long as the system likes.</summary>
    /// <param name="path">Path of the file, absolute.</param>
    /// <param name="promised">What its name promises.</param>
    public static FileProbe Look(string path, ImmutableArray<ContentKind> promised)
    {
        if (string.IsNullOrWhiteSpace(path))
        {
            return Refused(ErrorIds.FileNotFound, "The path is empty.");
        }

        if (path.Contains('\0', StringComparison.Ordinal))
        {
            return Refused(ErrorIds.FileNotFound, "The path holds a NUL character, which no file name can have.");
        }

        try
        {
            // Pipes and devices are told from files before they are opened, which can block for ever.
            if (FileStatus.Of(path) is not { } facts)
            {
                return Describe(path) is { } problem ? Refused(problem.Id, problem.Message) : Read(path, promised);
            }

            return facts.Special is { } special ? Refused(ErrorIds.FileUnreadable, NotPlain(path, special)) : Read(path, promised);
        }
        catch (IOException e) when (HeldFile.IsCause(e))
        {
            return new FileProbe(null, null, HeldFile.Problem(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException or System.Security.SecurityException)
        {
            return Refused(ErrorIds.FileUnreadable, $"'{path}' cannot be read: {e.Message.TrimEnd('.')}.");
        }
    }

    /// <summary>What is said of a file that the system did not give in time.</summary>
    public static FileProbe TimedOut(string path) =>
        Refused(ErrorIds.FileUnreadable, string.Create(CultureInfo.InvariantCulture, $"'{path}' could not be opened within {SourceFile.Limit.TotalSeconds:0} s."));

    private static Problem Empty => new(4102, ErrorIds.FileEmpty, "The file has 0 bytes.");

    private static FileProbe Read(string path, ImmutableArray<ContentKind> promised)
    {
        // Refused while another program has it open for writing: half a file must not go.
        using var handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        var facts = FileFacts.Of(handle);
        if (facts.Special is { } special)
        {
            return Refused(ErrorIds.FileUnreadable, NotPlain(path, special));
        }

        if (facts.Length == 0)
        {
            return new FileProbe(facts, null, Empty);
        }

        using var reader = new BoundedReader(handle);
        return new FileProbe(facts, ContentProbe.Look(reader, promised), null);
    }

    /// <summary>What is wrong with a path as the framework sees it: where nothing is there, and where the system could not be asked.</summary>
    private static (string Id, string Message)? Describe(string path)
    {
        if (Directory.Exists(path))
        {
            return (ErrorIds.FileUnreadable, NotPlain(path, "a folder"));
        }

        var link = new FileInfo(path);
        var file = link.LinkTarget is null ? link : link.ResolveLinkTarget(returnFinalTarget: true) as FileInfo;
        return file?.Exists == true ? null
            : PathLimits.Exceeded(path) is { } tooLong ? (ErrorIds.FileNotFound, tooLong)
            : (ErrorIds.FileNotFound, link.LinkTarget is null ? $"There is no file '{path}'." : $"'{path}' is a link to '{link.LinkTarget}', which is not there.");
    }

    private static string NotPlain(string path, string special) => $"'{path}' is {special}, not a plain file.";

    private static FileProbe Refused(string errorId, string message) => new(null, null, new Problem(null, errorId, message));
}
