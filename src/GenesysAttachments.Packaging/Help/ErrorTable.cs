using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using GenesysAttachments.Engine.Errors;

namespace GenesysAttachments.Packaging.Help;

/// <summary>The part of the topic on errors that the code's own table knows: what each id means, and what to do.</summary>
internal static partial class ErrorTable
{
    /// <summary>Fills the place between the marks.</summary>
    /// <param name="page">The topic's Markdown.</param>
    /// <param name="engineXml">The engine's documentation file, which has the meaning of each id.</param>
    public static string Fill(string page, string engineXml)
    {
        var meanings = XDocument.Load(engineXml).Descendants("member").ToDictionary(
            member => (string)member.Attribute("name")!, member => Spaces().Replace(member.Element("summary")?.Value.Trim() ?? "", " "), StringComparer.Ordinal);
        var list = new StringBuilder();
        foreach (var error in ErrorCatalog.All.OrderBy(error => error.Id, StringComparer.Ordinal))
        {
            var retry = error.CanRetry ? " It may pass by itself: `CanRetry` is true." : "";
            list.Append(System.Globalization.CultureInfo.InvariantCulture, $"- `{error.Id}` ({error.Category}): {meanings[$"F:{typeof(ErrorIds).FullName}.{error.Id}"]} {error.Advice}{retry}\n");
        }

        return Place().Replace(page, match => $"{match.Groups[1].Value}\n\n{list}\n{match.Groups[2].Value}");
    }

    [GeneratedRegex("(<!-- errors -->).*?(<!-- /errors -->)", RegexOptions.Singleline)]
    private static partial Regex Place();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
