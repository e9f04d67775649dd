using GenesysAttachments.Engine.Journals;
using GenesysAttachments.Engine.Sending;
using GenesysAttachments.Engine.Targets;
using GenesysAttachments.Sandbox;

namespace GenesysAttachments.Engine.Tests.Journals;

/// <summary>What a journal says of a message's request, held against what the wire saw.</summary>
public sealed class JournalWireTests
{
    /// <summary>What befalls the message, and the lines of its item.</summary>
    public static TheoryData<string, string, string[]> Fates() => new()
    {
        { RouteNames.Agent, "none", ["intent", "posting", "sent"] },
        { RouteNames.Agent, "429", ["intent", "posting", "withdrawn", "posting", "sent"] },
        { RouteNames.Agent, "403", ["intent", "posting", "withdrawn", "failed"] },
        { RouteNames.Agent, "drop", ["intent", "posting", "sent"] }, // Found in the conversation.
        { RouteNames.Agent, "uploads", ["failed"] },
        { RouteNames.Media, "drop", ["intent", "posting", "unknown"] },
        { RouteNames.Media, "500", ["intent", "posting", "unknown"] },
        { RouteNames.Multipart, "403", ["intent", "posting", "withdrawn", "failed"] },
    };

    [Theory]
    [MemberData(nameof(Fates))]
    public async Task A_request_has_its_mark_and_what_did_not_leave_is_withdrawn(string route, string fate, string[] events)
    {
        await using var harness = await Harness.StartAsync();
        if (fate != "none")
        {
            harness.Sandbox.Faults.Add(new Fault
            {
                Method = "POST", Path = fate == "uploads" ? "*/uploads" : "*/messages", Status = fate is "drop" ? null : fate == "uploads" ? 403 : int.Parse(fate, System.Globalization.CultureInfo.InvariantCulture), AcceptThenDrop = fate == "drop",
            });
        }

        var path = harness.Write("a.pdf");
        var file = Path.Combine(Path.GetDirectoryName(path)!, "run.jsonl");
        using (var journal = Journal.Open(file, TimeProvider.System))
        {
            var sender = new Sender(new SendOptions(), new ProgressBoard(), harness.Time) { Journal = journal };
            var plan = harness.Deliver(path, harness.AgentTarget) with { Route = route };
            var record = sender.Recall(plan, out var settled);
            Assert.Null(settled);
            await sender.SendAsync(sender.Admit(plan, record, default), default);
        }

        Assert.Equal(events, (await File.ReadAllLinesAsync(file)).Skip(1).Select(line => JournalFile.Parse(System.Text.Encoding.UTF8.GetBytes(line))!.Event));
    }
}
