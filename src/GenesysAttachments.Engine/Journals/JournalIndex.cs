using System.Globalization;
using System.Text.Json;

namespace GenesysAttachments.Engine.Journals;

/// <summary>
/// What a journal says of each item, and where. Lines that cannot be read, of whatever cause, are passed over and counted.
/// </summary>
internal sealed class JournalIndex
{
    // Of a value: where its line begins, above the flags.
    private const int FlagBits = 8;
    private const ulong StateMask = 0b111;
    private const ulong SameBoot = 1 << 3;
    private const ulong TakenFlag = 1 << 4;

    private readonly Dictionary<UInt128, ulong> _items = [];
    private string? _boot;

    /// <summary>Lines that could not be read.</summary>
    public int Unreadable { get; private set; }

    /// <summary>Items known.</summary>
    public int Count => _items.Count;

    /// <summary>Counts a line that cannot be read.</summary>
    public void CountUnreadable() => Unreadable++;

    /// <summary>Takes in a line.</summary>
    /// <param name="line">The line without its end.</param>
    /// <param name="offset">Where it begins.</param>
    public void Read(ReadOnlySpan<byte> line, long offset)
    {
        if (line.IsEmpty)
        {
            return;
        }

        if (!TryParse(line, out var name, out var key, out var also, out var boot))
        {
            Unreadable++;
        }
        else if (name == JournalEvents.Run)
        {
            _boot = boot;
        }
        else if (JournalEvents.After(name) is { } state && key is { } item)
        {
            var sameBoot = _boot is not null && _boot == BootName.Current;
            Set(item, state, offset, sameBoot);
            also?.ForEach(other => Set(other, state, offset, sameBoot));
        }
    }

    /// <summary>What is known of an item, and where the line is that tells most of it.</summary>
    public (JournalState State, long Offset) Find(UInt128 key)
    {
        if (!_items.TryGetValue(key, out var value))
        {
            return (JournalState.Open, -1);
        }

        var state = (JournalState)(value & StateMask);
        // Its mark may have been lost with the machine, and the request be made all the same.
        return (state == JournalState.Intended && (value & SameBoot) == 0 ? JournalState.Posting : state, (long)(value >> FlagBits));
    }

    /// <summary>Notes what an item came to.</summary>
    public void Set(UInt128 key, JournalState state, long offset, bool sameBoot = true)
    {
        _items.TryGetValue(key, out var before);
        // What a request was for stands in its intent.
        var at = state == JournalState.Posting && before != 0 ? before >> FlagBits : (ulong)offset;
        _items[key] = (at << FlagBits) | (ulong)state | (sameBoot ? SameBoot : 0) | (before & TakenFlag);
    }

    /// <summary>Marks an item as one of this run's input; false where it was so already.</summary>
    public bool Take(UInt128 key)
    {
        _items.TryGetValue(key, out var value);
        _items[key] = value | TakenFlag;
        return (value & TakenFlag) == 0;
    }

    /// <summary>Gives back what grew for more.</summary>
    public void Trim() => _items.TrimExcess();

    // Read to its end: a line that was cut off is none.
    private static bool TryParse(ReadOnlySpan<byte> line, out string name, out UInt128? key, out List<UInt128>? also, out string? boot)
    {
        (name, key, also, boot) = ("", null, null, null);
        try
        {
            var json = new Utf8JsonReader(line);
            if (!json.Read() || json.TokenType != JsonTokenType.StartObject)
            {
                return false;
            }

            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                var (isEvent, isKey, isAlso, isBoot) = (json.ValueTextEquals("event"u8), json.ValueTextEquals("key"u8), json.ValueTextEquals("also"u8), json.ValueTextEquals("boot"u8));
                json.Read();
                if (((isEvent || isKey || isBoot) && json.TokenType != JsonTokenType.String) || (isAlso && json.TokenType != JsonTokenType.StartArray))
                {
                    return false;
                }

                if (isEvent)
                {
                    name = Known(ref json);
                }
                else if (isKey)
                {
                    if ((key = KeyOf(ref json)) is null)
                    {
                        return false;
                    }
                }
                else if (isAlso)
                {
                    while (json.Read() && json.TokenType == JsonTokenType.String)
                    {
                        if (KeyOf(ref json) is not { } other)
                        {
                            return false;
                        }

                        (also ??= []).Add(other);
                    }
                }
                else if (isBoot)
                {
                    boot = json.GetString();
                }
                else
                {
                    json.Skip();
                }
            }

            return name.Length > 0 && json.TokenType == JsonTokenType.EndObject && !json.Read();
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    private static UInt128? KeyOf(ref Utf8JsonReader json)
    {
        Span<char> text = stackalloc char[64];
        return json.ValueSpan.Length <= text.Length && UInt128.TryParse(text[..json.CopyString(text)], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var key) ? key : null;
    }

    private static readonly string[] Names =
    [
        JournalEvents.Intent, JournalEvents.Posting, JournalEvents.Sent, JournalEvents.Failed, JournalEvents.Run, JournalEvents.Unknown, JournalEvents.Withdrawn, JournalEvents.Rejected, JournalEvents.Cancelled,
    ];

    // Of a later version a line may be of a kind that nobody here knows.
    private static string Known(ref Utf8JsonReader json)
    {
        foreach (var name in Names)
        {
            if (json.ValueTextEquals(name))
            {
                return name;
            }
        }

        return "?";
    }
}
