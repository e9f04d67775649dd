using System.Globalization;
using GenesysAttachments.Binding;
using GenesysAttachments.Engine.Routes;

namespace GenesysAttachments;

/// <summary>What a run would cost, for the last line under <c>-WhatIf</c>.</summary>
internal sealed class WhatIfSummary
{
    // Frames a guest may send in a minute.
    private const int GuestQuota = 60;

    private readonly HashSet<string> _lookedUp = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _texts = new(StringComparer.OrdinalIgnoreCase);
    private readonly SortedSet<string> _policies = new(StringComparer.Ordinal);
    private int _files;
    private int _refused;
    private int _quota;
    private long _bytes;
    private int _calls;

    /// <summary>Counts one file.</summary>
    /// <param name="plan">What it would do.</param>
    /// <param name="textIsShared">Its text goes once per conversation.</param>
    public void Add(PlannedDelivery plan, bool textIsShared)
    {
        _files++;
        _bytes += plan.File.Length;
        NotePolicy(plan);
        _quota = plan.Route == RouteNames.Guest ? GuestQuota : plan.Session.RequestsPerMinute;
        // Upload URL, status and message; upload and message; or both in one.
        _calls += plan.Route switch { RouteNames.Agent => 3, RouteNames.Multipart => 1, _ => 2 };
        // On the Agent route a text is a message of its own.
        if (plan.Route == RouteNames.Agent && plan.Text is not null && (!textIsShared || _texts.Add(plan.Target.Key)))
        {
            _calls++;
        }

        if (plan.Route == RouteNames.Agent && plan.Target.CommunicationId is null && _lookedUp.Add(plan.Target.Key))
        {
            _calls++;
        }
    }

    /// <summary>Counts one file that would be refused.</summary>
    public void AddRefused(PlannedDelivery plan)
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

    private void NotePolicy(PlannedDelivery plan)
    {
        if (plan.File.PolicySource.Length > 0)
        {
            _policies.Add($"{plan.File.PolicySource} ({plan.File.PolicyDirection})");
        }
    }
}
