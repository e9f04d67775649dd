using System.Globalization;
using System.Net;
using System.Text;

namespace GenesysAttachments.Reports;

/// <summary>When things happened: how many files were done at a time, and the way of each in its conversation; of many files, how many.</summary>
internal static class Timeline
{
    private const int Bins = 100;
    private const int MostBars = 1500;
    private const int MostRows = 60;
    private const int MostPlaces = 40;
    private const double RowHeight = 9;
    private const double ColumnsHeight = 90;

    /// <summary>Writes both as a section; nothing for a run of which no time is known.</summary>
    public static string Write(RunReport run)
    {
        var items = run.Items.Where(item => item.Started is not null).Select(item => new Timed(item, (item.Started!.Value - run.Started!.Value).TotalSeconds)).OrderBy(item => item.Begin).ToList();
        if (items.Count == 0)
        {
            return "";
        }

        var axis = new TimeAxis(run.Seconds);
        var page = new StringBuilder("<section aria-labelledby=\"time\">\n<h2 id=\"time\">Over time</h2>\n<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Charts of the run\">\n");
        Columns(page, axis, items);
        var places = items.GroupBy(item => item.Item.Where, StringComparer.Ordinal).ToList();
        var rows = places.Sum(place => Packed(place).Count);
        if (items.Count <= MostBars && rows <= MostRows)
        {
            Bars(page, axis, places, rows);
        }
        else
        {
            Heat(page, axis, places);
        }

        return page.Append("</div>\n</section>\n").ToString();
    }

    // Files done, by state, a column for each hundredth of the run.
    private static void Columns(StringBuilder page, TimeAxis axis, List<Timed> items)
    {
        var bins = items.ToLookup(item => Math.Min(Bins - 1, (int)(item.End / axis.Seconds * Bins)));
        var most = bins.Max(bin => bin.Count());
        Open(page, ColumnsHeight, string.Create(CultureInfo.InvariantCulture, $"Files done over time: up to {most:N0} in {RunReport.Duration(axis.Seconds / Bins)}."));
        axis.Write(page, ColumnsHeight);
        page.Append(CultureInfo.InvariantCulture, $"<text class=\"label\" x=\"0\" y=\"12\">Files done</text><text class=\"label weak\" x=\"0\" y=\"28\">up to {most:N0}</text>");
        foreach (var bin in bins)
        {
            var (x, next, y) = (axis.X(axis.Seconds * bin.Key / Bins), axis.X(axis.Seconds * (bin.Key + 1) / Bins), ColumnsHeight);
            foreach (var state in bin.GroupBy(item => item.Item.State).OrderBy(group => States.All.TakeWhile(known => known != group.Key).Count()))
            {
                var height = ColumnsHeight * state.Count() / most;
                y -= height;
                page.Append(CultureInfo.InvariantCulture, $"<rect class=\"s-{state.Key}\" x=\"{x:0.##}\" y=\"{y:0.##}\" width=\"{next - x - 0.5:0.##}\" height=\"{height:0.##}\"><title>{state.Count():N0} {state.Key}</title></rect>");
            }
        }

        page.Append("</svg>\n");
    }

    // Each file a bar: its wait, its upload, the wait for its turn, its message.
    private static void Bars(StringBuilder page, TimeAxis axis, List<IGrouping<string, Timed>> places, int rows)
    {
        var height = (rows * RowHeight) + (places.Count * 6);
        Open(page, height, "The way of each file in its conversation: wait, upload, wait for its turn, message.");
        axis.Write(page, height);
        var y = 3.0;
        foreach (var place in places)
        {
            page.Append(CultureInfo.InvariantCulture, $"<text class=\"label\" x=\"0\" y=\"{y + RowHeight:0.#}\">{Text(Short(place.Key))}<title>{Text(place.Key)}</title></text>");
            foreach (var row in Packed(place))
            {
                row.ForEach(item => Bar(page, axis, item, y));
                y += RowHeight;
            }

            y += 6;
        }

        page.Append("</svg>\n<ul class=\"legend\" aria-label=\"Colours of the bars\"><li><svg class=\"key\" viewBox=\"0 0 12 12\" aria-hidden=\"true\"><rect class=\"p-wait\" y=\"3\" width=\"12\" height=\"6\"/></svg>wait</li><li><svg class=\"key\" viewBox=\"0 0 12 12\" aria-hidden=\"true\"><rect class=\"p-upload\" y=\"3\" width=\"12\" height=\"6\"/></svg>upload</li><li><svg class=\"key\" viewBox=\"0 0 12 12\" aria-hidden=\"true\"><rect class=\"p-message\" y=\"3\" width=\"12\" height=\"6\"/></svg>message</li><li><svg class=\"key\" viewBox=\"0 0 12 12\" aria-hidden=\"true\"><path class=\"again\" d=\"M6 1L11 11H1Z\"/></svg>more than one try</li><li><svg class=\"key\" viewBox=\"0 0 12 12\" aria-hidden=\"true\"><rect class=\"s-Failed\" x=\"4\" y=\"1\" width=\"4\" height=\"10\"/></svg>not sent, in the colour of its state</li></ul>\n");
    }

