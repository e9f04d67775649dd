using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Http;
using GenesysAttachments.Engine.Receiving;
using GenesysAttachments.Sandbox;

namespace GenesysAttachments.Engine.Tests.Receiving;

/// <summary>Every answer that a download may get.</summary>
public sealed class FetchTests
{
    private const string Store = "/gc-attachments/*";
    private const string Page = "<!doctype html><html><body>Please sign in</body></html>";

    [Fact]
    public async Task The_token_goes_to_the_org_alone_and_the_storage_gets_nothing_but_the_url()
    {
        await using var desk = await SaveDesk.StartAsync();
        await desk.AddFilesAsync(new { fileName = "a.pdf", content = SaveDesk.Bytes(100_000) });

        var receipt = Assert.Single(await desk.SaveAsync());

        Assert.Equal((SaveStates.Saved, true, 100_000L, 1), (receipt.State, receipt.Verified, receipt.Length, receipt.Transfer.Attempts));
        Assert.Equal(SaveDesk.Bytes(100_000), await File.ReadAllBytesAsync(receipt.Path!));
        Assert.Equal("?issueRedirect=false&redirectToAuth=false", "?" + Assert.Single(desk.Resolves).Target.Split('?')[1]);
        Assert.Equal(["Accept-Encoding", "Host"], Assert.Single(desk.Gets).Headers.Keys.Order(StringComparer.OrdinalIgnoreCase));
        Assert.Equal(["identity"], desk.Gets[0].Headers["Accept-Encoding"]);
    }

    [Fact]
    public async Task A_redirect_of_the_org_is_as_good_as_its_answer()
    {
        await using var desk = await SaveDesk.StartAsync();
        await desk.AddFilesAsync(new { fileName = "a.pdf", content = SaveDesk.Bytes(10) });
        var file = Assert.Single(await desk.ReadAsync());
        desk.Fault(new Fault { Path = "/api/v2/downloads/*", Status = 302, Headers = new() { ["Location"] = await desk.ResolveAsync(file) } });

        var receipt = Assert.Single(await desk.SaveAsync([file]));

        Assert.Equal(SaveStates.Saved, receipt.State);
    }

    [Fact]
    public async Task A_url_that_has_expired_once_is_asked_for_once_more()
    {
        await using var desk = await SaveDesk.StartAsync();
        await desk.AddFilesAsync(new { fileName = "a.pdf", content = SaveDesk.Bytes(10) });
        desk.Fault(new Fault { Path = Store, Status = 403 });

        var receipt = Assert.Single(await desk.SaveAsync());

        Assert.Equal(SaveStates.Saved, receipt.State);
        Assert.Equal((2, 2, 1), (desk.Resolves.Count, desk.Gets.Count, desk.Reads.Count));
    }

    [Fact]
    public async Task A_url_that_is_refused_for_ever_costs_three_tries_and_one_read()
    {
        await using var desk = await SaveDesk.StartAsync();
        await desk.AddFilesAsync(new { fileName = "a.pdf", content = SaveDesk.Bytes(10) });
        desk.Fault(new Fault { Path = Store, Status = 403, Times = -1 });

        var receipt = Assert.Single(await desk.SaveAsync());

        Assert.Equal((SaveStates.Failed, ErrorIds.AttachmentGone, false), (receipt.State, receipt.Error!.ErrorId, receipt.Error.CanRetry));
        Assert.Equal((3, 3, 2), (desk.Resolves.Count, desk.Gets.Count, desk.Reads.Count));
        Assert.StartsWith("The platform does not have 'a.pdf' any more. ", receipt.Error.Message, StringComparison.Ordinal);
        Assert.Empty(desk.Files);
    }

    [Fact]
    public async Task A_download_id_that_has_been_given_up_is_read_anew()
    {
        await using var desk = await SaveDesk.StartAsync();
        await desk.AddFilesAsync(new { fileName = "a.pdf", content = SaveDesk.Bytes(10) });
        var files = await desk.ReadAsync();
        await desk.Harness.Http.PostAsync(new Uri($"{desk.Harness.Sandbox.Identity.Url}/_sandbox/downloads/expire"), null);

        var receipt = Assert.Single(await desk.SaveAsync(files));

        Assert.Equal(SaveStates.Saved, receipt.State);
        Assert.Equal([404, 200], desk.Resolves.Select(call => call.Status));
    }

