using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Receiving;
using GenesysAttachments.Sandbox;

namespace GenesysAttachments.Engine.Tests.Receiving;

/// <summary>What comes to stand in the folder, and what does not.</summary>
public sealed class SavingTests
{
    [Fact]
    public async Task Files_of_one_name_are_numbered_and_none_is_written_over()
    {
        await using var desk = await SaveDesk.StartAsync();
        Directory.CreateDirectory(desk.Folder);
        await File.WriteAllTextAsync(Path.Combine(desk.Folder, "image.png"), "mine");
        await desk.AddFilesAsync(new { fileName = "image.png", content = SaveDesk.Bytes(10, 1) }, new { fileName = "image.png", content = SaveDesk.Bytes(10, 2) });
        await desk.AddFilesAsync(new { fileName = "IMAGE.PNG", content = SaveDesk.Bytes(10, 3) });

        var receipts = await desk.SaveAsync();

        Assert.Equal(["image.png"], desk.Files.Where(name => LocalNames.Fold(name) == "IMAGE.PNG"));
        Assert.Equal(["IMAGE (2).PNG", "IMAGE (3).PNG", "IMAGE (4).PNG"], receipts.Select(receipt => LocalNames.Fold(Path.GetFileName(receipt.Path!))).Order(StringComparer.Ordinal));
        Assert.All(receipts, receipt => Assert.Equal(SaveStates.Saved, receipt.State));
        Assert.Equal("mine", await File.ReadAllTextAsync(Path.Combine(desk.Folder, "image.png")));
        Assert.All(receipts, receipt => Assert.Equal(receipt.Sha256, Harness.Sha256(receipt.Path!)));
    }

    [Fact]
    public async Task The_same_line_again_fetches_nothing()
    {
        await using var desk = await SaveDesk.StartAsync();
        await desk.AddFilesAsync(Enumerable.Range(0, 10).Select(i => new { fileName = i % 2 == 0 ? "image.png" : $"{i}.pdf", content = SaveDesk.Bytes(1000, i) }));
        var first = await desk.SaveAsync();
        var (files, calls) = (desk.Files, desk.Resolves.Count + desk.Gets.Count);

        var second = await desk.SaveAsync();

        Assert.All(second, receipt => Assert.Equal((SaveStates.Skipped, "The same file is there already.", true), (receipt.State, receipt.Note, receipt.Verified)));
        Assert.Equal(first.Select(receipt => receipt.Path), second.Select(receipt => receipt.Path));
        Assert.Equal(20, calls);
        Assert.Equal(files, desk.Files);
        Assert.Equal(calls, desk.Resolves.Count + desk.Gets.Count);
    }

    [Fact]
    public async Task Where_the_platform_gives_no_hash_the_bytes_are_fetched_and_compared()
    {
        await using var desk = await SaveDesk.StartAsync();
        await desk.AddFilesAsync(new { fileName = "a.pdf", content = SaveDesk.Bytes(1000), omit = new[] { "sha256" } });
        var first = Assert.Single(await desk.SaveAsync());

        var second = Assert.Single(await desk.SaveAsync());
        await File.WriteAllBytesAsync(second.Path!, SaveDesk.Bytes(1000, 2));
        var third = Assert.Single(await desk.SaveAsync());

        Assert.Equal((SaveStates.Saved, null, SaveStates.Skipped, null), (first.State, first.Verified, second.State, second.Verified));
        Assert.Equal((SaveStates.Saved, "a (2).pdf"), (third.State, Path.GetFileName(third.Path)));
        Assert.Equal(3, desk.Gets.Count);
        Assert.Equal(["a (2).pdf", "a.pdf"], desk.Files);
    }

    [Fact]
    public async Task The_same_bytes_of_the_same_name_are_kept_once()
    {
        await using var desk = await SaveDesk.StartAsync();
        await desk.AddFilesAsync(Enumerable.Repeat(new { fileName = "logo.png", content = SaveDesk.Bytes(1000) }, 6));

        var receipts = await desk.SaveAsync(workers: 6);

        Assert.Equal(["logo.png"], desk.Files);
        Assert.Equal((1, 5), (receipts.Count(receipt => receipt.State == SaveStates.Saved), receipts.Count(receipt => receipt.State == SaveStates.Skipped)));
    }

