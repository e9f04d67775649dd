using System.Text;
using System.Text.Json.Nodes;
using GenesysAttachments.Engine.SignIn;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace GenesysAttachments.Engine.Tests;

/// <summary>Stands before a sandbox and passes everything on, but for what is said of uploads: that may be changed on the way.</summary>
internal sealed class RewritingOrg : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false });
    private readonly Uri _sandbox;
    private int _lists;

    private RewritingOrg(Uri sandbox)
    {
        _sandbox = sandbox;
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.Run(AnswerAsync);
    }

    /// <summary>Changes the list of uploads, told how many there were before it.</summary>
    public Action<JsonArray, int> List { get; init; } = (_, _) => { };

    /// <summary>Changes what one upload is said to be, listed or asked for by itself.</summary>
    public Action<JsonObject> Upload { get; init; } = _ => { };

    public static async Task<RewritingOrg> StartAsync(Harness harness, Action<JsonArray, int>? list = null, Action<JsonObject>? upload = null)
    {
        var org = new RewritingOrg(new Uri(harness.Sandbox.Identity.Url)) { List = list ?? ((_, _) => { }), Upload = upload ?? (_ => { }) };
        await org._app.StartAsync();
        return org;
    }

    public SessionSettings Settings => new() { Domain = "sandbox", Endpoint = new Uri(_app.Urls.Single()), RequestsPerMinute = 0 };

    private async Task AnswerAsync(HttpContext context)
    {
        using var request = new HttpRequestMessage(new HttpMethod(context.Request.Method), new Uri(_sandbox, context.Request.Path + context.Request.QueryString));
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        request.Content = body.Length == 0 ? null : new ByteArrayContent(body.ToArray());
        foreach (var (name, value) in context.Request.Headers.Where(header => header.Key is not ("Host" or "Content-Length")))
        {
            _ = request.Headers.TryAddWithoutValidation(name, value.ToArray()) || request.Content?.Headers.TryAddWithoutValidation(name, value.ToArray()) == true;
        }

        using var reply = await _http.SendAsync(request);
        var text = await reply.Content.ReadAsStringAsync();
        context.Response.StatusCode = (int)reply.StatusCode;
        context.Response.ContentType = reply.Content.Headers.ContentType?.ToString();
        await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(reply.IsSuccessStatusCode && context.Request.Method == "GET" ? Rewrite(context.Request.Path, text) : text));
    }

    private string Rewrite(string path, string text)
    {
        if (!path.Contains("/messages/media", StringComparison.Ordinal))
        {
            return text;
        }

        var body = JsonNode.Parse(text)!.AsObject();
        if (body["entities"] is not JsonArray uploads)
        {
            Upload(body);
            return body.ToJsonString();
        }

        foreach (var upload in uploads)
        {
            Upload(upload!.AsObject());
        }

        List(uploads, _lists++);
        return body.ToJsonString();
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _app.DisposeAsync();
    }
}
