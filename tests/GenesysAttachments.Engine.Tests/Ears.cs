using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using GenesysAttachments.Engine.Telemetry;

namespace GenesysAttachments.Engine.Tests;

/// <summary>Hears what the engine tells a host that listens: activities and measures, with all their tags.</summary>
internal sealed class Ears : IDisposable
{
    private readonly ConcurrentQueue<string> _said = new();
    private readonly ActivityListener _activities;
    private readonly MeterListener _measures = new();

    public Ears()
    {
        _activities = new ActivityListener
        {
            ShouldListenTo = source => source.Name == EngineTelemetry.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = activity =>
            {
                foreach (var text in activity.TagObjects.Select(tag => $"{tag.Value}").Append(activity.DisplayName).Append(activity.StatusDescription ?? ""))
                {
                    _said.Enqueue(text);
                }
            },
        };
        ActivitySource.AddActivityListener(_activities);
        _measures.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == EngineTelemetry.Name)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _measures.SetMeasurementEventCallback<long>((_, _, tags, _) => Hear(tags));
        _measures.SetMeasurementEventCallback<double>((_, _, tags, _) => Hear(tags));
        _measures.Start();
    }

    /// <summary>Values of tags, one by one.</summary>
    public IReadOnlyCollection<string> Said => _said;

    public void Dispose()
    {
        _activities.Dispose();
        _measures.Dispose();
    }

    private void Hear(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        foreach (var tag in tags)
        {
            _said.Enqueue($"{tag.Value}");
        }
    }
}