    [Fact]
    public async Task No_name_leads_out_of_the_folder()
    {
        await using var desk = await SaveDesk.StartAsync();
        var names = new[] { "../out.sh", "..\\..\\out.sh", "/tmp/gca-out.sh", "C:\\out.sh", "a/b/c.sh", "..", ".bashrc", "nul", "a:b", "x\u0000y.sh", new string('n', 400) + ".pdf", "" };
        await desk.AddFilesAsync(names.Select((name, i) => new { fileName = name, contentType = "application/pdf", content = SaveDesk.Bytes(10, i) }));
        var outside = Directory.EnumerateFileSystemEntries(desk.Harness.Folder).ToList();

        var receipts = await desk.SaveAsync();

        Assert.All(receipts, receipt => Assert.Equal((SaveStates.Saved, desk.Folder), (receipt.State, Path.GetDirectoryName(receipt.Path))));
        Assert.Equal(names.Length, desk.Files.Count);
        Assert.Equal([.. outside, desk.Folder], Directory.EnumerateFileSystemEntries(desk.Harness.Folder).Order(StringComparer.Ordinal));
        Assert.False(File.Exists("/tmp/gca-out.sh"));
    }

    [Fact]
    public async Task A_link_with_a_files_name_is_neither_followed_nor_replaced()
    {
        await using var desk = await SaveDesk.StartAsync();
        await desk.AddFilesAsync(new { fileName = "a.pdf", content = SaveDesk.Bytes(10, 1) }, new { fileName = "b.pdf", content = SaveDesk.Bytes(10, 2) }, new { fileName = "c.pdf", content = SaveDesk.Bytes(10, 3) });
        Directory.CreateDirectory(desk.Folder);
        var (outside, nowhere) = (Path.Combine(desk.Harness.Folder, "outside"), Path.Combine(desk.Harness.Folder, "nowhere"));
        await File.WriteAllBytesAsync(outside, SaveDesk.Bytes(10, 1));
        File.CreateSymbolicLink(Path.Combine(desk.Folder, "a.pdf"), outside);
        File.CreateSymbolicLink(Path.Combine(desk.Folder, "b.pdf"), nowhere);
        Directory.CreateDirectory(Path.Combine(desk.Folder, "c.pdf"));

        var receipts = await desk.SaveAsync();

        Assert.Equal(["a (2).pdf", "b (2).pdf", "c (2).pdf"], receipts.Select(receipt => Path.GetFileName(receipt.Path)));
        Assert.Equal(SaveDesk.Bytes(10, 1), await File.ReadAllBytesAsync(outside));
        Assert.False(File.Exists(nowhere));
    }

    [Fact]
    public async Task What_comes_to_stand_there_meanwhile_is_not_written_over()
    {
        await using var desk = await SaveDesk.StartAsync();
        await desk.AddFilesAsync(new { fileName = "a.pdf", content = SaveDesk.Bytes(10) });
        var files = await desk.ReadAsync();
        var folder = SaveFolder.Open(desk.Folder);
        using var part = folder.Begin();
        part.Begin();
        part.Write(SaveDesk.Bytes(10));
        await File.WriteAllTextAsync(Path.Combine(desk.Folder, "a.pdf"), "somebody else's");

        var path = folder.Keep(part, "a.pdf", new Received(10, files[0].Sha256!), out var wasThere);

        Assert.Equal(("a (2).pdf", false), (Path.GetFileName(path), wasThere));
        Assert.Equal("somebody else's", await File.ReadAllTextAsync(Path.Combine(desk.Folder, "a.pdf")));
    }

