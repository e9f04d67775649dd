using System.Globalization;
using GenesysAttachments.Engine.Display;
using GenesysAttachments.Engine.Routes;
using GenesysAttachments.Engine.Sending;
using GenesysAttachments.Engine.Targets;

namespace GenesysAttachments.Shell;

/// <summary>What a run would cost, for the last line under <c>-WhatIf</c>.</summary>
/// <param name="options">What the command asks of every file.</param>
internal sealed class WhatIfSummary(SendOptions options)
{
    private readonly RouteCosts _costs = new(options.Workers, options.FilesPerMessage, options.ReadsBack);
    private readonly SortedSet<string> _policies = new(StringComparer.Ordinal);
    private int _files;
    private int _refused;
    private int _quota;
    private long _bytes;
    private int _calls;

    /// <summary>Counts one file.</summary>
    /// <param name="plan">What it would do.</param>
    public void Add(Plan plan)
    {
        _files++;
        _bytes += plan.File.Length;
        NotePolicy(plan);
        _quota = plan.Route == RouteNames.Guest ? RouteCosts.GuestFramesPerMinute : plan.Session.Settings.RequestsPerMinute;
        _calls += _costs.Add(plan);
    }

    /// <summary>Counts one file that would be refused.</summary>
    public void AddRefused(Plan plan)
    {
        _refused++;
        NotePolicy(plan);
    }

    /// <summary>The line.</summary>
    public string Describe()
    {
        var policy = _policies.Count == 0 ? "" : $"; policy {string.Join(", ", _policies)}";
        if (_files == 0)
        {
            return $"In all: nothing would be sent, {_refused} refused{policy}.";
        }

        var share = _quota > 0 ? string.Create(CultureInfo.InvariantCulture, $", {100.0 * _calls / _quota:0} % of a minute's quota of {_quota}") : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"In all: {Count(_files, "file")}, {Count(_bytes, "byte")}, {_refused} refused{policy}; about {Count(_calls, "API call")}{share}.");
    }

    private static string Count(long number, string what) => string.Create(CultureInfo.InvariantCulture, $"{number:N0} {what}{(number == 1 ? "" : "s")}");

    private void NotePolicy(Plan plan)
    {
        if (plan.File.PolicySource.Length > 0)
        {
            _policies.Add($"{ShownText.Of(plan.File.PolicySource)} ({plan.File.PolicyDirection})");
        }
    }
}
