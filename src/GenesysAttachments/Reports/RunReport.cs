using System.Globalization;
using GenesysAttachments.Engine.Display;
using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Files;

namespace GenesysAttachments.Reports;

/// <summary>What a run came to, in the words and figures that all reports for people share.</summary>
internal sealed class RunReport
{
    /// <summary>Sums a run up.</summary>
    /// <param name="name">What was run.</param>
    /// <param name="items">What became of each input, in the order of the input.</param>
    public RunReport(string name, IReadOnlyList<ReportItem> items)
    {
        (Name, Items) = (ShownText.Of(name), items);
        Counts = [.. States.All.Select(state => (State: state, Count: items.Count(item => item.State == state))).Where(count => count.Count > 0)];
        Reasons =
        [
            .. items.Where(item => item.NeedsAttention).GroupBy(item => (item.State, item.ErrorId)).OrderBy(group => PlaceOf(group.Key.State)).ThenByDescending(group => group.Count())
                .Select(group => new ReportReason(
                    group.Key.State,
                    group.Key.ErrorId,
                    group.Count(),
                    group.Count(item => item.CanRetry),
                    group.First().Reason,
                    ErrorCatalog.All.FirstOrDefault(known => known.Id == group.Key.ErrorId)?.Advice ?? "")),
        ];
        var timed = items.Where(item => item.Started is not null).ToList();
        Started = timed.Count > 0 ? timed.Min(item => item.Started) : null;
        Seconds = Started is { } first ? timed.Max(item => (item.Started!.Value - first).TotalSeconds + item.Seconds) : 0;
    }

    /// <summary>What was run.</summary>
    public string Name { get; }

    /// <summary>What became of each input.</summary>
    public IReadOnlyList<ReportItem> Items { get; }

    /// <summary>How many there are of each state that occurs.</summary>
    public IReadOnlyList<(string State, int Count)> Counts { get; }

    /// <summary>Why files are not where they should be, each reason once; what nobody knows of comes first.</summary>
    public IReadOnlyList<ReportReason> Reasons { get; }

    /// <summary>When the first began, in UTC; null where nothing tells.</summary>
    public DateTime? Started { get; }

    /// <summary>From the first begin to the last end.</summary>
    public double Seconds { get; }

    /// <summary>What happened, in a sentence or two.</summary>
    public string Sentence
    {
        get
        {
            if (Items.Count == 0)
            {
                return "No file came: nothing was checked, and nothing was sent.";
            }

            if (Counts is [var only])
            {
                return (only.Count == 1 ? "The one file " : $"All {Number(only.Count)} files ") + States.Meaning(only.State, only.Count == 1) + Time(only.State) + ".";
            }

            var parts = Counts.Select((count, place) => $"{Number(count.Count)}{(place == 0 ? $" of {Number(Items.Count)} files" : "")} {States.Meaning(count.State, count.Count == 1)}{(place == 0 ? Time(count.State) : "")}");
            var retry = Items.Count(item => item.CanRetry);
            return string.Join("; ", parts) + "." + (retry > 0 ? $" {Number(retry)} may succeed when tried again." : "");
        }
    }

    /// <summary>Figures beside it: name and value.</summary>
    public IEnumerable<(string Name, string Value)> Facts
    {
        get
        {
            if (Started is { } started)
            {
                yield return ("Begun", started.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture));
                yield return ("Took", Duration(Seconds));
            }

            var went = Items.Where(item => item.State == States.Sent).ToList();
            if (went.Count > 0)
            {
                yield return ("Sent", ByteSize.Text(went.Sum(item => item.Length)));
                if (Seconds >= 1)
                {
                    yield return ("Files a minute", Number((int)Math.Round(went.Count * 60 / Seconds)));
                }
            }

            var places = Items.Where(item => item.Where.Length > 0).Select(item => item.Where).Distinct(StringComparer.Ordinal).Count();
            if (places > 0)
            {
                yield return ("Conversations", Number(places));
            }

            var again = Items.Count(item => item.Attempts > 1);
            if (again > 0)
            {
                yield return ("Took more than one try", Number(again));
            }
        }
    }

    /// <summary>A number with its thousands.</summary>
    public static string Number(int number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A time as people say it: <c>0.4 s</c>, <c>4 min 12 s</c>, <c>2 h 5 min</c>.</summary>
    public static string Duration(double seconds) => seconds switch
    {
        < 10 => string.Create(CultureInfo.InvariantCulture, $"{seconds:0.0#} s"),
        < 60 => string.Create(CultureInfo.InvariantCulture, $"{seconds:0} s"),
        < 3600 => string.Create(CultureInfo.InvariantCulture, $"{(int)seconds / 60} min {(int)seconds % 60} s"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{(int)(seconds / 3600)} h {(int)(seconds % 3600) / 60} min"),
    };

    private string Time(string state) => state == States.Sent && Started is not null && Seconds > 0 ? $" in {Duration(Seconds)}" : "";

    private static int PlaceOf(string state) => States.All.TakeWhile(known => known != state).Count();
}
