using System.Globalization;
using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Targets;

namespace GenesysAttachments.Engine.Journals;

/// <summary>Reads what a journal says, whole or of a run that still goes on. Writes nothing and locks nobody out.</summary>
/// <param name="path">Full path of it.</param>
public sealed class JournalReader(string path)
{
    private readonly Dictionary<string, JournalEntry> _entries = new(StringComparer.Ordinal);
    private readonly List<string> _order = [];
    private string? _boot;
    private long _offset;

    /// <summary>Lines that could not be read so far.</summary>
    public int Unreadable { get; private set; }

    /// <summary>The files of the journal as far as it was read, in the order in which it first wrote of them.</summary>
    public IEnumerable<JournalEntry> Entries => _order.Select(key => _entries[key]);

    /// <summary>Whether a run writes it now.</summary>
    public bool IsBeingWritten => JournalLock.IsHeld(path);

    /// <summary>Reads what was written since, and gives the files that it is about.</summary>
    /// <exception cref="GCException"><see cref="ErrorIds.FileNotFound"/> or <see cref="ErrorIds.FileUnreadable"/>.</exception>
    public IReadOnlyList<JournalEntry> ReadOn()
    {
        var changed = new HashSet<string>(StringComparer.Ordinal);
        try
        {
            using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            if (RandomAccess.GetLength(file) < _offset)
            {
                // Another journal has taken its place.
                _entries.Clear();
                _order.Clear();
                (_boot, _offset) = (null, 0);
            }

            (_offset, _) = JournalFile.ReadLines(file, _offset, (line, _) => Take(line, changed));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new GCException(ErrorIds.FileNotFound, $"There is no journal '{path}'.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new GCException(ErrorIds.FileUnreadable, $"The journal '{path}' cannot be read: {e.Message}", e);
        }

        return [.. _order.Where(changed.Contains).Select(key => _entries[key])];
    }

    private void Take(ReadOnlySpan<byte> line, HashSet<string> changed)
    {
        if (line.IsEmpty)
        {
            return;
        }

        if (JournalFile.Parse(line) is not { Event.Length: > 0 } read)
        {
            Unreadable++;
        }
        else if (read.Event == JournalEvents.Run)
        {
            _boot = read.Boot;
        }
        else if (read is { Key: { } key, IsText: not true } && JournalEvents.After(read.Event) is { } state)
        {
            foreach (var one in (string[])[key, .. read.Also ?? []])
            {
                Take(one, read, state, changed);
            }
        }
    }

    private void Take(string key, JournalLine line, JournalState state, HashSet<string> changed)
    {
        if (!_entries.TryGetValue(key, out var before))
        {
            // A text, or a line of which the first is missing.
            if (line.Path is null)
            {
                return;
            }

            _order.Add(key);
        }

        // Its mark may have been lost with the machine.
        var isLost = state == JournalState.Intended && (_boot is null || _boot != BootName.Current);
        _entries[key] = With(before ?? new JournalEntry { Key = key }, line, isLost ? JournalState.Posting : state);
        changed.Add(key);
    }

    private static JournalEntry With(JournalEntry before, JournalLine line, JournalState state) => before with
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
        Intended = line.Event == JournalEvents.Intent ? line.At : before.Intended,
        IsUnderWay = line.Event is JournalEvents.Intent or JournalEvents.Posting or JournalEvents.Withdrawn,
        State = StateOf(line.Event, state),
        ErrorId = line.ErrorId ?? (state == JournalState.Posting ? ErrorIds.MessageOutcomeUnknown : null),
        Message = line.Message ?? WordsOf(line, state),
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

    private static string? WordsOf(JournalLine line, JournalState state) => (line.Event, state) switch
    {
        (JournalEvents.Intent or JournalEvents.Posting, JournalState.Posting) => string.Create(CultureInfo.InvariantCulture, $"Its request was made at {line.At.UtcDateTime:u}, and nothing tells so far what became of it."),
        (JournalEvents.Intent or JournalEvents.Withdrawn, _) => "The run was about to send it.",
        _ => null,
    };
}
