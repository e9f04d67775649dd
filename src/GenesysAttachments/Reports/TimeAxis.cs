using System.Globalization;
using System.Text;

namespace GenesysAttachments.Reports;

/// <summary>Seconds of a run from left to right.</summary>
/// <param name="seconds">How long it took.</param>
internal sealed class TimeAxis(double seconds)
{
    /// <summary>Width of a chart, its labels included; all lengths are units of the charts' own.</summary>
    public const double Width = 1000;

    /// <summary>Where time begins: left of it are labels.</summary>
    public const double Left = 96;

    private const int MostTicks = 8;

    private static readonly double[] Steps = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 21600, 43200, 86400];

    /// <summary>How long it took, and never nothing.</summary>
    public double Seconds { get; } = Math.Max(seconds, 0.01);

    /// <summary>Where a moment is.</summary>
    public double X(double at) => Left + ((Width - Left - 8) * Math.Clamp(at / Seconds, 0, 1));

    /// <summary>Lines and times below a chart of a height.</summary>
    public void Write(StringBuilder svg, double height)
    {
        var step = Steps.FirstOrDefault(step => Seconds / step <= MostTicks, Math.Ceiling(Seconds / MostTicks / 86400) * 86400);
        for (var at = 0.0; at <= Seconds * 1.0001; at += step)
        {
            svg.Append(CultureInfo.InvariantCulture, $"<path class=\"grid\" d=\"M{X(at):0.#} 0V{height:0.#}\"/><text class=\"tick{(X(at) > Width - 20 ? " end" : "")}\" x=\"{X(at):0.#}\" y=\"{height + 14:0.#}\">{Label(at)}</text>");
        }
    }

    private static string Label(double at) => at switch
    {
        0 => "0",
        < 60 => string.Create(CultureInfo.InvariantCulture, $"{at:0.##} s"),
        < 3600 => string.Create(CultureInfo.InvariantCulture, $"{at / 60:0.#} min"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{at / 3600:0.#} h"),
    };
}