    private static void Bar(StringBuilder page, TimeAxis axis, Timed item, double y)
    {
        var (begin, end) = (item.Begin, item.End);
        var (uploads, uploaded) = (begin + item.Item.Wait, begin + item.Item.Wait + item.Item.Upload);
        var turn = item.Item.Message > 0 ? Math.Max(uploaded, end - item.Item.Message) : end;
        page.Append(CultureInfo.InvariantCulture, $"<g><title>{Text(item.Item.Name)}: {item.Item.State}, {RunReport.Duration(item.Item.Seconds)}{(item.Item.Attempts > 1 ? $", {item.Item.Attempts:N0} tries" : "")}</title>");
        if (item.Item.Upload > 0)
        {
            Part(page, axis, "wait", begin, end, y);
            Part(page, axis, "upload", uploads, uploaded, y);
            Part(page, axis, "message", turn, item.Item.Message > 0 ? end : turn, y);
        }
        else
        {
            // A run of which only begin and end are known.
            Part(page, axis, item.Item.State == States.Sent ? "upload" : "wait", begin, end, y);
        }

        if (item.Item.NeedsAttention)
        {
            page.Append(CultureInfo.InvariantCulture, $"<rect class=\"s-{item.Item.State}\" x=\"{axis.X(end) - 2:0.##}\" y=\"{y:0.#}\" width=\"4\" height=\"{RowHeight - 1:0.#}\"/>");
        }

        if (item.Item.Attempts > 1)
        {
            var x = axis.X((Math.Max(begin, uploads) + Math.Max(uploaded, begin)) / 2);
            page.Append(CultureInfo.InvariantCulture, $"<path class=\"again\" d=\"M{x:0.##} {y:0.#}L{x + 3.5:0.##} {y + 7:0.#}H{x - 3.5:0.##}Z\"/>");
        }

        page.Append("</g>");
    }

    private static void Part(StringBuilder page, TimeAxis axis, string part, double from, double to, double y)
    {
        var (x, width) = (axis.X(from), axis.X(to) - axis.X(from));
        if (to > from)
        {
            page.Append(CultureInfo.InvariantCulture, $"<rect class=\"p-{part}\" x=\"{x:0.##}\" y=\"{y + (part == "wait" ? 3 : 1):0.#}\" width=\"{Math.Max(width, 0.6):0.##}\" height=\"{(part == "wait" ? RowHeight - 7 : RowHeight - 3):0.#}\"/>");
        }
    }

    // Each conversation a row: how many files were done at a time, in the colour of the worst that happened.
    private static void Heat(StringBuilder page, TimeAxis axis, List<IGrouping<string, Timed>> places)
    {
        var shown = places.OrderByDescending(place => place.Count()).Take(MostPlaces).OrderBy(place => place.First().Begin).ToList();
        var height = shown.Count * (RowHeight + 3);
        Open(page, height, "How many files of each conversation were done at a time.");
        axis.Write(page, height);
        var most = shown.Max(place => place.GroupBy(BinOf).Max(bin => bin.Count()));
        var y = 0.0;
        foreach (var place in shown)
        {
            page.Append(CultureInfo.InvariantCulture, $"<text class=\"label\" x=\"0\" y=\"{y + RowHeight:0.#}\">{Text(Short(place.Key))}<title>{Text(place.Key)}: {place.Count():N0} files</title></text>");
            foreach (var bin in place.GroupBy(BinOf))
            {
                var worst = bin.Select(item => item.Item.State).OrderBy(state => state is States.Sent or States.Skipped).ThenBy(state => States.All.TakeWhile(known => known != state).Count()).First();
                var (x, next) = (axis.X(axis.Seconds * bin.Key / Bins), axis.X(axis.Seconds * (bin.Key + 1) / Bins));
                page.Append(CultureInfo.InvariantCulture, $"<rect class=\"s-{worst}\" x=\"{x:0.##}\" y=\"{y:0.#}\" width=\"{next - x - 0.5:0.##}\" height=\"{RowHeight:0.#}\" opacity=\"{0.35 + (0.65 * bin.Count() / most):0.##}\"><title>{bin.Count():N0} files{(worst == States.Sent ? "" : $", {bin.Count(item => item.Item.State == worst):N0} {worst}")}</title></rect>");
            }

            y += RowHeight + 3;
        }

        page.Append("</svg>\n");
        page.Append(CultureInfo.InvariantCulture, $"<p class=\"weak\">Each row is a conversation; the stronger the colour, the more files were done{(places.Count > shown.Count ? $". The {shown.Count} with the most files of {places.Count:N0} are shown" : "")}.</p>\n");

        int BinOf(Timed item) => Math.Min(Bins - 1, (int)(item.End / axis.Seconds * Bins));
    }

    // As few rows as hold files side by side that were under way at a time.
    private static List<List<Timed>> Packed(IEnumerable<Timed> place)
    {
        var rows = new List<List<Timed>>();
        foreach (var item in place)
        {
            var row = rows.Find(row => row[^1].End <= item.Begin);
            if (row is null)
            {
                rows.Add(row = []);
            }

            row.Add(item);
        }

        return rows;
    }

    private static void Open(StringBuilder page, double height, string label) => page.Append(
        CultureInfo.InvariantCulture, $"<svg class=\"chart\" viewBox=\"0 0 {TimeAxis.Width:0} {height + 20:0.#}\" role=\"img\" aria-label=\"{Text(label)}\">");

    private static string Short(string place) => place.Length == 0 ? "(no conversation)" : place.Length > 13 ? place[..12] + "…" : place;

    private static string Text(string text) => WebUtility.HtmlEncode(text);

    private sealed record Timed(ReportItem Item, double Begin)
    {
        public double End => Begin + Item.Seconds;
    }
}
