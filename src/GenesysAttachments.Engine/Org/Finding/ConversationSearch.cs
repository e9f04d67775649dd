using System.Globalization;
using GenesysAttachments.Engine.Errors;

namespace GenesysAttachments.Engine.Org.Finding;

/// <summary>Which conversations are sought: messaging conversations that began, ended or went on in a span of time.</summary>
/// <param name="Since">Where the span begins.</param>
/// <param name="Until">Where it ends.</param>
public sealed record ConversationSearch(DateTimeOffset Since, DateTimeOffset Until)
{
    /// <summary>Longer than this nobody means; a date that was not set is longer.</summary>
    private const int MostYears = 5;

    /// <summary>Only those that were had with this address: a number, an address, an id of a guest. Null for any.</summary>
    public string? Address { get; init; }

    /// <summary>Only those of which analytics know media.</summary>
    public bool WithAttachment { get; init; }

    /// <summary>Only those that have not ended.</summary>
    public bool Active { get; init; }

    /// <summary>
    /// The same, up to now at most, in whole milliseconds as they go over the wire: an interval ends before its end, so that one which ends within a
    /// millisecond has that in it, and no part of one is empty.
    /// </summary>
    /// <param name="now">Now.</param>
    /// <exception cref="GCException"><see cref="ErrorIds.RequestInvalid"/>: the span is none, or too long.</exception>
    internal ConversationSearch Checked(DateTimeOffset now)
    {
        var until = Until < now ? Until : now;
        return Since >= now ? throw Wrong($"-Since lies in the future: {Shown(Since)}, and it is {Shown(now)}.", "Give a time that has passed, such as (Get-Date).AddDays(-1). A time without a zone is local time.")
            : Since >= until ? throw Wrong($"The span is empty: -Since is {Shown(Since)} and -Until {Shown(Until)}.", "Let -Until be later than -Since. A time without a zone is local time.")
            : Since < until.AddYears(-MostYears) ? throw Wrong($"The span from {Shown(Since)} to {Shown(until)} is longer than {MostYears} years.", "Look year by year: give both -Since and -Until.")
            : this with { Since = Milliseconds(Since), Until = Milliseconds(until.AddTicks(TimeSpan.TicksPerMillisecond - 1)), Address = Address?.Trim() };
    }

    private static DateTimeOffset Milliseconds(DateTimeOffset time) => time.AddTicks(-(time.Ticks % TimeSpan.TicksPerMillisecond));

    private static GCException Wrong(string message, string advice) => new(ErrorIds.RequestInvalid, message) { Advice = advice };

    private static string Shown(DateTimeOffset time) => time.ToUniversalTime().ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
