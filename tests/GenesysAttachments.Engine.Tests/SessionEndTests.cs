using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Http;
using GenesysAttachments.Engine.Org.Finding;
using GenesysAttachments.Engine.Policies;
using GenesysAttachments.Engine.Receiving;
using GenesysAttachments.Engine.Routes;
using GenesysAttachments.Engine.Sending;
using GenesysAttachments.Engine.Sessions;
using GenesysAttachments.Engine.SignIn;
using GenesysAttachments.Sandbox;

namespace GenesysAttachments.Engine.Tests;

/// <summary>A session that is disconnected or replaced in the middle of a batch, wherever its work stands.</summary>
public sealed class SessionEndTests
{
    private const int Files = 6;
    private const string Posting = "waiting for the message's answer";
    private const string Quota = "waiting for the quota";
    private const string Token = "waiting for a token";

    public static TheoryData<string, bool, bool> Matrix()
    {
        var rows = new TheoryData<string, bool, bool>();
        foreach (var step in new[] { "uploading", "waiting for its turn", "waiting for confirmation", Posting, "waiting to try again", Token, Quota })
        {
            foreach (var isReplaced in new[] { false, true })
            {
                rows.Add(step, false, isReplaced);
                if (step is not ("waiting to try again" or Token or Quota))
                {
                    rows.Add(step, true, isReplaced);
                }
            }
        }

        return rows;
    }

    [Theory]
    [InlineData("a conversation", "/api/v2/conversations/*", false)]
    [InlineData("a conversation", "/api/v2/conversations/*", true)]
    [InlineData("a search", "*/details/query", false)]
    [InlineData("a policy", "*/supportedcontent/*", false)]
    [InlineData("attachments", "/api/v2/conversations/*", false)]
    [InlineData("attachments", "/api/v2/conversations/*", true)]
    public async Task A_read_that_is_under_way_ends_with_its_session(string what, string path, bool fails)
    {
        await using var harness = await Harness.StartAsync(time: TimeProvider.System);
        // Nobody answers, or everybody with what is tried again.
        harness.Sandbox.Faults.Add(fails ? new Fault { Path = path, Status = 503, Times = -1 } : new Fault { Path = path, Stall = true });
        using var session = await harness.ConnectAsync();
        var id = harness.Sandbox.Identity.ConversationId;
        Task reading = what switch
        {
            "a conversation" => session.GetStandingAsync(id, CallContext.Silent, default),
            "a search" => session.Find(new ConversationSearch(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow)).NextAsync(CallContext.Silent, default),
            "a policy" => session.Policies.ReadAsync(PolicyDirections.Outbound, CallContext.Silent, default),
            _ => new AttachmentReader(session).ReadAsync(new AttachmentQuery { ConversationId = id }, CallContext.Silent, default).ToListAsync().AsTask(),
        };
        await Wait.Until(() => harness.Calls.Any() || harness.Sandbox.Faults.All.Count == 0);

        session.Dispose();

        var error = await Assert.ThrowsAsync<GCException>(() => reading.WaitAsync(TimeSpan.FromSeconds(5)));
        Assert.Equal((ErrorIds.NotConnected, $"The session {session.Key} was disconnected or replaced."), (error.ErrorId, error.Message));
    }

