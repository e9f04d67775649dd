using System.Text;
using GenesysAttachments.Engine.Receiving;
using GenesysAttachments.Engine.SignIn;
using GenesysAttachments.Engine.Tests.Receiving;
using GenesysAttachments.Engine.Tracing;
using GenesysAttachments.Sandbox;

namespace GenesysAttachments.Engine.Tests.Tracing;

/// <summary>What is brought back is traced as what is sent is: every request, and nothing of a file.</summary>
public sealed class TraceDownloadTests
{
    private const string Inside = "the-inside-of-a-file";

    [Fact]
    public async Task A_saved_file_leaves_its_requests_and_none_of_its_bytes()
    {
        await using var desk = await SaveDesk.StartAsync();
        var path = Path.Combine(desk.Harness.Folder, "wire.har");
        var seen = desk.Harness.Sandbox.Requests.Count;
        using (var session = await desk.Harness.ConnectAsync(settings: Settings(desk, path)))
        {
            await File.WriteAllTextAsync(Path.Combine(desk.Harness.Folder, "a.txt"), string.Concat(Enumerable.Repeat(Inside, 50)));
            Assert.Null((await desk.Harness.SendAsync(desk.Harness.Deliver(Path.Combine(desk.Harness.Folder, "a.txt"), session: session))).Single().Error);
            desk.Fault(new Fault { Method = "GET", Path = "/gc-attachments/*", Status = 503, Body = "<Error><Code>SlowDown</Code></Error>" });
            Assert.Equal(SaveStates.Saved, Assert.Single(await desk.SaveAsync(session)).State);
        }

        var har = Har.Of(path);
        Assert.Equal(
            desk.Harness.Sandbox.Requests.Skip(seen).Select(request => $"{request.Method} {request.Target.Split('?')[0]} {request.Status}").Order(StringComparer.Ordinal),
            har.Entries.Select(Har.Line).Order(StringComparer.Ordinal));
        var gets = har.Entries.Where(entry => Har.Line(entry).StartsWith("GET /gc-attachments/", StringComparison.Ordinal)).ToList();
        Assert.Equal([503, 200], gets.Select(entry => entry.GetProperty("response").GetProperty("status").GetInt32()));
        Assert.Equal(Inside.Length * 50, gets[1].GetProperty("response").GetProperty("bodySize").GetInt64());
        Assert.Contains("SlowDown", gets[0].GetProperty("response").GetProperty("content").GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain(har.Outlets, said => said.Text.Contains(Inside, StringComparison.Ordinal));
        var signatures = desk.Gets.Select(get => get.Target.Split("X-Amz-Signature=")[1].Split('&')[0]).ToList();
        Assert.NotEmpty(signatures);
        Assert.All(signatures, signature => Assert.DoesNotContain(signature, har.Text, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task A_stranger_that_is_refused_leaves_an_entry_without_its_query()
    {
        await using var desk = await SaveDesk.StartAsync();
        var path = Path.Combine(desk.Harness.Folder, "wire.har");
        using (var session = await desk.Harness.ConnectAsync(settings: Settings(desk, path)))
        {
            await desk.AddFilesAsync(new { fileName = "a.pdf", url = "https://localhost/a.pdf?key=CANARY-0123456789abcdef" });
            using var saver = new AttachmentSaver(new SaveOptions(AllowExternal: true), new Engine.Sending.ProgressBoard(), desk.Harness.Time);
            Assert.Equal(SaveStates.External, Assert.Single(await desk.SaveAsync(session, saver: saver)).State);
        }

        var har = Har.Of(path);
        var entry = Assert.Single(har.Entries, entry => Har.Line(entry) == "GET /a.pdf 0");
        Assert.Equal("https://localhost/a.pdf?key=…", entry.GetProperty("request").GetProperty("url").GetString());
        Assert.DoesNotContain(har.Outlets, said => said.Text.Contains("CANARY", StringComparison.OrdinalIgnoreCase));
    }

    private static SessionSettings Settings(SaveDesk desk, string path) => new()
    {
        Domain = "sandbox", Endpoint = new Uri(desk.Harness.Sandbox.Identity.Url), RequestsPerMinute = 0, Trace = WireTrace.Create(path, replaces: false),
    };
}