    [Fact]
    public async Task A_download_that_the_org_does_not_know_is_gone()
    {
        await using var desk = await SaveDesk.StartAsync();
        await desk.AddFilesAsync(new { fileName = "a.pdf", content = SaveDesk.Bytes(10) });
        desk.Fault(new Fault { Path = "/api/v2/downloads/*", Status = 404, Times = -1 });

        var receipt = Assert.Single(await desk.SaveAsync());

        Assert.Equal((SaveStates.Failed, ErrorIds.AttachmentGone), (receipt.State, receipt.Error!.ErrorId));
        Assert.Equal((2, 0), (desk.Resolves.Count, desk.Gets.Count));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(70_000)]
    public async Task A_body_that_is_cut_off_is_fetched_again_from_its_start(long after)
    {
        await using var desk = await SaveDesk.StartAsync();
        await desk.AddFilesAsync(new { fileName = "a.pdf", content = SaveDesk.Bytes(200_000) });
        desk.Fault(new Fault { Path = Store, CutAfterBytes = after, Times = 2 });

        var receipt = Assert.Single(await desk.SaveAsync());

        Assert.Equal((SaveStates.Saved, 3, 200_000L), (receipt.State, receipt.Transfer.Attempts, receipt.Length));
        Assert.Equal(SaveDesk.Bytes(200_000), await File.ReadAllBytesAsync(receipt.Path!));
        Assert.Equal(["a.pdf"], desk.Files);
    }

    [Fact]
    public async Task A_body_that_is_always_cut_off_leaves_nothing_behind()
    {
        await using var desk = await SaveDesk.StartAsync();
        await desk.AddFilesAsync(new { fileName = "a.pdf", content = SaveDesk.Bytes(200_000) });
        desk.Fault(new Fault { Path = Store, CutAfterBytes = 70_000, Times = -1 });

        var receipt = Assert.Single(await desk.SaveAsync());

        Assert.Equal((SaveStates.Failed, ErrorIds.ConnectionReset, true), (receipt.State, receipt.Error!.ErrorId, receipt.Error.CanRetry));
        Assert.Equal(5, desk.Gets.Count);
        Assert.Empty(desk.Files);
    }

    [Theory]
    [InlineData(9, "would bring 10 bytes, and the platform says that it has 9")]
    [InlineData(11, "would bring 10 bytes, and the platform says that it has 11")]
    public async Task Another_length_than_the_platform_says_is_not_the_file(long told, string words)
    {
        await using var desk = await SaveDesk.StartAsync();
        await desk.AddFilesAsync(new { fileName = "a.pdf", content = SaveDesk.Bytes(10), contentSizeBytes = told });

        var receipt = Assert.Single(await desk.SaveAsync());

        Assert.Equal((SaveStates.Failed, ErrorIds.DownloadMismatch), (receipt.State, receipt.Error!.ErrorId));
        Assert.Contains(words, receipt.Error.Message, StringComparison.Ordinal);
        Assert.Single(desk.Gets);
        Assert.Empty(desk.Files);
    }

