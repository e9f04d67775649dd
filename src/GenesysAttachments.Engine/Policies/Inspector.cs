using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using GenesysAttachments.Engine.Display;
using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Files;
using GenesysAttachments.Engine.Files.Content;
using GenesysAttachments.Engine.Targets;

namespace GenesysAttachments.Engine.Policies;

/// <summary>Checks a file against a policy. Reports every problem, throws for no bad file, touches no network.</summary>
/// <param name="time">Clock for <see cref="Attachment.CheckedAt"/>.</param>
public sealed class Inspector(TimeProvider time)
{
    // "10240 KB" is read as 10,240,000 bytes by one official client and as 10,485,760 by another (docs/protocol.md, Files).
    private const long GreyBandStart = 10_240_000;
    private const long GreyBandEnd = 10_485_760;

    /// <summary>Longest text on the Agent route, in UTF-16 units (docs/protocol.md, Agent uploads).</summary>
    public const int MaxAgentText = 2000;

    /// <summary>Longest text on the Guest route, in bytes of UTF-8 (docs/protocol.md, Guest).</summary>
    public const int MaxGuestText = 4096;

    /// <summary>Checks one file.</summary>
    /// <param name="path">Path of the file, absolute.</param>
    /// <param name="options">What to hold it against.</param>
    /// <param name="stop">Ends the wait for a file that the system does not give.</param>
    /// <exception cref="OperationCanceledException">The work was stopped.</exception>
    public Attachment Inspect(string path, InspectionOptions options, CancellationToken stop = default)
    {
        var problems = ImmutableArray.CreateBuilder<Problem>(0);
        var warnings = ImmutableArray.CreateBuilder<string>(0);
        var ownName = FileNames.Normalize(Path.GetFileName(path));
        var name = string.IsNullOrWhiteSpace(options.Name) ? ownName : FileNames.Normalize(options.Name);
        var sentName = FileNames.ForRoute(name, options.Route);
        var plainName = FileNames.Repair(name);
        var contentType = string.IsNullOrWhiteSpace(options.ContentType) ? ContentTypes.ForName(plainName) ?? "" : ContentTypes.Bare(options.ContentType);
        // A type that somebody gave decides what is promised.
        var givenType = ContentTypes.BeyondName(options.ContentType, plainName);
        var promised = ContentCheck.Promise(plainName, contentType, givenType is not null);
        var (file, content, problem) = FileLook.Take(path, promised, time, stop);
        if (problem is not null)
        {
            problems.Add(problem);
        }

        var verdict = ContentVerdicts.Unverifiable;
        if (file is { } facts)
        {
            CheckSize(facts.Length, options.Policy, problems, warnings);
        }

        // What goes by the name alone is known of a file that another program holds, too.
        if (file is not null || problem is { PassesByItself: true })
        {
            CheckName(plainName, sentName, ownName, options, problems);
            CheckType(plainName, contentType, options, problems);
            if (content is not null)
            {
                var inspection = ContentInspection.Of(plainName, givenType, promised, content, options.ContentCheck);
                verdict = inspection.Verdict;
                warnings.AddRange(inspection.Warnings);
                if (inspection.Problem is { } mismatch)
                {
                    problems.Add(mismatch);
                }
            }

            if (FileNames.HasDoubleExtension(plainName))
            {
                warnings.Add($"'{plainName}' has two extensions; what counts is '{Path.GetExtension(plainName)}', a program.");
            }
        }

        if (CheckText(options.Route, options.Text) is { } tooLong)
        {
            problems.Add(tooLong);
        }

        return new Attachment
        {
            Path = path,
            Name = name,
            SentName = sentName,
            Length = file?.Length ?? 0,
            LastWriteUtc = file?.LastWriteUtc ?? default,
            Identity = file?.Identity,
            ContentType = contentType,
            Verdict = verdict,
            DetectedType = content?.Kind?.Types.FirstOrDefault() ?? "",
            Evidence = content?.Evidence ?? [],
            Problems = problems.ToImmutable(),
            Warnings = warnings.ToImmutable(),
            PolicySource = options.Policy.Source,
            PolicyMaxBytes = options.Policy.MaxBytes,
            PolicyDirection = options.Policy.Direction,
            CheckedAt = time.GetUtcNow(),
        };
    }

