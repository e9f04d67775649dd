using System.Text.Json.Nodes;
using GenesysAttachments.Sandbox.Bodies;

namespace GenesysAttachments.Sandbox.Agent;

/// <summary>Which page of a listing is asked for, and the links that lead on from it.</summary>
/// <param name="Path">The listing.</param>
/// <param name="Status">Which state is asked for; null for any.</param>
/// <param name="Number">The page, from 1.</param>
/// <param name="Size">Entries a page.</param>
internal sealed record MediaPage(string Path, string? Status, int Number, int Size)
{
    /// <summary>No source says how many the platform gives; its other listings give so many.</summary>
    private const int Largest = 100;
    private const int Usual = 25;
    private static readonly string[] States = ["uploading", "valid", "invalid"];

    public int Skip => (Number - 1) * Size;

    /// <summary>The page that a request asks for; null where it makes no sense.</summary>
    public static MediaPage? Read(HttpRequest request)
    {
        var status = request.Query["status"].ToString() is { Length: > 0 } asked ? asked : null;
        return Paging.Number(request, "pageNumber", 1, 1_000_000) is { } number && Paging.Number(request, "pageSize", Usual, Largest) is { } size && (status is null || States.Contains(status))
            ? new MediaPage(request.Path.Value!, status, number, size)
            : null;
    }

    /// <summary>The answer's body: a page of so many entries.</summary>
    public JsonObject Answer(IEnumerable<JsonObject> entities, int total)
    {
        var pages = Math.Max(1, (total + Size - 1) / Size);
        var body = new JsonObject
        {
            ["entities"] = new JsonArray([.. entities]),
            ["pageSize"] = Size,
            ["pageNumber"] = Number,
            ["pageCount"] = pages,
            ["total"] = total,
            ["selfUri"] = UriOf(Number),
            ["firstUri"] = UriOf(1),
            ["lastUri"] = UriOf(pages),
        };
        if (Number < pages)
        {
            body["nextUri"] = UriOf(Number + 1);
        }

        if (Number > 1)
        {
            body["previousUri"] = UriOf(Number - 1);
        }

        return body;
    }

    private string UriOf(int page) => $"{Path}?{(Status is null ? "" : $"status={Status}&")}pageNumber={page}&pageSize={Size}";
}
