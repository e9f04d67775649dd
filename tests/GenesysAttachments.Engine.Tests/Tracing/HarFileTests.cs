using System.Text;
using System.Text.Json;
using GenesysAttachments.Engine.Display;
using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Tracing;

namespace GenesysAttachments.Engine.Tests.Tracing;

/// <summary>The file of a trace: whole at any moment, its owner's alone, and never in anybody's way.</summary>
public sealed class HarFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("gca-").FullName;

    private string TracePath => Path.Combine(_folder, "wire.har");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void It_is_whole_after_every_write_whatever_is_open()
    {
        var (writes, most) = (0, 0);
        using (var trace = WireTrace.Create(TracePath, replaces: false, file => file.Put = (handle, bytes, at) =>
        {
            RandomAccess.Write(handle, bytes.Span, at);
            most = Math.Max(most, Har.Of(TracePath).Entries.Count);
            writes++;
        }))
        {
            var tap = Tap(trace);
            WireSocket[] sockets = [Socket(tap), Socket(tap)];
            for (var i = 0; i < 40; i++)
            {
                sockets[i % 3 == 0 ? 1 : 0].Sent(Encoding.UTF8.GetBytes($$"""{"n":{{i}}}"""));
                trace.Add(() => Entry($"https://h/{i}"));
            }

            sockets[0].End();
            trace.Add(() => Entry("https://h/last"));
        }

        var har = Har.Of(TracePath);
        Assert.Equal((43, 43, 85), (har.Entries.Count, most, writes)); // 41 entries and two sockets; a write for each, each frame, each end, and the beginning.
        Assert.Equal(40, har.Entries.Sum(entry => Har.Frames(entry).Count));
        Assert.All(har.Entries.Where(entry => Har.Frames(entry).Count > 0), entry => Assert.False(entry.TryGetProperty("comment", out _)));
    }

    [Fact]
    public void Frames_without_end_go_on_in_another_entry()
    {
        using (var trace = WireTrace.Create(TracePath, replaces: false))
        {
            var socket = Socket(Tap(trace));
            for (var i = 0; i < 20; i++)
            {
                socket.Received(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(new { i, filler = new string('x', 40_000) })));
            }

            socket.End();
            socket.Sent("{}"u8.ToArray());
        }

        var entries = Har.Of(TracePath).Entries;
        Assert.InRange(entries.Count, 3, 5);
        Assert.Equal(Enumerable.Range(0, 20), entries.SelectMany(Har.Frames).Select(frame => JsonDocument.Parse(frame.Data).RootElement.GetProperty("i").GetInt32()));
        Assert.StartsWith("More of its frames", entries[0].GetProperty("comment").GetString(), StringComparison.Ordinal);
        Assert.EndsWith("continued.", entries[^1].GetProperty("comment").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Many_threads_write_at_once_and_nothing_is_lost()
    {
        using (var trace = WireTrace.Create(TracePath, replaces: false))
        {
            var socket = Socket(Tap(trace));
            await Parallel.ForAsync(0, 2000, (i, _) =>
            {
                trace.Add(() => Entry($"https://h/{i}"));
                socket.Received("{}"u8.ToArray());
                return ValueTask.CompletedTask;
            });
        }

        var entries = Har.Of(TracePath).Entries;
        Assert.Equal(2001, entries.Count(entry => !entry.TryGetProperty("comment", out var comment) || comment.GetString()!.StartsWith("More", StringComparison.Ordinal)));
        Assert.Equal(2000, entries.Sum(entry => Har.Frames(entry).Count));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task A_disk_that_is_full_ends_it_with_one_warning_and_a_whole_file(int fullAt)
    {
        var writes = 0;
        using var trace = WireTrace.Create(TracePath, replaces: false, file => file.Put = (handle, bytes, at) =>
        {
            writes++;
            // As a disk does it: what fits is written.
            RandomAccess.Write(handle, writes == fullAt ? bytes.Span[..(bytes.Length / 2)] : bytes.Span, at);
            _ = writes == fullAt ? throw new IOException("No space left on device") : 0;
        });
        var socket = Socket(Tap(trace));
        socket.Sent("{}"u8.ToArray());
        trace.Add(() => Entry("https://h/1"));
        string? trouble = null;
        await Wait.Until(() => (trouble ??= trace.TakeTrouble()) is not null);
        trace.Add(() => Entry("https://h/2"));
        trace.Dispose();

        Assert.Equal($"The trace '{TracePath}' ends here: No space left on device. Everything else goes on.", trouble);
        Assert.Null(trace.TakeTrouble());
        Assert.DoesNotContain(Har.Of(TracePath).Entries, entry => Har.Line(entry).Contains("/2", StringComparison.Ordinal));
        Assert.Single(Har.Of(TracePath).Entries);
    }

    [Fact]
    public async Task A_disk_that_stands_still_keeps_nobody_waiting()
    {
        using var still = new ManualResetEventSlim();
        var trace = WireTrace.Create(TracePath, replaces: false, file => file.Put = (handle, bytes, at) =>
        {
            _ = at > 0 && !still.Wait(TimeSpan.FromMinutes(1));
            RandomAccess.Write(handle, bytes.Span, at);
        });
        var large = Entry("https://h/" + new string('x', 1_000_000));
        string? trouble = null;
        for (var i = 0; i < 100 && trouble is null; i++)
        {
            trace.Add(() => large);
            trouble = trace.TakeTrouble();
        }

        still.Set();
        await Task.Run(trace.Dispose);
        Assert.Contains("its disk is too slow", trouble, StringComparison.Ordinal);
        Har.Of(TracePath);
    }

    [Fact]
    public void What_nobody_foresaw_ends_the_trace_alone()
    {
        using var trace = WireTrace.Create(TracePath, replaces: false);

        trace.Add(() => throw new InvalidOperationException("a bug"));

        Assert.Contains("InvalidOperationException", trace.TakeTrouble(), StringComparison.Ordinal);
    }

    [Fact]
    public void It_replaces_nothing_unasked_and_is_its_owner_s_alone()
    {
        File.WriteAllText(TracePath, "mine");

        var refused = Assert.Throws<GCException>(() => WireTrace.Create(TracePath, replaces: false));
        Assert.Equal((ErrorIds.TraceUnusable, "mine"), (refused.ErrorId, File.ReadAllText(TracePath)));
        Assert.Contains("-Force", refused.Advice, StringComparison.Ordinal);
        using var trace = WireTrace.Create(TracePath, replaces: true);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(TracePath));
        }
    }

    [Theory]
    [InlineData("none/wire.har")]
    [InlineData(".")]
    [InlineData("a\0b")]
    public void Where_it_cannot_be_made_it_says_so(string name)
    {
        foreach (var replaces in new[] { false, true })
        {
            Assert.Equal(ErrorIds.TraceUnusable, Assert.Throws<GCException>(() => WireTrace.Create(Path.Combine(_folder, name), replaces)).ErrorId);
        }
    }

    [Fact]
    public void A_device_is_no_file_to_replace()
    {
        if (File.Exists("/dev/null"))
        {
            Assert.Equal(ErrorIds.TraceUnusable, Assert.Throws<GCException>(() => WireTrace.Create("/dev/null", replaces: true)).ErrorId);
            Assert.True(File.Exists("/dev/null"));
        }
    }

    private static WireTap Tap(WireTrace trace) => new(trace, new SessionSecrets(), TimeProvider.System);

    private static WireSocket Socket(WireTap tap) => new(tap, null, () => Entry("wss://h/v1"));

    private static HarEntry Entry(string url) => new()
    {
        StartedDateTime = DateTimeOffset.UnixEpoch,
        Time = 0,
        Request = new HarRequest("GET", url, "HTTP/1.1", [], [], null, 0),
        Response = new HarResponse(200, "OK", "HTTP/1.1", [], new HarContent(0, "x-unknown", null, null), "", 0),
        Timings = new HarTimings(0, 0, 0),
    };
}
