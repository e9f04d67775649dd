using GenesysAttachments.Sandbox.Bodies;
using GenesysAttachments.Sandbox.OAuth;
using GenesysAttachments.Sandbox.Org;

namespace GenesysAttachments.Sandbox.Downloads;

/// <summary>The platform's own copies of files that messages bring by another's URL; those whose bytes the sandbox was given.</summary>
internal sealed class CachedMediaEndpoints(Organization org, Gate gate)
{
    private const string Path = "/api/v2/conversations/messages/cachedmedia";
    private const int Usual = 25;
    private const int Largest = 100;
    private const int DaysKept = 30;
    private static readonly string[] View = ["conversation:cachedMedia:view"];

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Path, ListAsync);
        routes.MapGet(Path + "/{id}", GetAsync);
    }

    private async Task ListAsync(HttpContext context)
    {
        if (!await gate.AdmitAsync(context, View, []))
        {
            return;
        }

        if (Paging.Number(context.Request, "pageNumber", 1, 1_000_000) is not { } page || Paging.Number(context.Request, "pageSize", Usual, Largest) is not { } size)
        {
            await Wire.RefuseAsync(context, 400, "invalid.value", $"pageNumber is 1 or more, pageSize 1 to {Largest}.");
            return;
        }

        var url = context.Request.Query["url"].ToString();
        var found = Copies.Where(copy => url.Length == 0 || copy.Upload.Told!.Url == url).ToList();
        await Wire.ReplyAsync(context, new
        {
            entities = found.Skip((page - 1) * size).Take(size).Select(copy => Describe(context, copy.Message, copy.Upload)),
            pageSize = size,
            pageNumber = page,
            total = found.Count,
            pageCount = Math.Max(1, (found.Count + size - 1) / size),
        });
    }

    private async Task GetAsync(HttpContext context, string id)
    {
        if (!await gate.AdmitAsync(context, View, []))
        {
            return;
        }

        if (Copies.FirstOrDefault(copy => copy.Upload.Id == id) is not { Upload: not null } copy)
        {
            await Wire.RefuseAsync(context, 404, "not.found", "The requested media was not found.", entity: "cachedMedia");
            return;
        }

        await Wire.ReplyAsync(context, Describe(context, copy.Message, copy.Upload));
    }

    private IEnumerable<(OrgMessage Message, Upload Upload)> Copies =>
        from message in org.Messages.All
        where message.IsInbound
        from upload in message.Uploads
        where upload is { Told.Url: not null, Status: "valid" }
        select (message, upload);

    private object Describe(HttpContext context, OrgMessage message, Upload upload) => new
    {
        id = upload.Id,
        url = upload.Told!.Url,
        downloadUrl = DownloadUrl.Of(Wire.BaseUrl(context), org.Downloads.IdOf(upload)),
        mediaType = upload.ContentType,
        contentLengthBytes = upload.Length,
        dateCreated = message.At.UtcDateTime,
        dateExpires = message.At.AddDays(DaysKept).UtcDateTime,
        selfUri = $"{Path}/{upload.Id}",
    };
}
