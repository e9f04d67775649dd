using System.Diagnostics;
using GenesysAttachments.Engine.Display;
using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Http;
using GenesysAttachments.Engine.Policies;
using GenesysAttachments.Engine.Sending;

namespace GenesysAttachments.Engine.Tests;

/// <summary>Files that the system does not open or read: after 30 s it is said, a stop ends the wait at once, and the rest goes on.</summary>
public sealed class HangingFileTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(5);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_check_waits_for_a_file_no_longer_than_may_be(bool stops)
    {
        if (!OperatingSystem.IsLinux())
        {
            return; // Leases are there alone.
        }

        var (time, path) = (new SkippingTime(), Path.GetTempFileName());
        await File.WriteAllTextAsync(path, "%PDF-1.7");
        using var stop = new CancellationTokenSource();
        using (new Lease(path))
        {
            var checking = Task.Run(() => new Inspector(time).Inspect(path, new InspectionOptions(), stop.Token));
            await Task.Delay(200);
            Assert.False(checking.IsCompleted);
            if (stops)
            {
                await stop.CancelAsync();
                await Assert.ThrowsAnyAsync<OperationCanceledException>(() => checking).WaitAsync(Soon);
            }
            else
            {
                await AdvanceAsync(time, checking);
                Assert.Equal((ErrorIds.FileUnreadable, $"'{path}' could not be opened within 30 s."), Assert.Single((await checking).Problems) is var problem ? (problem.ErrorId, problem.Message) : default);
            }
        }

        File.Delete(path);
    }

    [Theory]
    [InlineData(false, ReceiptStates.Failed, ErrorIds.FileUnreadable)]
    [InlineData(true, ReceiptStates.Cancelled, ErrorIds.Cancelled)]
    public async Task An_upload_waits_for_its_file_no_longer_than_may_be(bool stops, string state, string errorId)
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        await using var harness = await Harness.StartAsync();
        var plan = harness.Deliver(harness.Write("a.pdf"));
        using var stop = new CancellationTokenSource();
        Receipt receipt;
        using (new Lease(plan.File.Path))
        {
            var sending = Harness.SendAsync(harness.Runner(), stop.Token, plan);
            await Wait.Until(() => harness.Calls.Any(call => call.Target.EndsWith("/uploads", StringComparison.Ordinal)));
            await Task.Delay(200);
            if (stops)
            {
                await stop.CancelAsync();
            }
            else
            {
                await AdvanceAsync((SkippingTime)harness.Time, sending);
            }

            receipt = Assert.Single(await sending.WaitAsync(Soon));
        }

        Assert.Equal((state, errorId), (receipt.State, receipt.Error?.ErrorId));
        Assert.Empty(harness.Puts);
        // What came too late was closed: whoever wants the file alone gets it.
        await Wait.Until(() => CanHaveAlone(plan.File.Path));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_upload_whose_file_is_not_read_ends_all_the_same(bool stops)
    {
        await using var harness = await Harness.StartAsync();
        var (time, file) = ((SkippingTime)harness.Time, harness.Check(harness.Write("a.pdf", 200_000)));
        using var stop = new CancellationTokenSource();
        using var never = new ManualResetEventSlim();
        using var upload = await FileUpload.OpenAsync(file, new Transfer(), time, stop.Token);
        upload.Body.Read = (_, piece, at) =>
        {
            if (at > 0)
            {
                never.Wait();
            }

            return piece.Length;
        };
        using var request = new HttpRequestMessage(HttpMethod.Put, harness.Sandbox.Identity.Url) { Content = upload.Body };

        var sending = upload.SendAsync(harness.Http, request, new SecretMask(), readsSuccess: true, holdsForAll: true).AsTask();
        await Wait.Until(() => upload.Body.IsReading);
        await Task.Delay(100);
        Assert.False(sending.IsCompleted);
        if (stops)
        {
            await stop.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending).WaitAsync(Soon);
        }
        else
        {
            await AdvanceAsync(time, sending);
            var error = await Assert.ThrowsAsync<GCException>(() => sending);
            Assert.Equal((ErrorIds.FileUnreadable, $"'{file.Path}' could not be read within 30 s."), (error.ErrorId, error.Message));
        }

        never.Set();
    }

    private static async Task AdvanceAsync(SkippingTime time, Task until)
    {
        for (var clock = Stopwatch.StartNew(); !until.IsCompleted; await Task.Delay(10))
        {
            Assert.True(clock.Elapsed < Soon, "The limit did not end it.");
            time.Advance(TimeSpan.FromSeconds(31));
        }
    }

    private static bool CanHaveAlone(string path)
    {
        try
        {
            File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.None).Dispose();
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }
}
