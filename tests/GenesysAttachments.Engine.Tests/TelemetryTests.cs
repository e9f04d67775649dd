using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using GenesysAttachments.Engine.Guest;
using GenesysAttachments.Engine.Sending;
using GenesysAttachments.Engine.Telemetry;
using GenesysAttachments.Sandbox;

namespace GenesysAttachments.Engine.Tests;

/// <summary>What a host can listen to, and what -Verbose and -Debug tell.</summary>
public sealed class TelemetryTests
{
    [Fact]
    public async Task A_delivery_tells_its_story_without_a_secret()
    {
        await using var harness = await Harness.StartAsync();
        harness.Sandbox.Faults.Add(new Fault { Method = "PUT", Status = 503 });
        var log = new StepLog(isVerbose: true, isDebug: true);
        var runner = new Sender(new SendOptions(), new ProgressBoard(), harness.Time, log);

        await Harness.SendAsync(runner, default, harness.Deliver(harness.Write("a.pdf"), text: "Hello"));

        var lines = Take(log);
        var verbose = lines.Where(line => !line.IsDebug).Select(line => line.Text).ToList();
        Assert.Collection(
            verbose,
            line => Assert.StartsWith("Reading conversation ", line, StringComparison.Ordinal),
            line => Assert.StartsWith("The upload URL for 'a.pdf': 200 after ", line, StringComparison.Ordinal),
            line => Assert.Matches(@"answered 503.*Trying again in \d", line),
            line => Assert.Matches(@"^The upload of 'a.pdf': 200 after [\d.]+ s, 1,000 bytes, correlation id \S+\.$", line),
            line => Assert.StartsWith("The status of 'a.pdf': 200", line, StringComparison.Ordinal),
            line => Assert.StartsWith("The text: 200", line, StringComparison.Ordinal),
            line => Assert.StartsWith("The message with 'a.pdf': 200", line, StringComparison.Ordinal),
            line => Assert.Matches(@"^'a.pdf' Sent after [\d.]+ s: message \S+, attachment \S+\.$", line));
        Assert.Equal(7, lines.Count(line => line.IsDebug));
        var all = string.Join("\n", lines.Select(line => line.Text));
        Assert.DoesNotContain(harness.Sandbox.Identity.ClientSecret, all, StringComparison.Ordinal);
        Assert.DoesNotContain("Bearer", all, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("X-Amz-", all, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_guest_s_frames_are_told_without_its_token()
    {
        await using var harness = await Harness.StartAsync();
        var token = Guid.NewGuid().ToString();
        var session = await harness.ConnectGuestAsync(new GuestSettings(harness.Sandbox.Identity.DeploymentId, token));
        var log = new StepLog(isVerbose: true, isDebug: true);

        await Harness.SendAsync(new Sender(new SendOptions(), new ProgressBoard(), harness.Time, log), default, harness.DeliverAsGuest(session, harness.Write("a.pdf")));

        var all = string.Join("\n", Take(log).Select(line => line.Text));
        Assert.Contains("The upload URL for 'a.pdf': PresignedUrlResponse", all, StringComparison.Ordinal);
        Assert.Contains("The message with 'a.pdf': StructuredMessage", all, StringComparison.Ordinal);
        Assert.DoesNotContain(token, all, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Activities_and_measures_have_their_documented_names()
    {
        await using var harness = await Harness.StartAsync();
        var (activities, measures) = (new ConcurrentQueue<Activity>(), new ConcurrentQueue<(string Name, double Value, string Tags)>());
        using var root = new Activity("root").Start();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == EngineTelemetry.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = activity =>
            {
                if (activity.TraceId == root.TraceId)
                {
                    activities.Enqueue(activity);
                }
            },
        };
        ActivitySource.AddActivityListener(listener);
        using var meter = new MeterListener { InstrumentPublished = (instrument, own) => { if (instrument.Meter.Name == EngineTelemetry.Name) { own.EnableMeasurementEvents(instrument); } } };
        meter.SetMeasurementEventCallback<long>((instrument, value, tags, _) => measures.Enqueue((instrument.Name, value, string.Join(",", tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}")))));
        meter.SetMeasurementEventCallback<double>((instrument, value, tags, _) => measures.Enqueue((instrument.Name, value, string.Join(",", tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}")))));
        meter.Start();
        harness.Sandbox.Faults.Add(new Fault { Method = "PUT", Status = 503 });

        await harness.SendAsync(harness.Deliver(harness.Write("a.pdf")));

        var delivery = Assert.Single(activities, activity => activity.OperationName == "deliver");
        Assert.Equal(("Agent", "Sent"), (delivery.GetTagItem("gcattachments.route"), delivery.GetTagItem("gcattachments.state")));
        var attempts = activities.Where(activity => activity.OperationName == "attempt").ToList();
        Assert.Equal(6, attempts.Count);
        Assert.All(attempts, attempt => Assert.Equal(delivery.SpanId, attempt.ParentSpanId));
        Assert.All(attempts, attempt => Assert.DoesNotContain(attempt.TagObjects, tag => tag.Value?.ToString()?.Contains('?', StringComparison.Ordinal) == true));
        // Known values alone: neither an id nor anything of the storage's URL.
        Assert.Equal(2, attempts.Count(attempt => attempt.GetTagItem("url.template") is null && attempt.GetTagItem("server.address") is null));
        Assert.Contains(attempts, attempt => attempt.GetTagItem("url.template") is "/api/v2/conversations/messages/{id}/communications/{id}/messages/media/uploads");
        Assert.Equal(503, Assert.Single(attempts, attempt => attempt.Status == ActivityStatusCode.Error).GetTagItem("http.response.status_code"));
        Assert.Contains(("gcattachments.deliveries", 1, "route=Agent,state=Sent"), measures);
        Assert.Contains(("gcattachments.attempts", 1, "transport=storage,outcome=503"), measures);
        Assert.Contains(measures, measure => measure.Name == "gcattachments.bytes" && measure.Value >= 1000);
        Assert.Contains(measures, measure => measure is { Name: "gcattachments.wait", Tags: "reason=retry", Value: > 0.9 });
        // Nothing of the host's trace travels to the org or the storage.
        Assert.DoesNotContain(harness.Calls, call => call.Headers.Keys.Any(name => name.Contains("trace", StringComparison.OrdinalIgnoreCase)));
    }

    private static List<(bool IsDebug, string Text)> Take(StepLog log)
    {
        var lines = new List<(bool, string)>();
        while (log.TryTake(out var line))
        {
            lines.Add(line);
        }

        return lines;
    }
}