    [Fact]
    public async Task What_killed_runs_left_is_taken_away_and_what_is_being_written_is_not()
    {
        await using var desk = await SaveDesk.StartAsync();
        await desk.AddFilesAsync(new { fileName = "a.pdf", content = SaveDesk.Bytes(10) });
        Directory.CreateDirectory(desk.Folder);
        await File.WriteAllTextAsync(Path.Combine(desk.Folder, ".gca-0123456789abcdef.part"), "half a file");
        await File.WriteAllTextAsync(Path.Combine(desk.Folder, ".gca-notes.txt"), "mine");
        using var other = PartFile.In(desk.Folder);

        await desk.SaveAsync();

        Assert.Equal([".gca-notes.txt", "a.pdf"], desk.Files.Where(name => !name.EndsWith(".part", StringComparison.Ordinal)));
        Assert.NotEqual(".gca-0123456789abcdef.part", Assert.Single(desk.Files, name => name.EndsWith(".part", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_stop_leaves_no_half_file_and_says_what_was_not_saved()
    {
        await using var desk = await SaveDesk.StartAsync();
        await desk.AddFilesAsync(Enumerable.Range(0, 4).Select(i => new { fileName = $"{i}.pdf", content = SaveDesk.Bytes(200_000, i) }));
        desk.Fault(new Fault { Path = "/gc-attachments/*", CutAfterBytes = 70_000, Stall = true, Times = -1 });
        var files = await desk.ReadAsync();
        using var saver = desk.Saver();
        using var stop = new CancellationTokenSource();
        var saving = files.Select((file, i) => saver.SaveAsync(new SaveItem { Index = i, Folder = desk.Folder, Session = desk.Harness.Session, Attachment = file }, stop.Token)).ToList();
        await Wait.Until(() => desk.Gets.Count == 4 && desk.Files.Count == 4);

        await stop.CancelAsync();
        var receipts = await Task.WhenAll(saving);

        Assert.All(receipts, receipt => Assert.Equal((SaveStates.Cancelled, ErrorIds.Cancelled), (receipt.State, receipt.Error!.ErrorId)));
        Assert.Empty(desk.Files);
    }

    [Fact]
    public async Task A_session_that_ends_takes_its_downloads_with_it()
    {
        await using var desk = await SaveDesk.StartAsync();
        await desk.AddFilesAsync(new { fileName = "a.pdf", content = SaveDesk.Bytes(200_000) });
        desk.Fault(new Fault { Path = "/gc-attachments/*", CutAfterBytes = 70_000, Stall = true, Times = -1 });
        var session = await desk.Harness.ConnectAsync();
        var saving = desk.SaveAsync(session);
        await Wait.Until(() => desk.Gets.Count == 1);

        session.Dispose();
        var receipt = Assert.Single(await saving);

        Assert.Equal((SaveStates.Failed, ErrorIds.NotConnected), (receipt.State, receipt.Error!.ErrorId));
        Assert.Empty(desk.Files);
    }

    [Fact]
    public async Task A_folder_that_cannot_be_used_fails_its_files_and_asks_nobody()
    {
        await using var desk = await SaveDesk.StartAsync();
        await desk.AddFilesAsync(new { fileName = "a.pdf", content = SaveDesk.Bytes(10) }, new { fileName = "b.pdf", content = SaveDesk.Bytes(10) });
        await File.WriteAllTextAsync(desk.Folder, "a file, and no folder");

        var receipts = await desk.SaveAsync();

        Assert.All(receipts, receipt => Assert.Equal((SaveStates.Failed, ErrorIds.FileUnwritable), (receipt.State, receipt.Error!.ErrorId)));
        Assert.Empty(desk.Resolves);
    }

    [Fact]
    public async Task Strangers_are_reported_and_not_asked()
    {
        await using var desk = await SaveDesk.StartAsync();
        using var stranger = new Network.LoopbackServer(Network.Acts.Answer("200 OK", body: "0123456789"));
        await desk.AddFilesAsync(
            new { fileName = "a.pdf", url = $"http://127.0.0.1:{stranger.Port}/a.pdf" },
            new { fileName = "b.pdf", url = $"http://127.0.0.1.evil.example:{new Uri(desk.Harness.Sandbox.Identity.Url).Port}/api/v2/downloads/0123456789abcdef" },
            new { fileName = "c.pdf", url = "http://169.254.169.254/latest/meta-data/" },
            new { fileName = "d", url = "https://example.com/d", mediaType = "Link" },
            new { fileName = "e.pdf", content = SaveDesk.Bytes(10) });

        var receipts = await desk.SaveAsync();

        Assert.Equal([SaveStates.External, SaveStates.External, SaveStates.External, SaveStates.Skipped, SaveStates.Saved], receipts.Select(receipt => receipt.State));
        Assert.Equal("'b.pdf' is a link to 127.0.0.1.evil.example, which is not the platform's, and was not fetched.", receipts[1].Error!.Message);
        Assert.Contains("-AllowExternal", receipts[0].Error!.Advice, StringComparison.Ordinal);
        Assert.Equal((0, 1), (stranger.Connections, desk.Resolves.Count));
        Assert.Equal(["e.pdf"], desk.Files);
    }
}
