using System.Globalization;
using System.Text;

namespace GenesysAttachments.Reports;

/// <summary>One bar: how the files divide into states.</summary>
internal static class StateBar
{
    private const double Width = 1000;
    private const double Least = 4;

    /// <summary>Writes it as SVG. A state of few files still has a width that can be seen.</summary>
    public static string Write(RunReport run)
    {
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg class=\"bar\" viewBox=\"0 0 {Width:0} 16\" preserveAspectRatio=\"none\" role=\"img\" aria-label=\"{string.Join(", ", run.Counts.Select(count => $"{RunReport.Number(count.Count)} {count.State}"))}\">");
        var widths = run.Counts.Select(count => Math.Max(Least, Width * count.Count / run.Items.Count)).ToList();
        var (scale, x) = (Width / widths.Sum(), 0.0);
        foreach (var ((state, count), width) in run.Counts.Zip(widths, (count, width) => (count, width * scale)))
        {
            svg.Append(CultureInfo.InvariantCulture, $"<rect class=\"s-{state}\" x=\"{x:0.##}\" width=\"{width:0.##}\" height=\"16\"><title>{RunReport.Number(count)} {state}</title></rect>");
            x += width;
        }

        return svg.Append("</svg>\n").ToString();
    }
}
