using GenesysAttachments.Engine.Files.Content;

namespace GenesysAttachments.Engine.Tests;

/// <summary>Rules of the signature table lean on what they ask for, not on where they stand.</summary>
public sealed class SignatureOrderTests : IDisposable
{
    private static readonly string[] Names = ["a.pdf", "a.docx", "a.xls", "a.png", "a.mp4", "a.txt", "a.html", "a.zip", "a.exe", "a.zzz"];

    private readonly string _folder = Directory.CreateTempSubdirectory("gca-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void No_order_of_the_table_changes_a_verdict()
    {
        var kinds = SignatureTable.Default.Kinds;
        var random = new Random(1);
        var orders = Enumerable.Range(0, 8).Select(_ => kinds.ToArray()).Append([.. kinds.Reverse()]).ToList();
        orders[..8].ForEach(random.Shuffle);
        var tables = orders.ConvertAll(order => new SignatureTable([.. order]));
        foreach (var (file, content) in Corpus.Files.Select(pair => ("a." + pair.Key, pair.Value)).Concat(OddFiles.Programs.Select(pair => (pair.Key, pair.Value))))
        {
            var path = Path.Combine(_folder, "content");
            File.WriteAllBytes(path, content);
            foreach (var name in Names.Append(file).Where(name => name.StartsWith("a.", StringComparison.Ordinal)))
            {
                var usual = Judge(path, name, SignatureTable.Default);
                Assert.All(tables, table => Assert.Equal((file, name, usual), (file, name, Judge(path, name, table))));
            }
        }
    }

    private static (string? Kind, string Standard, string Strict) Judge(string path, string name, SignatureTable table)
    {
        using var handle = File.OpenHandle(path);
        using var reader = new BoundedReader(handle);
        var promised = table.ForName(name);
        var found = ContentProbe.Look(reader, promised, table);
        return (found.Kind?.Name, ContentCheck.Judge(promised, found).Verdict, ContentCheck.Judge(promised, found, ContentCheckLevels.Strict).Verdict);
    }
}
