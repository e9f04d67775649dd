using System.Diagnostics;
using System.Globalization;
using GenesysAttachments.Engine.Display;

namespace GenesysAttachments.Engine.Telemetry;

/// <summary>Tells of one request: an activity, a measure, a debug line with its outcome, and a verbose line when it did its step.</summary>
internal sealed class AttemptTrace : IDisposable
{
    private readonly string _transport;
    private readonly string _what;
    private readonly string _method;
    private readonly Uri _address;
    private readonly TimeProvider _time;
    private readonly SecretMask _mask;
    private readonly StepLog? _log;
    private readonly long _started;
    private readonly Activity? _activity;
    private string _outcome = "no answer";

    private AttemptTrace(string transport, string method, Uri address, string what, SecretMask mask, TimeProvider time, StepLog? log, Activity? activity) =>
        (_transport, _method, _address, _what, _mask, _time, _log, _started, _activity) = (transport, method, address, what, mask, time, log, time.GetTimestamp(), activity);

    /// <summary>A request is about to leave.</summary>
    /// <param name="transport"><c>org</c>, <c>storage</c> or <c>guest</c>.</param>
    /// <param name="method">HTTP method, or a frame's action.</param>
    /// <param name="address">Where it goes; shown without its query.</param>
    /// <param name="what">The step in words, to begin a sentence.</param>
    /// <param name="mask">What nothing that is told may hold.</param>
    /// <param name="time">Clock.</param>
    /// <param name="log">Takes the lines; null when nobody wants them.</param>
    public static AttemptTrace Begin(string transport, string method, Uri address, string what, SecretMask mask, TimeProvider time, StepLog? log)
    {
        var activity = EngineTelemetry.Source.StartActivity("attempt", ActivityKind.Client);
        activity?.SetTag("gcattachments.transport", transport).SetTag("http.request.method", method);
        if (activity is not null && transport != "storage")
        {
            // Where a file is stored says the org, which may say anything.
            activity.SetTag("server.address", address.Host).SetTag("url.template", UrlTemplate.Of(address));
        }

        return new AttemptTrace(transport, method, address, what, mask, time, log, activity);
    }

    /// <summary>It was answered.</summary>
    /// <param name="status">HTTP status.</param>
    /// <param name="correlationId">The id support would ask for.</param>
    /// <param name="bytes">Bytes of a file it took.</param>
    public void Answered(int status, string? correlationId, long bytes = 0)
    {
        _outcome = status == 200 ? "200" : status.ToString(CultureInfo.InvariantCulture);
        _activity?.SetTag("http.response.status_code", status);
        if (status is < 200 or >= 300)
        {
            _activity?.SetStatus(ActivityStatusCode.Error);
            return;
        }

        if (bytes > 0)
        {
            EngineTelemetry.Bytes.Add(bytes);
        }

        _log?.Verbose(string.Create(CultureInfo.InvariantCulture, $"{_mask.Apply(_what)}: {status} after {Seconds:0.000} s{(bytes > 0 ? $", {bytes:N0} bytes" : "")}{(correlationId is null ? "" : $", correlation id {correlationId}")}."));
    }

    /// <summary>A frame was answered.</summary>
    /// <param name="class">Class of the answer, as it may be shown.</param>
    /// <param name="outcome">The same for measures, which take known values alone.</param>
    public void Answered(string @class, string outcome)
    {
        _outcome = outcome;
        _log?.Verbose(string.Create(CultureInfo.InvariantCulture, $"{_mask.Apply(_what)}: {_mask.ShowWord(@class)} after {Seconds:0.000} s."));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (EngineTelemetry.Attempts.Enabled)
        {
            EngineTelemetry.Attempts.Add(1, new KeyValuePair<string, object?>("transport", _transport), new KeyValuePair<string, object?>("outcome", _outcome));
        }

        if (_log is { IsDebug: true })
        {
            _log.Debug(string.Create(CultureInfo.InvariantCulture, $"{_method} {_mask.Show(_address.GetLeftPart(UriPartial.Path))}: {_outcome} after {Seconds:0.000} s"));
        }

        _activity?.Dispose();
    }

    private double Seconds => _time.GetElapsedTime(_started).TotalSeconds;
}