    [Fact]
    public async Task More_bytes_than_were_said_stop_the_read()
    {
        await using var desk = await SaveDesk.StartAsync();
        using var endless = new Network.LoopbackServer(async caller =>
        {
            await Network.Acts.ReadHeadAsync(caller.Stream);
            await caller.Stream.WriteAsync("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n"u8.ToArray());
            while (true)
            {
                await caller.Stream.WriteAsync(new byte[64 * 1024]);
            }
        });
        await desk.AddFilesAsync(new { fileName = "a.pdf", content = SaveDesk.Bytes(1000) });
        desk.Fault(new Fault { Path = "/api/v2/downloads/*", Status = 200, Body = $$"""{"url":"http://127.0.0.1:{{endless.Port}}/a?X-Amz-Signature=0123456789abcdef0123"}""" });

        var receipt = Assert.Single(await desk.SaveAsync());

        Assert.Equal((SaveStates.Failed, ErrorIds.DownloadMismatch, 1), (receipt.State, receipt.Error!.ErrorId, endless.Connections));
        Assert.Contains("brought more than the 1,000 bytes", receipt.Error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("0123456789abcdef0123", receipt.Error.ToString(), StringComparison.Ordinal);
        Assert.Empty(desk.Files);
    }

    [Fact]
    public async Task Another_hash_is_not_the_file()
    {
        await using var desk = await SaveDesk.StartAsync();
        await desk.AddFilesAsync(new { fileName = "a.pdf", content = SaveDesk.Bytes(10), sha256 = new string('0', 64) });

        var receipt = Assert.Single(await desk.SaveAsync());

        Assert.Equal((SaveStates.Failed, ErrorIds.DownloadMismatch), (receipt.State, receipt.Error!.ErrorId));
        Assert.Empty(desk.Files);
    }

    [Fact]
    public async Task A_store_that_goes_silent_is_tried_again_after_half_a_minute()
    {
        await using var desk = await SaveDesk.StartAsync();
        await desk.AddFilesAsync(new { fileName = "a.pdf", content = SaveDesk.Bytes(200_000) });
        desk.Fault(new Fault { Path = Store, CutAfterBytes = 70_000, Stall = true });
        var saving = desk.SaveAsync();
        await Wait.Until(() => desk.Gets.Count == 1 && desk.Files.Count == 1 && new FileInfo(Path.Combine(desk.Folder, desk.Files[0])).Length >= 60_000);

        ((SkippingTime)desk.Harness.Time).Advance(FileUpload.Stall);
        var receipt = Assert.Single(await saving);

        Assert.Equal((SaveStates.Saved, 2, 200_000L), (receipt.State, receipt.Transfer.Attempts, receipt.Length));
    }

    [Theory]
    [InlineData("/api/v2/downloads/*", ErrorIds.AuthenticationFailed)]
    [InlineData(Store, ErrorIds.GatewayAnswered)]
    public async Task A_page_is_never_a_file(string path, string errorId)
    {
        await using var desk = await SaveDesk.StartAsync();
        await desk.AddFilesAsync(new { fileName = "a.pdf", content = SaveDesk.Bytes(10), omit = new[] { "sha256", "contentSizeBytes" } });
        desk.Fault(new Fault { Path = path, Status = 200, Body = Page, Headers = new() { ["Content-Type"] = "text/html" }, Times = -1 });

        var receipt = Assert.Single(await desk.SaveAsync());

        Assert.Equal((SaveStates.Failed, errorId), (receipt.State, receipt.Error!.ErrorId));
        Assert.Empty(desk.Files);
    }

    [Fact]
    public async Task A_page_that_is_a_file_is_saved()
    {
        await using var desk = await SaveDesk.StartAsync();
        await desk.AddFilesAsync(new { fileName = "a.html", contentType = "text/html", content = System.Text.Encoding.UTF8.GetBytes(Page) });

        Assert.Equal(SaveStates.Saved, Assert.Single(await desk.SaveAsync()).State);
    }

    [Fact]
    public async Task A_redirect_out_of_the_storage_is_not_followed()
    {
        await using var desk = await SaveDesk.StartAsync();
        using var elsewhere = new Network.LoopbackServer(Network.Acts.Answer("200 OK", body: "0123456789"));
        await desk.AddFilesAsync(new { fileName = "a.pdf", content = SaveDesk.Bytes(10) });
        desk.Fault(new Fault { Path = Store, Status = 302, Headers = new() { ["Location"] = $"http://127.0.0.1:{elsewhere.Port}/a" }, Times = -1 });

        var receipt = Assert.Single(await desk.SaveAsync());

        Assert.Equal((SaveStates.Failed, ErrorIds.DownloadFailed, 0), (receipt.State, receipt.Error!.ErrorId, elsewhere.Connections));
    }

    [Theory]
    [InlineData("http://files.example.com/a")]
    [InlineData("https://user:pw@files.example.com/a")]
    [InlineData("ftp://files.example.com/a")]
    [InlineData("not a url")]
    public async Task What_the_org_resolves_to_is_judged_as_well(string url)
    {
        await using var desk = await SaveDesk.StartAsync();
        await desk.AddFilesAsync(new { fileName = "a.pdf", content = SaveDesk.Bytes(10) });
        desk.Fault(new Fault { Path = "/api/v2/downloads/*", Status = 200, Body = $$"""{"url":"{{url}}"}""", Times = -1 });

        var receipt = Assert.Single(await desk.SaveAsync());

        Assert.Equal((SaveStates.Failed, ErrorIds.AnswerInvalid), (receipt.State, receipt.Error!.ErrorId));
    }

    [Theory]
    [InlineData(500)]
    [InlineData(503)]
    [InlineData(429)]
    public async Task A_busy_store_is_asked_again(int status)
    {
        await using var desk = await SaveDesk.StartAsync();
        await desk.AddFilesAsync(new { fileName = "a.pdf", content = SaveDesk.Bytes(10) });
        desk.Fault(new Fault { Path = Store, Status = status, Times = 3 });

        var receipt = Assert.Single(await desk.SaveAsync());

        Assert.Equal((SaveStates.Saved, 4), (receipt.State, receipt.Transfer.Attempts));
        Assert.Single(desk.Resolves);
    }

    [Fact]
    public async Task A_file_without_an_address_is_read_once_more_and_then_told()
    {
        await using var desk = await SaveDesk.StartAsync();
        await desk.AddFilesAsync(new { fileName = "a.pdf", content = SaveDesk.Bytes(10), omit = new[] { "url" } });

        var receipt = Assert.Single(await desk.SaveAsync());

        Assert.Equal((SaveStates.Failed, ErrorIds.DownloadFailed, "The platform names no address of 'a.pdf'."), (receipt.State, receipt.Error!.ErrorId, receipt.Error.Message));
        Assert.Equal(2, desk.Reads.Count);
    }

    [Fact]
    public async Task A_token_that_is_refused_fails_the_rest_without_another_request()
    {
        await using var desk = await SaveDesk.StartAsync();
        await desk.AddFilesAsync(Enumerable.Range(0, 6).Select(i => new { fileName = $"{i}.pdf", content = SaveDesk.Bytes(10, i) }));
        desk.Fault(new Fault { Path = "/api/v2/downloads/*", Status = 401, Times = -1 });

        var receipts = await desk.SaveAsync(workers: 1);

        Assert.All(receipts, receipt => Assert.Equal((SaveStates.Failed, ErrorIds.AuthenticationFailed), (receipt.State, receipt.Error!.ErrorId)));
        Assert.Equal(2, desk.Resolves.Count); // The second with a new token.
    }
}
