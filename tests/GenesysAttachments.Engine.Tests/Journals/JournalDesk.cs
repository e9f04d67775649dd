using System.Text;
using GenesysAttachments.Engine.Journals;
using GenesysAttachments.Engine.Pipeline;
using GenesysAttachments.Engine.Routes;
using GenesysAttachments.Engine.Sending;
using GenesysAttachments.Engine.Targets;

namespace GenesysAttachments.Engine.Tests.Journals;

/// <summary>Runs the same line again and again with a journal, against a platform in memory.</summary>
internal sealed class JournalDesk : IDisposable
{
    private JournalDesk(PlanningDesk desk) => Desk = desk;

    public PlanningDesk Desk { get; }

    public string Path => System.IO.Path.Combine(Desk.Folder, "run.jsonl");

    public static async Task<JournalDesk> StartAsync(params string[] files)
    {
        var desk = new JournalDesk(await PlanningDesk.StartAsync());
        foreach (var file in files)
        {
            desk.Desk.Write(file);
        }

        return desk;
    }

    /// <summary>One run of the line: these files to one conversation, each with the row's text where it has one.</summary>
    /// <param name="platform">Where it sends to.</param>
    /// <param name="files">Names of files, in order; after a bar the text of the row.</param>
    /// <param name="path">The journal.</param>
    /// <param name="text">Text on the line, once per conversation.</param>
    /// <param name="force">Whether what may have gone is sent again.</param>
    /// <param name="filesPerMessage">Most files of one message.</param>
    /// <param name="isStopped">Whether the run is stopped before it begins with any.</param>
    /// <param name="breaks">Whether the journal cannot be written any more once it is open.</param>
    public IReadOnlyList<Receipt> Run(Platform platform, string[] files, string? path = null, string? text = null, bool force = false, bool breaks = false, bool isStopped = false, int filesPerMessage = 1)
    {
        var file = path ?? Path;
        using var journal = Journal.Open(file, TimeProvider.System);
        var route = platform.Route(() => new FileInfo(file).Length);
        using var sender = new Sender(new SendOptions(ThrottleLimit: filesPerMessage, FilesPerMessage: filesPerMessage), new ProgressBoard(), TimeProvider.System)
        {
            Journal = journal, Force = force, RoutesOf = _ => new Dictionary<string, IRoute> { [RouteNames.Agent] = route },
        };
        var receipts = new Receipts();
        using var pump = new Pump<Admitted, Receipt>(filesPerMessage == 1 ? 1 : 2 * filesPerMessage, sender.SendAsync, sender.NotBegun, receipts);
        var planner = Desk.Planner();
        foreach (var row in files.Select(row => row.Split('|')))
        {
            var own = row.ElementAtOrDefault(1);
            var values = PlanningDesk.To() with { Text = text ?? own, Given = text is null ? new HashSet<string>() : new HashSet<string> { "Text" } };
            foreach (var plan in planner.Plan(new PlanInput.OfPath(System.IO.Path.Combine(Desk.Folder, row[0]), true), values))
            {
                var record = sender.Recall(plan, out var receipt);
                if (breaks)
                {
                    journal.Dispose();
                }

                if (isStopped && receipt is null)
                {
                    receipt = sender.NotBegun(sender.Admit(plan, record, default));
                }

                _ = receipt is null ? pump.Accept(sender.Admit(plan, record, pump.Stopped)) : pump.Write(receipt);
            }
        }

        sender.CloseInput();
        pump.Complete();
        return [.. receipts.All.OrderBy(receipt => receipt.Plan.Index)];
    }

    /// <summary>Reads a journal whole.</summary>
    public static JournalReader Read(string path)
    {
        var reader = new JournalReader(path);
        reader.ReadOn();
        return reader;
    }

    /// <summary>Takes away everything from the last line on that holds the words, as a process that ended there.</summary>
    public static void Cut(string path, string words)
    {
        var text = File.ReadAllText(path);
        var at = text.LastIndexOf('\n', text.LastIndexOf(words, StringComparison.Ordinal));
        File.WriteAllBytes(path, Encoding.UTF8.GetBytes(text[..(at + 1)]));
    }

    public void Dispose() => Desk.Dispose();

    private sealed class Receipts : IPumpSink<Receipt>
    {
        public List<Receipt> All { get; } = [];

        public void WriteResult(Receipt result) => All.Add(result);

        public void WriteError(Receipt result)
        {
        }

        public void WriteLines()
        {
        }

        public void WriteProgress(bool last)
        {
        }
    }
}