    private static void CheckSize(long length, AttachmentPolicy policy, ImmutableArray<Problem>.Builder problems, ImmutableArray<string>.Builder warnings)
    {
        if (policy.AllowedTypes.IsEmpty)
        {
            return; // Attachments are switched off, which is said once.
        }

        if (length > policy.MaxBytes)
        {
            problems.Add(new(4002, ErrorIds.FileTooLarge, string.Create(CultureInfo.InvariantCulture, $"The file has {length:N0} bytes; the limit is {policy.MaxBytes:N0}.")));
        }
        else if (policy.MaxBytes == GreyBandEnd && length > GreyBandStart)
        {
            warnings.Add(string.Create(CultureInfo.InvariantCulture, $"The file has {length:N0} bytes; the server may read its limit of 10240 KB as {GreyBandStart:N0} bytes and refuse it."));
        }
    }

    private static void CheckName(string name, string sentName, string ownName, InspectionOptions options, ImmutableArray<Problem>.Builder problems)
    {
        if (Math.Max(name.Length, sentName.Length) >= FileNames.MaxLength)
        {
            problems.Add(new(4005, ErrorIds.NameInvalid, string.Create(CultureInfo.InvariantCulture, $"The name has {name.Length:N0} characters; it must have fewer than {FileNames.MaxLength:N0}.")));
        }

        if (FileNames.FindInvalid(name, options.Route) is { } invalid)
        {
            problems.Add(new(4004, ErrorIds.NameInvalid, $"The name contains {invalid}."));
        }

        if (Path.GetExtension(name).Length < 2)
        {
            problems.Add(new(4004, ErrorIds.NameInvalid, $"The name '{name}' has no extension; the platform requires one."));
        }

        if ((options.Policy.Blocks(name) ? name : options.Policy.Blocks(ownName) ? ownName : null) is { } blocked)
        {
            problems.Add(new(4001, ErrorIds.ExtensionBlocked, $"The org blocks the extension '{Path.GetExtension(blocked).ToLowerInvariant()}'."));
        }
    }

    private static void CheckType(string name, string contentType, InspectionOptions options, ImmutableArray<Problem>.Builder problems)
    {
        if (contentType.Length == 0)
        {
            if (Path.GetExtension(name).Length > 1)
            {
                problems.Add(new(4001, ErrorIds.TypeUnknown, $"No content type is known for '{Path.GetExtension(name)}'."));
            }
        }
        else if (!ContentTypes.IsValid(contentType))
        {
            problems.Add(new(4001, ErrorIds.TypeUnknown, $"'{contentType}' is not a content type such as application/pdf."));
        }
        else if (options.Policy.AllowedTypes.IsEmpty)
        {
            problems.Add(new(4000, ErrorIds.TypeNotAllowed, "Attachments are switched off here."));
        }
        else if (!options.Policy.Allows(contentType))
        {
            problems.Add(new(4001, ErrorIds.TypeNotAllowed, $"{contentType} is not accepted. Accepted are: {Redaction.List(options.Policy.AllowedTypes)}."));
        }
    }

    /// <summary>What is wrong with a text on a route, or null. One text goes with many files, so it is checked apart from them.</summary>
    public static Problem? CheckText(string? route, string? text) => route switch
    {
        RouteNames.Agent when text?.Length > MaxAgentText =>
            new(4011, ErrorIds.RequestInvalid, string.Create(CultureInfo.InvariantCulture, $"The text has {text.Length:N0} characters; the Agent route takes {MaxAgentText:N0}.")),
        RouteNames.Guest when text is not null && Encoding.UTF8.GetByteCount(text) is > MaxGuestText and var bytes =>
            new(4011, ErrorIds.RequestInvalid, string.Create(CultureInfo.InvariantCulture, $"The text has {bytes:N0} bytes in UTF-8; the Guest route takes {MaxGuestText:N0}.")),
        _ => null,
    };
}
