using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Net;
using System.Net.Sockets;

namespace GenesysAttachments.Cmdlets.Tests;

/// <summary>What of the queue's commands needs no database, or one that never answers.</summary>
[Collection(AloneCollection.Name)]
public sealed class QueueTests : StagedTests
{
    public QueueTests(Stage stage)
        : base(stage)
    {
        Files.Write("a.pdf");
        Files.Write("tool.exe");
    }

    [Fact]
    public async Task A_preview_lists_each_file_and_what_sending_would_cost_and_touches_no_network()
    {
        var ran = Run("'a.pdf', 'tool.exe' | Add-GCQueueItem -ConversationId $C -WhatIf");

        Assert.Equal(["Skipped", "Rejected"], ran.Of("State"));
        Assert.Equal(["TypeNotAllowed"], ran.ErrorIds);
        Assert.Contains(Shell.Screen.Lines, line => line.Contains("Queue '", StringComparison.Ordinal) && line.Contains("a.pdf", StringComparison.Ordinal));
        Assert.Contains(Shell.Screen.Lines, line => line.Contains("In all: 1 file,", StringComparison.Ordinal) && line.Contains("1 refused", StringComparison.Ordinal));
        Assert.Empty(await Sandbox.RequestsAsync());
    }

    [Theory]
    [InlineData("Connect-GCQueue 127.0.0.1 queue -Port $Port -Credential $Sandbox.Credential")]
    [InlineData("Initialize-GCQueue 127.0.0.1 queue -Port $Port -Credential $Sandbox.Credential")]
    public async Task A_stop_ends_the_wait_for_a_database_that_does_not_answer(string line)
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        Shell.Set("Port", ((IPEndPoint)silent.LocalEndpoint).Port);
        using var running = Shell.Begin(line);
        using var visitor = await silent.AcceptTcpClientAsync();

        var time = running.Stop();

        Assert.InRange(time, TimeSpan.Zero, TimeSpan.FromSeconds(5));
        var ran = running.Wait();
        Assert.True(ran.IsStopped);
        Assert.Empty(ran.Problems);
    }

    [Fact]
    public void What_is_queued_is_measured_by_state()
    {
        var measures = new ConcurrentQueue<(string Name, string Tags)>();
        using var meter = new MeterListener
        {
            InstrumentPublished = (instrument, own) =>
            {
                if (instrument.Meter.Name == "GenesysAttachments")
                {
                    own.EnableMeasurementEvents(instrument);
                }
            },
        };
        meter.SetMeasurementEventCallback<long>((instrument, _, tags, _) => measures.Enqueue((instrument.Name, string.Join(",", tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}")))));
        meter.Start();

        Run("'a.pdf', 'tool.exe' | Add-GCQueueItem -ConversationId $C -WhatIf");

        Assert.Equal([("gcattachments.queued", "state=Skipped"), ("gcattachments.queued", "state=Rejected")], measures);
    }

    [Fact]
    public void A_policy_that_is_too_long_for_each_item_is_refused()
    {
        Run("$types = 1..2000 | ForEach-Object { \"application/x-type-number-$_\" }; @{ maxBytes = 1000; allowedTypes = $types; direction = 'Outbound' } | ConvertTo-Json | Set-Content long.json").Clean();

        var ran = Run("Add-GCQueueItem a.pdf -ConversationId $C -Policy long.json -WhatIf");

        Assert.Empty(ran.Output);
        Assert.Equal(["RequestInvalid"], ran.ErrorIds);
        Assert.Contains("written into each item", $"{ran.Problems[0]}", StringComparison.Ordinal);
    }

    [Fact]
    public void The_script_for_the_database_s_owner_is_one_transaction_in_the_schema_asked_for()
    {
        var script = $"{Run("Initialize-GCQueue -AsSql -Schema nightly").Clean().Only()}";

        Assert.StartsWith("BEGIN;", script, StringComparison.Ordinal);
        Assert.EndsWith("COMMIT;\n", script, StringComparison.Ordinal);
        Assert.Contains("CREATE TABLE IF NOT EXISTS \"nightly\".gc_item", script, StringComparison.Ordinal);
        Assert.DoesNotContain("gcqueue.", script, StringComparison.Ordinal);
    }
}
