using System.Collections.Frozen;
using GenesysAttachments.Sandbox.Bodies;
using GenesysAttachments.Sandbox.Org;

namespace GenesysAttachments.Sandbox.Page;

/// <summary>The page for people at <c>/</c>: what arrived, as it arrives, and what should go wrong.</summary>
/// <param name="org">What arrived.</param>
/// <param name="events">What keeps it up to date.</param>
internal sealed class PageEndpoints(Organization org, EventStream events)
{
    private static readonly FrozenDictionary<string, string> Types = new Dictionary<string, string>
    {
        [".html"] = "text/html; charset=utf-8", [".css"] = "text/css; charset=utf-8", [".js"] = "text/javascript; charset=utf-8", [".svg"] = "image/svg+xml",
    }.ToFrozenDictionary();

    private readonly FrozenDictionary<string, byte[]> _assets = ReadAssets().ToFrozenDictionary(StringComparer.Ordinal);

    public void Map(IEndpointRouteBuilder routes)
    {
        string[] reading = [HttpMethods.Get, HttpMethods.Head];
        routes.MapMethods("/", reading, context => AnswerAsync(context, "page.html"));
        routes.MapMethods("/favicon.ico", reading, context => AnswerAsync(context, "icon.svg"));
        routes.MapMethods(PageOrigin.Assets + "{name}", reading, context => AnswerAsync(context, (string)context.Request.RouteValues["name"]!));
        routes.MapGet("/_sandbox/page/files/{id}", new FileAnswer(org.Files, org.Uploads).AnswerAsync);
        routes.MapGet("/_sandbox/page/events", events.AnswerAsync);
    }

    private async Task AnswerAsync(HttpContext context, string name)
    {
        if (!_assets.TryGetValue(name, out var bytes))
        {
            await Wire.RefuseAsync(context, 404, "not.found", "No such path.");
            return;
        }

        PageOrigin.Restrict(context);
        context.Response.ContentType = Types[Path.GetExtension(name)];
        context.Response.ContentLength = bytes.Length;
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await context.Response.Body.WriteAsync(bytes, context.RequestAborted);
        }
    }

    private static IEnumerable<KeyValuePair<string, byte[]>> ReadAssets()
    {
        const string folder = "Page/";
        var assembly = typeof(PageEndpoints).Assembly;
        foreach (var resource in assembly.GetManifestResourceNames().Where(resource => resource.StartsWith(folder, StringComparison.Ordinal)))
        {
            using var stream = assembly.GetManifestResourceStream(resource)!;
            var bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            yield return new(resource[folder.Length..], bytes);
        }
    }
}
