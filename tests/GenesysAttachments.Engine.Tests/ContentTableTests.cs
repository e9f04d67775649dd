using GenesysAttachments.Engine.Files;
using GenesysAttachments.Engine.Files.Content;

namespace GenesysAttachments.Engine.Tests;

/// <summary>The two tables a reader can check: types by name, and signatures.</summary>
public sealed class ContentTableTests
{
    private static IEnumerable<string[]> Lines(string file) => File.ReadLines(Path.Combine(Repository.Root, "src/GenesysAttachments.Engine/Data", file))
        .Where(line => line.Length > 0 && line[0] != '#').Select(line => line.Split('\t'));

    [Fact]
    public void Every_extension_of_the_data_has_its_type()
    {
        var lines = Lines("content-types.tsv").ToList();

        Assert.InRange(lines.Count, 1000, 5000);
        Assert.All(lines, line =>
        {
            var type = ContentTypes.ForName("x." + line[0].ToUpperInvariant());
            Assert.True(type is not null && ContentTypes.IsValid(type) && (type == line[1] || line[0] is "opus" or "mpp"), line[0]);
        });
    }

    [Fact]
    public void Every_signature_can_be_read_and_says_where_it_comes_from()
    {
        var lines = Lines("signatures.tsv").ToList();

        Assert.All(lines, line => Assert.Equal(8, line.Length));
        Assert.Equal(lines.Count, SignatureTable.Default.Kinds.Length);
        Assert.Equal(lines.Count, SignatureTable.Default.Kinds.Select(kind => kind.Name).Distinct().Count());
        Assert.All(SignatureTable.Default.Kinds, kind => Assert.True(kind.Source.Length > 5, kind.Name));
        Assert.All(SignatureTable.Default.Kinds, kind => Assert.True(kind.In is null or ContentKind.TextName or "riff" || SignatureTable.Default.Kinds.Any(other => other.Name == kind.In), kind.Name));
        Assert.All(SignatureTable.Default.Kinds.Where(kind => kind.Name != "text"), kind => Assert.NotEmpty(kind.Signatures));
    }

    [Fact]
    public void Names_and_types_promise_the_same()
    {
        // Adobe Illustrator saves PDF; the data names the wrapper of .svgz and .msi, and knows .ts and .mts as video alone, .bat as a
        // program, and .cpl as another format. Text goes by .pub, .key, .dot and .asx as well.
        string[] known = ["ai", "msi", "svgz", "cpl", "bat", "ts", "mts", "pub", "key", "dot", "asx"];
        var odd = new List<string>();
        foreach (var kind in SignatureTable.Default.Kinds)
        {
            foreach (var extension in kind.Extensions.Except(known))
            {
                if (ContentTypes.ForName("x." + extension) is { } type && SignatureTable.Default.ForType(type) is { IsEmpty: false } kinds
                    && !kinds.Any(other => other == kind || other.IsSibling(kind) || other.In == kind.Name || other.Name == kind.In))
                {
                    odd.Add($".{extension} is {kind.Name}; {type} is {string.Join("/", kinds.Select(other => other.Name))}");
                }
            }
        }

        Assert.True(odd.Count == 0, string.Join("\n", odd));
    }
}
