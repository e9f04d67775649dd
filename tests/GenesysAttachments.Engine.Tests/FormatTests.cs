using System.Reflection;
using System.Runtime.Loader;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using GenesysAttachments.Engine.Display;

namespace GenesysAttachments.Engine.Tests;

/// <summary>The format file, as far as it can be judged without a PowerShell: it fits the types it shows.</summary>
public sealed partial class FormatTests
{
    private const int NarrowTerminal = 80;
    private const int LeastFlexible = 15;

    private static readonly XElement[] Views = [.. XDocument.Load(Path.Combine(Repository.Module, "GenesysAttachments.Format.ps1xml")).Descendants("View")];

    private static readonly Dictionary<string, Type> Outputs = new AssemblyLoadContext("formats").LoadFromAssemblyPath(Path.Combine(Repository.Module, "GenesysAttachments.dll")).GetExportedTypes()
        .Where(type => type.Namespace == "GenesysAttachments" && type.Name.StartsWith("GC", StringComparison.Ordinal)).ToDictionary(type => type.FullName!);

    [Fact]
    public void Every_type_has_a_table_a_list_and_a_wide_view()
    {
        var wanted = Outputs.Keys.SelectMany(type => new[] { $"{type} TableControl", $"{type} ListControl", $"{type} WideControl" });

        Assert.Equal(wanted.Order(StringComparer.Ordinal), Views.Select(view => $"{TypeOf(view)} {Control(view)}").Order(StringComparer.Ordinal));
        Assert.Equal(18, Outputs.Count);
    }

    [Fact]
    public void Every_property_a_view_names_exists()
    {
        foreach (var view in Views)
        {
            var known = Outputs[TypeOf(view)].GetProperties(BindingFlags.Public | BindingFlags.Instance).Select(property => property.Name).ToHashSet(StringComparer.Ordinal);
            var named = view.Descendants("PropertyName").Select(name => name.Value)
                .Concat(view.Descendants("ScriptBlock").SelectMany(script => PropertyOf().Matches(script.Value).Select(match => match.Groups[1].Value)));
            Assert.All(named, name => Assert.Contains(name, known));
        }
    }

    [Fact]
    public void Tables_have_a_column_for_each_value_and_fit_a_narrow_terminal()
    {
        foreach (var view in Views.Where(view => Control(view) == "TableControl"))
        {
            var headers = view.Descendants("TableColumnHeader").ToList();
            Assert.Equal(headers.Count, view.Descendants("TableColumnItem").Count());

            var widths = headers.Select(header => (int?)header.Element("Width") ?? LeastFlexible).ToList();
            Assert.True(widths.Sum() + widths.Count - 1 <= NarrowTerminal, $"{TypeOf(view)} needs {widths.Sum() + widths.Count - 1} columns");
        }
    }

    /// <summary>What may hold the name of a file, or a cell of a row: foreign text, which must not move the cursor.</summary>
    [Fact]
    public void Foreign_text_is_shown_clean()
    {
        string[] foreign = ["Name", "SentName", "Path", "ContentType", "Message", "Problems", "Warnings", "Policy", "Source", "ConversationId", "CommunicationId", "ChannelId", "GuestId", "Batch", "Client", "HostName", "Destination"];
        string[] types = ["GCAttachment", "GCUploadUrl", "GCReceipt", "GCProblem", "GCAttachmentPolicy", "GCQueueItem", "GCQueueStatus", "GCQueueWorker", "GCMessageAttachment", "GCSavedAttachment"];
        var views = Views.Where(view => types.Contains(TypeOf(view).Split('.')[^1])).ToList();

        Assert.Empty(views.SelectMany(view => view.Descendants("PropertyName")).Select(name => name.Value).Intersect(foreign));
        foreach (var script in views.SelectMany(view => view.Descendants("ScriptBlock")).Where(script => script.Parent!.Name != "ItemSelectionCondition").Select(script => script.Value.Replace("@($_.Warnings).Count", "", StringComparison.Ordinal)))
        {
            Assert.Equal(PropertyOf().Matches(script).Any(match => foreign.Contains(match.Groups[1].Value)), Replacement().IsMatch(script));
        }
    }

    /// <summary>A constrained console calls no method from a view, so that the views have the cleaner's rule as a pattern: the same in each, and the same.</summary>
    [Fact]
    public void The_views_clean_as_the_cleaner_does()
    {
        var pattern = Assert.Single(Views.SelectMany(view => view.Descendants("ScriptBlock")).SelectMany(script => Replacement().Matches(script.Value)).Select(match => match.Groups[1].Value).Distinct());
        var clean = new Regex(pattern, RegexOptions.IgnoreCase);
        for (var code = 0; code <= char.MaxValue; code++)
        {
            var text = $"a{(char)code}b";
            Assert.True(ShownText.Of(text) == clean.Replace(text, "\uFFFD"), $"U+{code:X4}");
        }

        foreach (var text in new[] { "\U0001F600", "\U000E0020", "\U000E0FFF", "x\uD83Dy\uDE00z" })
        {
            Assert.Equal(ShownText.Of(text), clean.Replace(text, "\uFFFD"));
        }
    }

    [Fact]
    public void What_is_coloured_is_reset()
    {
        foreach (var script in Views.SelectMany(view => view.Descendants("ScriptBlock")).Select(script => script.Value).Where(script => script.Contains("$PSStyle", StringComparison.Ordinal)))
        {
            Assert.EndsWith("$($PSStyle.Reset)\"", script.TrimEnd(' ', '}'), StringComparison.Ordinal);
            Assert.DoesNotContain("\e", script, StringComparison.Ordinal);
        }
    }

    private static string TypeOf(XElement view) => view.Element("ViewSelectedBy")!.Element("TypeName")!.Value;

    private static string Control(XElement view) => view.Elements().Single(element => element.Name.LocalName.EndsWith("Control", StringComparison.Ordinal)).Name.LocalName;

    [GeneratedRegex("-replace '([^']+)', '\uFFFD'")]
    private static partial Regex Replacement();

    [GeneratedRegex(@"\$(?:_|it)\.(\w+)")]
    private static partial Regex PropertyOf();
}
