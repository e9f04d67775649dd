using System.Text.Json;
using GenesysAttachments.Demo;

namespace GenesysAttachments.Page.Tests;

/// <summary>A trace of the wire in the browser's network panel: what the panel's own importer makes of it.</summary>
[Collection(ChromiumCollection.Name)]
public sealed class TraceTests(Chromium chromium) : IDisposable
{
    // The module that the panel itself takes a dropped file in with.
    private const string Import = """
        async ([tools, text]) => {
            const HAR = await import(tools + 'models/har/har.js');
            const requests = HAR.Importer.Importer.requestsFromHARLog(new HAR.HARFormat.HARRoot(JSON.parse(text)).log);
            return JSON.stringify(requests.map(request => ({
                method: request.requestMethod, url: request.url(), status: request.statusCode, seconds: request.duration,
                frames: (request.frames() || []).map(frame => [frame.type, frame.text]),
            })));
        }
        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gca-traces-");

    public void Dispose() => _folder.Delete(recursive: true);

    [BrowserFact]
    public async Task The_network_panel_takes_a_client_s_trace_and_a_guest_s_with_its_frames()
    {
        await WriteAsync();
        await using var tools = await DeveloperTools.StartAsync();
        await using var context = await chromium.Browser.NewContextAsync();
        var page = await context.NewPageAsync();
        await page.GotoAsync(tools.Url + "devtools_app.html");

        var client = await ImportAsync("client.har");
        Assert.Equal("POST /oauth/token 200", Line(client[0]));
        Assert.Contains(client, request => Line(request).StartsWith("PUT /gc-attachments/", StringComparison.Ordinal));
        Assert.Contains(client, request => Line(request).StartsWith("GET /gc-attachments/", StringComparison.Ordinal));
        Assert.All(client, request => Assert.InRange(request.GetProperty("seconds").GetDouble(), 0, 60));

        var frames = (await ImportAsync("guest.har")).SelectMany(request => request.GetProperty("frames").EnumerateArray()).ToList();
        Assert.Contains(frames, frame => frame[0].GetString() == "send" && frame[1].GetString()!.Contains("onAttachment", StringComparison.Ordinal));
        Assert.Contains(frames, frame => frame[0].GetString() == "receive" && frame[1].GetString()!.Contains("PresignedUrlResponse", StringComparison.Ordinal));

        async Task<List<JsonElement>> ImportAsync(string name) =>
            [.. JsonDocument.Parse(await page.EvaluateAsync<string>(Import, new[] { tools.Url, await File.ReadAllTextAsync(Path.Combine(_folder.FullName, name)) })).RootElement.EnumerateArray()];

        static string Line(JsonElement request) =>
            $"{request.GetProperty("method").GetString()} {new Uri(request.GetProperty("url").GetString()!).AbsolutePath} {request.GetProperty("status").GetInt32()}";
    }

    private async Task WriteAsync()
    {
        var start = PowerShellProcess.Prepare(
            "-File", Path.Combine(AppContext.BaseDirectory, "Scripts", "Traces.ps1"), "-Module", Path.Combine(PageTest.Fact("RepositoryRoot"), "out", "GenesysAttachments", "GenesysAttachments.psd1"), "-Folder", _folder.FullName);
        (start.RedirectStandardInput, start.RedirectStandardError) = (true, true);
        using var shell = System.Diagnostics.Process.Start(start)!;
        shell.StandardInput.Close();
        var errors = await shell.StandardError.ReadToEndAsync();
        await shell.WaitForExitAsync();
        Assert.True(shell.ExitCode == 0, errors);
    }
}
