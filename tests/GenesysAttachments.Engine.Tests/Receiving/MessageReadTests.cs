using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Http;
using GenesysAttachments.Engine.Receiving;
using GenesysAttachments.Sandbox;

namespace GenesysAttachments.Engine.Tests.Receiving;

/// <summary>From a conversation to the files in it.</summary>
public sealed class MessageReadTests
{
    [Fact]
    public async Task A_file_is_told_with_its_message_and_where_it_lies()
    {
        await using var desk = await SaveDesk.StartAsync();
        var at = new DateTimeOffset(2026, 11, 1, 10, 30, 0, TimeSpan.Zero);
        var id = await desk.AddAsync(new { direction = "outbound", at, attachments = new[] { new { fileName = "Rechnung März.pdf", contentType = "application/pdf", content = SaveDesk.Bytes(1234) } } });

        var file = Assert.Single(await desk.ReadAsync());

        Assert.Equal((desk.Conversation, id, "Outbound", at, "Rechnung März.pdf"), (file.ConversationId, file.MessageId, file.Direction, file.Time, file.Name));
        Assert.Equal(("application/pdf", 1234L, AttachmentSources.Org, "127.0.0.1", 0), (file.ContentType, file.Length, file.Source, file.Host, file.Position));
        Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(SaveDesk.Bytes(1234))), file.Sha256);
        Assert.NotNull(file.AttachmentId);
    }

    [Fact]
    public async Task It_costs_one_call_and_one_for_each_thousand_messages_that_may_carry_files()
    {
        await using var desk = await SaveDesk.StartAsync();
        await desk.AddAsync(new { text = "No file here." });
        for (var i = 0; i < 3; i++)
        {
            await desk.AddFilesAsync(new { fileName = $"{i}.pdf", content = SaveDesk.Bytes(10, i) }, new { fileName = $"{i}.png", content = SaveDesk.Bytes(10, i) });
        }

        await desk.AddAsync(new { metadata = false, text = "It does not say that it has none." });
        var before = desk.Harness.Calls.Count();

        var files = await desk.ReadAsync();

        Assert.Equal(["0.pdf", "0.png", "1.pdf", "1.png", "2.pdf", "2.png"], files.Select(file => file.Name));
        Assert.Equal([$"GET /api/v2/conversations/{desk.Conversation}", $"POST /api/v2/conversations/messages/{desk.Conversation}/messages/bulk"],
            desk.Harness.Calls.Skip(before).Select(call => $"{call.Method} {call.Target}"));
    }

    [Fact]
    public async Task A_thousand_and_one_messages_take_two_reads()
    {
        await using var desk = await SaveDesk.StartAsync();
        for (var i = 0; i < 1001; i++)
        {
            await desk.AddFilesAsync(new { fileName = $"{i}.pdf", length = 10 });
        }

        Assert.Equal(1001, (await desk.ReadAsync()).Count);
        Assert.Equal(["POST", "GET"], desk.Reads.Select(read => read.Method));
    }

    [Fact]
    public async Task What_a_bulk_read_leaves_out_is_asked_for_by_itself()
    {
        await using var desk = await SaveDesk.StartAsync();
        var ids = new[] { await desk.AddFilesAsync(new { fileName = "a.pdf", length = 10 }), await desk.AddFilesAsync(new { fileName = "b.pdf", length = 10 }) };
        desk.Fault(new Fault { Path = "*/bulk", Status = 200, Body = """{"entities":[null,{"id":"somebody-elses"}]}""" });

        var files = await desk.ReadAsync();

        Assert.Equal(["a.pdf", "b.pdf"], files.Select(file => file.Name));
        Assert.Equal(ids.Select(id => $"/api/v2/conversations/messages/{desk.Conversation}/messages/{id}"), desk.Reads.Skip(1).Select(read => read.Target));
    }

    [Theory]
    [InlineData(400)]
    [InlineData(404)]
    public async Task A_bulk_read_that_one_id_spoils_is_taken_in_parts(int status)
    {
        await using var desk = await SaveDesk.StartAsync();
        for (var i = 0; i < 8; i++)
        {
            await desk.AddFilesAsync(new { fileName = $"{i}.pdf", length = 10 });
        }

        desk.Fault(new Fault { Path = "*/bulk", Status = status, Times = 2 });

        Assert.Equal(8, (await desk.ReadAsync()).Count);
        // Eight are refused, and four; the two halves of those and the other four are not.
        Assert.Equal([status, status, 200, 200, 200], desk.Reads.Select(read => read.Status));
    }

    [Fact]
    public async Task An_org_without_bulk_reads_is_read_message_by_message()
    {
        await using var desk = await SaveDesk.StartAsync();
        for (var i = 0; i < 6; i++)
        {
            await desk.AddFilesAsync(new { fileName = $"{i}.pdf", length = 10 });
        }

        desk.Fault(new Fault { Path = "*/bulk", Status = 404, Times = -1 });

        Assert.Equal(6, (await desk.ReadAsync()).Count);
        Assert.Equal(3, desk.Reads.Count(read => read.Status == 404)); // Of six, of three, of two.
    }

    [Fact]
    public async Task A_message_that_is_gone_is_told_and_the_others_are_read()
    {
        await using var desk = await SaveDesk.StartAsync();
        var gone = await desk.AddFilesAsync(new { fileName = "a.pdf", length = 10 });
        await desk.AddFilesAsync(new { fileName = "b.pdf", length = 10 });
        desk.Fault(new Fault { Path = "*/bulk", Status = 200, Body = """{"entities":[]}""" });
        desk.Fault(new Fault { Path = $"*/messages/{gone}", Status = 404 });
        var pages = new List<AttachmentPage>();

        await foreach (var page in new AttachmentReader(desk.Harness.Session).ReadAsync(new AttachmentQuery { ConversationId = desk.Conversation }, CallContext.Silent, default))
        {
            pages.Add(page);
        }

        var only = Assert.Single(pages);
        Assert.Equal("b.pdf", Assert.Single(only.Attachments).Name);
        Assert.Equal((ErrorIds.ConversationNotFound, $"Reading message {gone} failed: the org does not know message {gone} (HTTP 404"), (only.Unread[0].ErrorId, only.Unread[0].Message.Split(':', 3) is [var a, var b, ..] ? a + ":" + b : ""));
    }

    [Fact]
    public async Task A_missing_permission_is_told_in_words()
    {
        await using var desk = await SaveDesk.StartAsync();
        await desk.AddFilesAsync(new { fileName = "a.pdf", length = 10 }, new { fileName = "b.pdf", length = 10 });
        desk.Fault(new Fault { Path = "*/messages/*", Status = 403, Times = -1 });

        var error = await Assert.ThrowsAsync<GCException>(() => desk.ReadAsync());

        Assert.Equal(ErrorIds.PermissionMissing, error.ErrorId);
        Assert.Contains("conversation:message:view", error.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_conversation_that_nobody_knows_is_told_as_one()
    {
        await using var desk = await SaveDesk.StartAsync();

        var error = await Assert.ThrowsAsync<GCException>(() => desk.ReadAsync(null, new AttachmentQuery { ConversationId = "5edd27cf-27a4-4f62-8ea5-0de7dcf38611" }));

        Assert.Equal(ErrorIds.ConversationNotFound, error.ErrorId);
    }

    [Fact]
    public async Task A_message_is_read_by_its_id_with_its_conversation_or_without()
    {
        await using var desk = await SaveDesk.StartAsync();
        await desk.AddFilesAsync(new { fileName = "a.pdf", length = 10 });
        var id = await desk.AddFilesAsync(new { fileName = "b.pdf", length = 10 }, new { fileName = "c.pdf", length = 10 });

        var files = await desk.ReadAsync(null, new AttachmentQuery { ConversationId = desk.Conversation, MessageIds = [id] });
        var without = await desk.ReadAsync(null, new AttachmentQuery { MessageIds = [id] });
        var one = await desk.ReadAsync(null, new AttachmentQuery { MessageIds = [id], AttachmentId = files[1].AttachmentId });

        Assert.Equal(["b.pdf", "c.pdf"], files.Select(file => file.Name));
        Assert.Equal(["b.pdf", "c.pdf"], without.Select(file => file.Name));
        Assert.All(without, file => Assert.Equal(desk.Conversation, file.ConversationId));
        Assert.Equal("c.pdf", Assert.Single(one).Name);
    }

    [Fact]
    public async Task Whatever_is_missing_or_odd_in_a_file_is_told_as_missing()
    {
        await using var desk = await SaveDesk.StartAsync();
        await desk.AddFilesAsync(
            new { length = 10, omit = new[] { "url", "filename", "mime", "sha256", "contentSizeBytes" } },
            new { fileName = "b\u202Efdp.exe", length = 10, mime = "not a type", sha256 = "abc", contentSizeBytes = -5, mediaType = "Video" },
            new { fileName = "c.lnk", url = "https://example.com/c", mediaType = "Link" });

        var files = await desk.ReadAsync();

        Assert.Equal(("", "", null, null, AttachmentSources.None), (files[0].Name, files[0].ContentType, files[0].Length, files[0].Sha256, files[0].Source));
        Assert.Equal(("bfdp.exe", "", null, null, "Video"), (files[1].Name, files[1].ContentType, files[1].Length, files[1].Sha256, files[1].MediaType));
        Assert.Equal((AttachmentSources.None, 2), (files[2].Source, files[2].Position));
    }

    [Fact]
    public async Task A_secret_of_the_session_is_no_name_of_a_file()
    {
        await using var desk = await SaveDesk.StartAsync();
        await desk.AddFilesAsync(new { fileName = $"a {desk.Harness.Sandbox.Identity.ClientSecret}.pdf", length = 10 });

        var receipt = Assert.Single(await desk.SaveAsync());

        Assert.DoesNotContain(desk.Harness.Sandbox.Identity.ClientSecret, $"{receipt.Item.Attachment!.Name} {receipt.Path}", StringComparison.OrdinalIgnoreCase);
        Assert.Equal(SaveStates.Saved, receipt.State);
    }
}
