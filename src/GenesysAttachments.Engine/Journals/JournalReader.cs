using System.Globalization;
using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Targets;

namespace GenesysAttachments.Engine.Journals;

/// <summary>Reads what a journal says, whole or of a run that still goes on. Writes nothing and locks nobody out.</summary>
public static class JournalReader
{
    /// <summary>The files of a journal in the order in which it first wrote of them, and how many of its lines could not be read.</summary>
    /// <param name="path">Full path of it.</param>
    /// <exception cref="GCException"><see cref="ErrorIds.FileNotFound"/> or <see cref="ErrorIds.FileUnreadable"/>.</exception>
    public static (IReadOnlyList<JournalEntry> Entries, int Unreadable) Read(string path)
    {
        var (entries, order, unreadable) = (new Dictionary<string, JournalEntry>(StringComparer.Ordinal), new List<string>(), 0);
        try
        {
            using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            JournalFile.ReadLines(file, (line, _) =>
            {
                if (line.IsEmpty)
                {
                    return;
                }

                if (JournalFile.Parse(line) is not { Event.Length: > 0 } read)
                {
                    unreadable++;
                }
                else if (read is { Key: { } key, IsText: not true } && JournalEvents.After(read.Event) is { } state)
                {
                    if (entries.TryGetValue(key, out var before) || read.Path is not null)
                    {
                        if (before is null)
                        {
                            order.Add(key);
                        }

                        entries[key] = Take(before ?? new JournalEntry(), read, state);
                    }
                }
            });
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new GCException(ErrorIds.FileNotFound, $"There is no journal '{path}'.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new GCException(ErrorIds.FileUnreadable, $"The journal '{path}' cannot be read: {e.Message}", e);
        }

        return ([.. order.Select(key => entries[key])], unreadable);
    }

    private static JournalEntry Take(JournalEntry before, JournalLine line, JournalState state) => before with
    {
        Index = line.Index ?? before.Index,
        Path = line.Path ?? before.Path,
        Name = line.Name ?? before.Name,
        SentName = line.SentName ?? before.SentName,
        Length = line.Length ?? before.Length,
        ContentType = line.ContentType ?? before.ContentType,
        Sha256 = line.Sha256 ?? before.Sha256,
        Route = line.Route ?? before.Route,
        Session = line.Session ?? before.Session,
        Target = new Target
        {
            ConversationId = line.ConversationId ?? before.Target.ConversationId,
            CommunicationId = line.CommunicationId ?? before.Target.CommunicationId,
            ChannelId = line.ChannelId ?? before.Target.ChannelId,
            GuestId = line.GuestId ?? before.Target.GuestId,
        },
        AttachmentId = line.AttachmentId ?? before.AttachmentId,
        MessageId = line.MessageId ?? before.MessageId,
        MessageStatus = line.MessageStatus ?? before.MessageStatus,
        Created = line.Created ?? before.Created,
        At = line.At,
        State = StateOf(line.Event, state),
        ErrorId = line.ErrorId ?? (state == JournalState.Posting ? ErrorIds.MessageOutcomeUnknown : null),
        Message = line.Message ?? WordsOf(line.Event, line.At),
        CanRetry = line.CanRetry ?? state is JournalState.Open or JournalState.Intended,
    };

    private static string StateOf(string name, JournalState state) => (name, state) switch
    {
        (JournalEvents.Failed, _) => "Failed",
        (JournalEvents.Rejected, _) => "Rejected",
        (_, JournalState.Sent) => "Sent",
        (_, JournalState.Posting or JournalState.Unknown) => "Unknown",
        _ => "Cancelled",
    };

    private static string? WordsOf(string name, DateTimeOffset at) => name switch
    {
        JournalEvents.Intent or JournalEvents.Withdrawn => "The run was about to send it.",
        JournalEvents.Posting => string.Create(CultureInfo.InvariantCulture, $"Its request was made at {at.UtcDateTime:u}, and nothing tells so far what became of it."),
        _ => null,
    };
}
