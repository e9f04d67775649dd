using System.Globalization;
using System.Net;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using GenesysAttachments.Engine.Files;

namespace GenesysAttachments.Reports;

/// <summary>
/// A run as one page that needs nothing else: no server, no network, no script to be understood. Its own script sorts and searches; its
/// policy lets no other run, and nothing be loaded.
/// </summary>
internal static class HtmlReport
{
    // As many rows stand in the page itself, for readers without script; what needs attention comes first.
    private const int StaticRows = 200;

    private static readonly string Style = Resource("report.css");
    private static readonly string Script = Resource("report.js");

    /// <summary>Writes it.</summary>
    public static string Write(RunReport run)
    {
        var page = new StringBuilder();
        page.Append(CultureInfo.InvariantCulture, $"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src '{Hash(Style)}'; script-src '{Hash(Script)}'; base-uri 'none'; form-action 'none'">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>{Text(run.Name)}</title>
            <style>{Style}</style>
            </head>
            <body>
            <header>
            <h1>{Text(run.Name)}</h1>
            <p class="sentence">{Text(run.Sentence)}</p>
            <dl class="facts">{string.Concat(run.Facts.Select(fact => $"<div><dt>{Text(fact.Name)}</dt><dd>{Text(fact.Value)}</dd></div>"))}</dl>
            </header>
            <main>

            """);
        States(page, run);
        Reasons(page, run);
        page.Append(Timeline.Write(run));
        Files(page, run);
        page.Append("</main>\n<script type=\"application/json\" id=\"data\">").Append(ReportData.Write(run)).Append("</script>\n<script>").Append(Script).Append("</script>\n</body>\n</html>\n");
        return page.ToString();
    }

    private static void States(StringBuilder page, RunReport run)
    {
        if (run.Items.Count == 0)
        {
            return;
        }

        page.Append("<section aria-labelledby=\"states\">\n<h2 id=\"states\">By state</h2>\n").Append(StateBar.Write(run)).Append("<ul class=\"states\">\n");
        foreach (var (state, count) in run.Counts)
        {
            page.Append(CultureInfo.InvariantCulture, $"<li><button type=\"button\" class=\"state\" data-state=\"{state}\" aria-pressed=\"false\"><svg class=\"key\" viewBox=\"0 0 12 12\" aria-hidden=\"true\"><rect class=\"s-{state}\" width=\"12\" height=\"12\" rx=\"2\"/></svg><b>{RunReport.Number(count)}</b> {state}</button></li>\n");
        }

        page.Append("</ul>\n</section>\n");
    }

    private static void Reasons(StringBuilder page, RunReport run)
    {
        if (run.Reasons.Count == 0)
        {
            return;
        }

        page.Append("<section aria-labelledby=\"reasons\">\n<h2 id=\"reasons\">What needs attention</h2>\n<ol class=\"reasons\">\n");
        foreach (var reason in run.Reasons)
        {
            page.Append(CultureInfo.InvariantCulture, $"""
                <li class="b-{reason.State}"><h3><b>{RunReport.Number(reason.Count)}</b> {reason.State}{(reason.ErrorId.Length > 0 ? $": {Text(reason.ErrorId)}" : "")}</h3>
                <p>{(reason.Count > 1 ? "For example: " : "")}{Text(reason.Example)}</p>
                {(reason.Advice.Length > 0 || reason.CanRetry > 0 ? $"<p class=\"advice\">{Text(reason.Advice)}{(reason.CanRetry > 0 ? $" Another try may help{(reason.CanRetry < reason.Count ? $" {RunReport.Number(reason.CanRetry)} of them" : "")}." : "")}</p>" : "")}</li>

                """);
        }

        page.Append("</ol>\n</section>\n");
    }

    private static void Files(StringBuilder page, RunReport run)
    {
        if (run.Items.Count == 0)
        {
            return;
        }

        page.Append("""
            <section aria-labelledby="files">
            <h2 id="files">Files</h2>
            <form class="tools" role="search" hidden><label>Search <input type="search" id="search" autocomplete="off" spellcheck="false"></label> <output id="found" aria-live="polite"></output></form>
            <div class="scroll" tabindex="0" role="region" aria-label="Table of files">
            <table>
            <thead><tr>
            """);
        foreach (var (key, name) in new[] { ("name", "File"), ("length", "Size"), ("state", "State"), ("where", "Conversation"), ("route", "Route"), ("seconds", "Time"), ("attempts", "Tries"), ("reason", "Why") })
        {
            page.Append(CultureInfo.InvariantCulture, $"<th scope=\"col\" data-key=\"{key}\"{(key is "length" or "seconds" or "attempts" ? " class=\"n\"" : "")}>{name}</th>");
        }

        page.Append("</tr></thead>\n<tbody>\n");
        foreach (var item in run.Items.OrderBy(item => !item.NeedsAttention).Take(StaticRows))
        {
            page.Append(CultureInfo.InvariantCulture, $"<tr><th scope=\"row\"><span class=\"folder\">{Text(item.Folder)}</span> {Text(item.Name)}</th><td class=\"n\">{ByteSize.Text(item.Length)}</td><td><span class=\"badge b-{item.State}\">{item.State}</span></td><td class=\"id\">{Text(item.Where)}</td><td>{Text(item.Route)}</td><td class=\"n\">{(item.Seconds > 0 ? RunReport.Duration(item.Seconds) : "")}</td><td class=\"n\">{(item.Attempts > 0 ? RunReport.Number(item.Attempts) : "")}</td><td class=\"why\">{Text(item.Reason)}</td></tr>\n");
        }

        page.Append("</tbody>\n</table>\n</div>\n");
        page.Append(CultureInfo.InvariantCulture, $"<nav class=\"pager\" aria-label=\"Pages of files\" hidden></nav>\n{(run.Items.Count > StaticRows ? $"<p id=\"static\">The first {StaticRows} of {RunReport.Number(run.Items.Count)} files; what needs attention comes first. A browser that runs the page's script shows them all.</p>\n" : "")}</section>\n");
    }

    private static string Text(string text) => WebUtility.HtmlEncode(text);

    private static string Hash(string text) => "sha256-" + Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static string Resource(string name)
    {
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!, Encoding.UTF8);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
