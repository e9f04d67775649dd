using System.Buffers.Binary;
using System.Diagnostics;
using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Files;
using GenesysAttachments.Engine.Files.Content;
using GenesysAttachments.Engine.Policies;

namespace GenesysAttachments.Engine.Tests;

/// <summary>Files that lie, and things that are no files: each has an answer, none costs more than the budget.</summary>
public sealed class HostileFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("gca-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Half_a_million_generated_files_each_are_read_within_the_budget(int seed)
    {
        var random = new Random(seed);
        var samples = Corpus.Files.Values.ToArray();
        var promises = Corpus.Files.Keys.Select(extension => SignatureTable.Default.ForName("a." + extension)).ToArray();
        using var handle = File.OpenHandle(Path.Combine(_folder, "generated"), FileMode.Create, FileAccess.ReadWrite);
        var buffer = new byte[700];
        var most = 0;
        for (var i = 0; i < 500_000; i++)
        {
            // Any bytes; or a real head cut, with some bytes of it changed.
            var length = random.Next(1, buffer.Length);
            random.NextBytes(buffer);
            if (i % 4 != 0)
            {
                var sample = samples[random.Next(samples.Length)];
                sample.AsSpan(0, Math.Min(sample.Length, length)).CopyTo(buffer);
                for (var flips = random.Next(4); flips > 0; flips--)
                {
                    buffer[random.Next(length)] = (byte)random.Next(256);
                }
            }

            RandomAccess.SetLength(handle, length);
            RandomAccess.Write(handle, buffer.AsSpan(0, length), 0);
            using var reader = new BoundedReader(handle);
            var found = ContentProbe.Look(reader, promises[random.Next(promises.Length)]);
            most = Math.Max(most, reader.BytesRead);
            Assert.True(found.Kind is null || found.Evidence.Length > 0);
        }

        Assert.InRange(most, 1, BoundedReader.Budget);
    }

    [Theory]
    [InlineData(1_000_000, false)]
    [InlineData(1_000_000, true)]
    public void A_zip_with_a_million_entries_costs_no_more_than_the_budget(int entries, bool lies)
    {
        var path = Path.Combine(_folder, "many.docx");
        using (var file = File.Create(path))
        {
            file.Write(Corpus.Files["docx"].AsSpan(0, 100));
            var entry = new byte[46 + 8];
            "PK\u0001\u0002"u8.CopyTo(entry);
            BinaryPrimitives.WriteUInt16LittleEndian(entry.AsSpan(28), 8);
            "file.txt"u8.CopyTo(entry.AsSpan(46));
            var block = Enumerable.Repeat(entry, 1000).SelectMany(bytes => bytes).ToArray();
            for (var i = 0; i < entries / 1000; i++)
            {
                file.Write(block);
            }

            var end = new byte[22];
            "PK\u0005\u0006"u8.CopyTo(end);
            BinaryPrimitives.WriteUInt16LittleEndian(end.AsSpan(10), 0xFFFE);
            BinaryPrimitives.WriteUInt32LittleEndian(end.AsSpan(12), lies ? 0x7FFFFFFF : (uint)(entries * entry.Length));
            BinaryPrimitives.WriteUInt32LittleEndian(end.AsSpan(16), lies ? 0xFFFFFFF0 : 100);
            file.Write(end);
        }

        using var handle = File.OpenHandle(path);
        using var reader = new BoundedReader(handle);
        var found = ContentProbe.Look(reader, SignatureTable.Default.ForName(path));

        Assert.InRange(reader.BytesRead, 1, BoundedReader.Budget);
        Assert.True(found.IsOpen);
        Assert.Equal(ContentVerdicts.Compatible, ContentCheck.Judge(SignatureTable.Default.ForName(path), found).Verdict);
    }

    [Fact]
    public void An_ole_directory_that_loops_is_walked_once()
    {
        var content = OleWriter.Write("One", "Two", "Three", "WordDocument");
        // Every entry points back to the first, and the directory's last sector to its first.
        for (var entry = 1; entry < 5; entry++)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(content.AsSpan(1024 + (entry * 128) + 0x44), 1);
        }

        BinaryPrimitives.WriteUInt32LittleEndian(content.AsSpan(512 + 8), 1);
        var file = Check("a.doc", content);

        Assert.NotEqual(ContentVerdicts.Mismatch, file.Verdict);
    }

    [Fact]
    public void A_huge_sparse_file_is_looked_at_and_not_read_through()
    {
        var path = Path.Combine(_folder, "sparse.pdf");
        using (var file = File.Create(path))
        {
            file.SetLength(1L << 40);
        }

        using (var handle = File.OpenHandle(path))
        using (var reader = new BoundedReader(handle))
        {
            ContentProbe.Look(reader, SignatureTable.Default.ForName(path));
            Assert.InRange(reader.BytesRead, 1, BoundedReader.Budget);
        }

        Assert.Equal(4002, Assert.Single(Inspect(path).Problems).Code);
    }

    [Theory]
    [InlineData("pipe.pdf", "a pipe")]
    [InlineData("/dev/zero", "a device")]
    [InlineData("/dev/null", "a device")]
    [InlineData("to-device.pdf", "a device")]
    [InlineData("socket.pdf", "a socket")]
    [InlineData("loop.pdf", "cannot be read")]
    [InlineData("dangling.pdf", "is not there")]
    [InlineData("folder.pdf", "a folder")]
    public void What_is_no_plain_file_says_what_it_is(string name, string says)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var path = Path.Combine(_folder, name);
        using var socket = new System.Net.Sockets.Socket(System.Net.Sockets.AddressFamily.Unix, System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Unspecified);
        switch (name)
        {
            case "pipe.pdf":
                Process.Start("mkfifo", path)!.WaitForExit();
                break;
            case "to-device.pdf":
                File.CreateSymbolicLink(path, "/dev/zero");
                break;
            case "socket.pdf":
                socket.Bind(new System.Net.Sockets.UnixDomainSocketEndPoint(path));
                break;
            case "loop.pdf":
                File.CreateSymbolicLink(path, path);
                break;
            case "dangling.pdf":
                File.CreateSymbolicLink(path, path + ".not-there");
                break;
            case "folder.pdf":
                Directory.CreateDirectory(path);
                break;
        }

        var problem = Inspect(path).Problems[0];
        Assert.Contains(says, problem.Message, StringComparison.Ordinal);
        Assert.Contains(problem.ErrorId, (string[])[ErrorIds.FileUnreadable, ErrorIds.FileNotFound]);
    }

    [Fact]
    public void A_link_is_checked_as_what_it_leads_to()
    {
        var path = Path.Combine(_folder, "link.pdf");
        File.WriteAllBytes(Path.Combine(_folder, "real.pdf"), Corpus.Pdf());
        try
        {
            File.CreateSymbolicLink(path, Path.Combine(_folder, "real.pdf"));
        }
        catch (IOException) when (OperatingSystem.IsWindows())
        {
            return; // Links need a privilege there.
        }

        Assert.Equal((ContentVerdicts.Match, Corpus.Pdf().Length), (Inspect(path).Verdict, (int)Inspect(path).Length));
    }

    private static Attachment Inspect(string path) => new Inspector(TimeProvider.System).Inspect(path, new InspectionOptions());

    private Attachment Check(string name, byte[] content)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllBytes(path, content);
        return Inspect(path);
    }
}
