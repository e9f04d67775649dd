using System.Diagnostics;
using System.Net.Sockets;
using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Files;
using GenesysAttachments.Engine.Routes;
using GenesysAttachments.Engine.Sending;

namespace GenesysAttachments.Engine.Tests;

/// <summary>What goes is the very file that was checked, whatever stands in its place by then.</summary>
public sealed class FileIdentityTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("gca-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("pipe", "a pipe")]
    [InlineData("device", "a device")]
    [InlineData("socket", "a socket")]
    [InlineData("folder", "a folder")]
    [InlineData("link to a folder", "a folder")]
    [InlineData("link to a pipe", "a pipe")]
    [InlineData("another file", "replaced by another file")]
    [InlineData("link to another file", "replaced by another file")]
    public async Task What_stands_in_the_file_s_place_is_not_sent_and_the_rest_of_the_batch_is(string what, string says)
    {
        if (OperatingSystem.IsWindows())
        {
            return; // Pipes, devices and sockets are no files there, and links need a privilege.
        }

        await using var harness = await Harness.StartAsync();
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        var (path, aside) = (harness.Write("a.pdf"), Path.Combine(_folder, "aside"));
        List<Plan> plans = [harness.Deliver(path), harness.Deliver(harness.Write("b.pdf"), index: 1)];
        var written = File.GetLastWriteTimeUtc(path);
        // Moved, not deleted: its identity must not be given to the next file.
        File.Move(path, Path.Combine(_folder, "checked"));
        var place = what.StartsWith("link", StringComparison.Ordinal) ? aside : path;
        switch (what.Split(' ')[^1])
        {
            case "pipe": await Process.Start("mkfifo", place)!.WaitForExitAsync(); break;
            case "device": File.CreateSymbolicLink(place, "/dev/zero"); break;
            case "socket": socket.Bind(new UnixDomainSocketEndPoint(place)); break;
            case "folder": Directory.CreateDirectory(place); break;
            default:
                File.Copy(Path.Combine(_folder, "checked"), place);
                File.SetLastWriteTimeUtc(place, written);
                break;
        }

        if (place == aside)
        {
            File.CreateSymbolicLink(path, aside);
        }

        var clock = Stopwatch.StartNew();
        var receipts = await harness.PumpAsync(plans, 1);

        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(5), $"It took {clock.Elapsed}.");
        Assert.Equal([(ReceiptStates.Failed, ErrorIds.FileChanged), (ReceiptStates.Sent, null)], receipts.OrderBy(receipt => receipt.Plan.Index).Select(receipt => (receipt.State, receipt.Error?.ErrorId)));
        Assert.Contains(says, receipts.Single(receipt => receipt.Plan.Index == 0).Error!.Message, StringComparison.Ordinal);
        Assert.Equal("b.pdf", Assert.Single(harness.Sandbox.Messages.SelectMany(message => message.Attachments)).Name);
    }

    [Fact]
    public async Task The_same_file_by_another_way_is_still_the_same()
    {
        if (OperatingSystem.IsWindows())
        {
            return; // Links need a privilege there.
        }

        await using var harness = await Harness.StartAsync();
        var path = harness.Write("a.pdf");
        var plan = harness.Deliver(path);
        File.Move(path, path + ".moved");
        File.CreateSymbolicLink(path, path + ".moved");

        Assert.Equal(ReceiptStates.Sent, Assert.Single(await harness.SendAsync(plan)).State);
    }

    [Fact]
    public async Task A_check_that_knows_no_identity_is_held_to_length_and_time()
    {
        await using var harness = await Harness.StartAsync();
        var plan = harness.Deliver(harness.Write("a.pdf"));

        Assert.Equal(ReceiptStates.Sent, Assert.Single(await harness.SendAsync(plan with { File = plan.File with { Identity = null } })).State);
    }

    [Fact]
    public void The_facts_are_the_framework_s_and_the_same_by_path_and_by_handle()
    {
        var (path, other) = (Path.Combine(_folder, "a"), Path.Combine(_folder, "b"));
        File.WriteAllBytes(path, new byte[12_345]);
        File.WriteAllBytes(other, new byte[12_345]);
        File.SetLastWriteTimeUtc(path, new DateTime(1999, 12, 31, 23, 59, 59, DateTimeKind.Utc).AddTicks(1_234_567));
        using var handle = File.OpenHandle(path);
        using var otherHandle = File.OpenHandle(other);

        var facts = FileFacts.Of(handle);

        Assert.Equal((12_345, File.GetLastWriteTimeUtc(path), null), (facts.Length, facts.LastWriteUtc, facts.Special));
        Assert.NotNull(facts.Identity);
        Assert.NotEqual(facts.Identity, FileFacts.Of(otherHandle).Identity);
        Assert.Equal(facts.Identity!.Value.Device, FileFacts.Of(otherHandle).Identity!.Value.Device);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(facts, FileStatus.Of(path));
            Assert.Equal("a folder", FileStatus.Of(_folder)?.Special);
            Assert.Null(FileStatus.Of(path + ".none"));
        }
    }
}