    [Theory]
    [MemberData(nameof(Matrix))]
    public async Task The_rest_of_its_batch_fails_nothing_leaves_afterwards_and_its_connections_close(string step, bool isGuest, bool isReplaced)
    {
        await using var harness = await Harness.StartAsync(time: TimeProvider.System);
        harness.Session.Dispose();
        var next = await ConnectAsync(harness, isGuest, 0);
        using var reply = await harness.Http.GetAsync(new Uri($"{harness.Sandbox.Identity.Url}/_sandbox/faults"));
        var others = harness.Sandbox.OpenConnections;
        var session = await ConnectAsync(harness, isGuest, step == Quota ? 3 : 0);
        await PrepareAsync(harness, step, isGuest);

        var sending = harness.PumpAsync([.. Enumerable.Range(0, Files).Select(i => Deliver(harness, session, i))], workers: 2);
        await Wait.Until(() => IsThere(harness, step));
        await Task.Delay(50);
        if (isReplaced)
        {
            next.Replace(session);
        }
        else
        {
            session.Dispose();
        }

        var receipts = await sending.WaitAsync(TimeSpan.FromSeconds(5));
        await Wait.Until(() => harness.Sandbox.OpenConnections <= others);
        var requests = harness.Sandbox.Requests.Count;
        await Task.Delay(150);

        Assert.Equal(requests, harness.Sandbox.Requests.Count);
        Assert.Empty(harness.Sandbox.Messages);
        var unknown = receipts.Count(receipt => receipt.State == ReceiptStates.Unknown);
        Assert.Equal((Files, step == Posting ? 1 : 0), (receipts.Count, unknown));
        Assert.All(receipts.Where(receipt => receipt.State != ReceiptStates.Unknown), receipt => Assert.Equal((ReceiptStates.Failed, ErrorIds.NotConnected), (receipt.State, receipt.Error?.ErrorId)));
        Assert.All(receipts.Where(receipt => receipt.State == ReceiptStates.Failed), receipt => Assert.Contains(session.Key, receipt.Error!.Message, StringComparison.Ordinal));

        // Another session of its key is not concerned.
        harness.Sandbox.Faults.Clear();
        Assert.Equal(ReceiptStates.Sent, (await harness.SendAsync(Deliver(harness, next, Files))).Single().State);
    }

    private static Task<OrgSession> ConnectAsync(Harness harness, bool isGuest, int pace) => isGuest ? harness.ConnectGuestAsync()
        : harness.ConnectAsync(settings: new SessionSettings { Domain = "sandbox", Endpoint = new Uri(harness.Sandbox.Identity.Url), RequestsPerMinute = pace });

    private static Plan Deliver(Harness harness, OrgSession session, int index)
    {
        var path = harness.Write($"f{index}.pdf", 200_000, index);
        return session.IsGuest ? harness.DeliverAsGuest(session, path, index: index) : harness.Deliver(path, index: index, session: session);
    }

    private static async Task PrepareAsync(Harness harness, string step, bool isGuest)
    {
        if (step == Token)
        {
            await harness.Http.PostAsync(new Uri($"{harness.Sandbox.Identity.Url}/_sandbox/revoke"), null);
        }

        Fault? fault = step switch
        {
            "uploading" => new Fault { Method = "PUT", Stall = true, Times = 2 },
            "waiting for its turn" => new Fault { Method = "PUT", Path = "*f0.pdf", Stall = true },
            "waiting for confirmation" when isGuest => new Fault { FrameClass = "UploadSuccessEvent", Stall = true, Times = -1 },
            "waiting for confirmation" => new Fault { Method = "GET", Path = "*/messages/media*", Status = 200, Body = """{"status":"uploading"}""", Times = -1 },
            Posting when isGuest => new Fault { FrameClass = "onMessage", Stall = true },
            Posting => new Fault { Method = "POST", Path = "*/messages", Stall = true },
            "waiting to try again" => new Fault { Path = "*/uploads", Status = 503, Times = -1 },
            Token => new Fault { Path = "/oauth/token", Stall = true },
            _ => null,
        };
        if (fault is not null)
        {
            harness.Sandbox.Faults.Add(fault);
        }
    }

    /// <summary>Whether all that leaves until the step has come in: on a connection not yet taken in it would be written down after the end.</summary>
    private static bool IsThere(Harness harness, string step) => step switch
    {
        "waiting for its turn" => harness.Puts.Any(put => put.Status == 200) && harness.Sandbox.Faults.All.Count == 0,
        "waiting for confirmation" => harness.Puts.Any(put => put.Status == 200),
        "waiting to try again" => harness.Calls.Count(call => call.Status == 503) >= 2,
        Posting or Token or "uploading" => harness.Sandbox.Faults.All.Count == 0,
        _ => harness.Calls.Count(call => call.Target.StartsWith("/api", StringComparison.Ordinal)) >= 3,
    };
}
