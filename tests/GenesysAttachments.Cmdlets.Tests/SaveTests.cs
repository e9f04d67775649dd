namespace GenesysAttachments.Cmdlets.Tests;

/// <summary>Files that come back: what is listed, what is saved and where, and what each receipt says.</summary>
public sealed class SaveTests : StagedTests
{
    private static int _folders;
    private readonly string _in = $"in{Interlocked.Increment(ref _folders)}";

    public SaveTests(Stage stage)
        : base(stage)
    {
        Files.Write("a.pdf", 5000);
        Files.Write("b.pdf", 6000);
        Files.Write("c.csv", 700);
    }

    private List<string> Saved => Directory.Exists(Files.PathOf(_in)) ? [.. Directory.EnumerateFileSystemEntries(Files.PathOf(_in), "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(Files.PathOf(_in), path)).Order(StringComparer.Ordinal)] : [];

    [Fact]
    public void What_was_sent_is_listed_and_comes_back_as_it_was()
    {
        Run("Get-ChildItem *.pdf, *.csv | Send-GCAttachment -ConversationId $C").Clean();

        var listed = Run("Get-GCAttachment $C").Clean();
        var saved = Run($"Get-GCAttachment $C | Save-GCAttachment {_in} | Sort-Object Name").Clean();

        Assert.Equal(["a.pdf", "b.pdf", "c.csv"], listed.Of("Name").Order(StringComparer.Ordinal));
        Assert.All(listed.Of("Direction"), direction => Assert.Equal("Outbound", direction));
        Assert.Equal(["Saved", "Saved", "Saved"], saved.Of("State"));
        Assert.Equal(["True", "True", "True"], saved.Of("Verified"));
        Assert.Equal(["a.pdf", "b.pdf", "c.csv"], Saved);
        Assert.Equal(new[] { "a.pdf", "b.pdf", "c.csv" }.Select(name => Files.Sha256(Files.PathOf(name))), saved.Of("Sha256"));
        Assert.Equal(saved.Of("Sha256"), saved.Of("Path").Select(path => Files.Sha256(path)));
    }

    [Theory]
    [InlineData("Save-GCAttachment {0} -ConversationId $C")]
    [InlineData("Save-GCAttachment -Destination {0} -ConversationId $C, $C -Session (Get-GCOrg -Current)")]
    [InlineData("$C | Save-GCAttachment {0}")]
    [InlineData("Get-GCConversation $C | Save-GCAttachment {0}")]
    [InlineData("$sent | Save-GCAttachment {0}")]
    [InlineData("$sent | Get-GCAttachment | Save-GCAttachment {0}")]
    [InlineData("Save-GCAttachment {0} -InputObject (Get-GCAttachment $C)")]
    [InlineData("Get-GCAttachment $C | ConvertTo-Csv | ConvertFrom-Csv | Save-GCAttachment {0}")]
    [InlineData("Get-GCAttachment $C | ConvertTo-Json | ConvertFrom-Json | Save-GCAttachment {0}")]
    [InlineData("Get-GCAttachment $C | ForEach-Object {{ [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($_)) }} | Save-GCAttachment {0}")]
    [InlineData("Get-GCAttachment $C | Select-Object *, @{{ n = 'Destination'; e = {{ '{0}' }} }} | Save-GCAttachment")]
    [InlineData("Save-GCAttachment {0} -MessageId $sent.MessageId")]
    public void Whatever_is_piped_the_same_files_are_saved(string line)
    {
        Run("$global:sent = 'a.pdf', 'b.pdf' | Send-GCAttachment -ConversationId $C").Clean();

        var ran = Run(string.Format(System.Globalization.CultureInfo.InvariantCulture, line, _in)).Clean();

        Assert.All(ran.Of("State"), state => Assert.Contains(state, new[] { "Saved", "Skipped" }));
        Assert.Equal(["a.pdf", "b.pdf"], Saved);
    }

    [Fact]
    public void A_script_block_gives_each_file_its_folder()
    {
        Run("'a.pdf', 'c.csv' | Send-GCAttachment -ConversationId $C").Clean();

        Run($"Get-GCAttachment $C | Save-GCAttachment -Destination {{ \"{_in}/$($_.Direction)/$($_.ContentType -replace '/', '-')\" }}").Clean();

        Assert.Equal(["Outbound", "Outbound/application-pdf", "Outbound/application-pdf/a.pdf", "Outbound/text-csv", "Outbound/text-csv/c.csv"], Saved);
    }

    [Theory]
    [InlineData("-Name *.pdf", "a.pdf,b.pdf,in.pdf")]
    [InlineData("-Name A*, c.*", "a.pdf,c.csv")]
    [InlineData("-Direction Inbound", "in.pdf")]
    [InlineData("-Direction outbound -Name b*", "b.pdf")]
    [InlineData("-MessageId $sent[2].MessageId", "c.csv")]
    public async Task What_is_listed_can_be_narrowed(string given, string names)
    {
        await Sandbox.AddMessageAsync(new { fileName = "in.pdf", contentType = "application/pdf", length = 10 });
        Run("$global:sent = 'a.pdf', 'b.pdf', 'c.csv' | Send-GCAttachment -ConversationId $C | Sort-Object Index").Clean();

        Assert.Equal(names.Split(','), Run($"Get-GCAttachment $C {given}").Clean().Of("Name").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void WhatIf_touches_no_disk_and_fetches_nothing()
    {
        Run("'a.pdf', 'b.pdf' | Send-GCAttachment -ConversationId $C").Clean();

        var ran = Run($"Save-GCAttachment {_in} -ConversationId $C -WhatIf").Clean();

        Assert.Equal(["Skipped", "Skipped"], ran.Of("State"));
        Assert.Equal(["Not saved: -WhatIf.", "Not saved: -WhatIf."], ran.Of("Message"));
        Assert.False(Directory.Exists(Files.PathOf(_in)));
    }

    [Fact]
    public async Task A_failed_file_is_an_error_and_a_receipt_and_the_others_go_on()
    {
        await Sandbox.AddMessageAsync(new { fileName = "1.pdf", length = 10 }, new { fileName = "2.pdf", length = 10, contentSizeBytes = 11 }, new { fileName = "3.pdf", url = "https://files.example.com/3" }, new { fileName = "4.pdf", length = 10 });

        var ran = Run($"Save-GCAttachment {_in} -ConversationId $C | Sort-Object Index");

        Assert.Equal(["Saved", "Failed", "External", "Saved"], ran.Of("State"));
        Assert.Equal(["AttachmentExternal", "DownloadMismatch"], ran.ErrorIds.Order(StringComparer.Ordinal));
        Assert.Equal(["1.pdf", "4.pdf"], Saved);
        Assert.Equal(["4", "2", "1", "1", "2"], Run($"Save-GCAttachment {_in}m -ConversationId $C -ErrorAction Ignore | Measure-GCReceipt | ForEach-Object {{ $_.Total; $_.Saved; $_.Rejected; $_.Failed; $_.ExitCode }}").Clean().Lines);
    }

    [Fact]
    public async Task What_failed_is_tried_again_by_its_receipt_and_nothing_else_is()
    {
        await Sandbox.AddMessageAsync(new { fileName = "1.pdf", length = 10 }, new { fileName = "2.pdf", length = 20 });
        await Sandbox.FailAsync(new { method = "GET", path = "/gc-attachments/*", status = 302, headers = new Dictionary<string, string> { ["Location"] = "https://elsewhere.example/x" } });
        Run($"$global:saved = Save-GCAttachment {_in} -ConversationId $C -ThrottleLimit 1 -ErrorAction Ignore").Clean();

        var again = Run("$saved | Where-Object State -EQ Failed | Save-GCAttachment").Clean();

        Assert.Equal(["Saved"], again.Of("State"));
        Assert.Equal(["1.pdf", "2.pdf"], Saved);
        Assert.Equal(3, (await Sandbox.RequestsAsync()).Count(request => request.Method == "GET" && request.Target.StartsWith("/gc-attachments/", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_signed_url_is_on_no_stream_and_in_no_object()
    {
        await Sandbox.AddMessageAsync(new { fileName = "1.pdf", length = 10 }, new { fileName = "2.pdf", url = "https://files.example.com/x?X-Amz-Signature=0123456789abcdef0123456789abcdef" });
        await Sandbox.FailAsync(new { method = "GET", path = "/gc-attachments/*", status = 403, times = -1 });

        var ran = Run($"$files = Get-GCAttachment $C; $files | Format-List * | Out-String; $files | ConvertTo-Json; $files | ForEach-Object {{ [Management.Automation.PSSerializer]::Serialize($_, 5) }}; $files | Save-GCAttachment {_in} -Verbose -Debug -OutVariable all; $all | Format-List * | Out-String; $all | ConvertTo-Json; $Error | Format-List * -Force | Out-String");

        var said = string.Join('\n', [.. ran.Lines, .. ran.Verbose, .. ran.Debug, .. ran.Problems.Select(problem => $"{problem} {problem.Exception}")]);
        Assert.Contains("AttachmentGone", said, StringComparison.Ordinal);
        Assert.DoesNotContain("Signature=", said, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("0123456789abcdef0123456789abcdef", said, StringComparison.Ordinal);
        Assert.DoesNotContain(Sandbox.Secret, said, StringComparison.Ordinal);
    }

    [Fact]
    public void A_guests_files_are_those_of_its_own_conversation()
    {
        Run("$global:g = Connect-GCOrg -Endpoint $Sandbox.Url -DeploymentId $Sandbox.DeploymentId -PassThru; 'a.pdf', 'b.pdf' | Send-GCAttachment -Session $g").Clean();

        var listed = Run("Get-GCAttachment -Session $g").Clean();
        var saved = Run($"Save-GCAttachment {_in} -Session $g").Clean();

        Assert.Equal(["Storage", "Storage"], listed.Of("Source"));
        Assert.Equal(["Saved", "Saved"], saved.Of("State"));
        Assert.Equal(["a.pdf", "b.pdf"], Saved);
        Assert.Equal(["TargetAmbiguous"], Run("Get-GCAttachment $C -Session $g").ErrorIds);
        Run("Disconnect-GCOrg -Session $g").Clean();
    }

    [Fact]
    public void A_file_whose_session_is_gone_says_so()
    {
        Run("'a.pdf' | Send-GCAttachment -ConversationId $C; $global:files = Get-GCAttachment $C").Clean();
        Run("Get-GCOrg | Disconnect-GCOrg").Clean();

        var ran = Run($"$files | Save-GCAttachment {_in}");

        Assert.Equal(["Failed"], ran.Of("State"));
        Assert.Equal(["NotConnected"], ran.ErrorIds);
        Assert.Empty(Saved);
    }

    [Fact]
    public async Task An_attachment_that_its_message_does_not_have_has_its_receipt()
    {
        var id = await Sandbox.AddMessageAsync(new { fileName = "1.pdf", length = 10 });

        var ran = Run($"Save-GCAttachment {_in} -ConversationId $C -MessageId {id} -AttachmentId nobody");

        Assert.Equal(["Failed"], ran.Of("State"));
        Assert.Equal(["AttachmentGone"], ran.ErrorIds);
    }

    [Theory]
    [InlineData("Save-GCAttachment {0} -ConversationId $C -ErrorAction Ignore | Select-Object -First 1")]
    [InlineData("Save-GCAttachment {0} -ConversationId $C | ForEach-Object {{ throw 'downstream' }}")]
    [InlineData("Save-GCAttachment {0} -ConversationId $C -ErrorAction Stop")]
    public async Task However_it_ends_no_half_file_stays_and_nothing_is_asked_afterwards(string line)
    {
        await Sandbox.AddMessageAsync([new { fileName = "refused.pdf", url = "https://files.example.com/x" }, .. Enumerable.Range(0, 6).Select(i => new { fileName = $"{i}.pdf", length = 300_000 })]);
        await Sandbox.FailAlwaysAsync(new { method = "GET", path = "/gc-attachments/*", cutAfterBytes = 100_000, stall = true });
        var watch = System.Diagnostics.Stopwatch.StartNew();

        Run(string.Format(System.Globalization.CultureInfo.InvariantCulture, line, _in));

        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(10), $"It took {watch.Elapsed}.");
        Assert.Empty(Saved);
        await Sandbox.AssertSilenceAsync(TimeSpan.FromMilliseconds(200));
    }

    [Fact]
    public async Task Ctrl_C_in_the_middle_of_a_file_leaves_nothing_of_it()
    {
        await Sandbox.AddMessageAsync(new { fileName = "1.pdf", length = 300_000 });
        var isThere = await Sandbox.FailAlwaysAsync(new { method = "GET", path = "/gc-attachments/*", cutAfterBytes = 100_000, stall = true });
        using var running = Shell.Begin($"Save-GCAttachment {_in} -ConversationId $C; 'went on'");
        await isThere();

        Assert.True(running.Stop() < TimeSpan.FromSeconds(5));
        Assert.True(running.Wait().IsStopped);
        Assert.Empty(Saved);
    }
}
