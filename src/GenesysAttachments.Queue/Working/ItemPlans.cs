using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Files;
using GenesysAttachments.Engine.Files.Content;
using GenesysAttachments.Engine.Http;
using GenesysAttachments.Engine.Policies;
using GenesysAttachments.Engine.Routes;
using GenesysAttachments.Engine.Sending;
using GenesysAttachments.Engine.Sessions;
using GenesysAttachments.Engine.Targets;
using GenesysAttachments.Queue.Items;
using GenesysAttachments.Queue.Lanes;

namespace GenesysAttachments.Queue.Working;

/// <summary>
/// Makes plans of items: the file is checked once more, as it was when it was queued, and must still be the same. Of an item that may have
/// gone only its message is looked for, whatever has become of the file.
/// </summary>
/// <param name="time">Clock for the checks.</param>
internal sealed class ItemPlans(TimeProvider time)
{
    private int _next = -1;

    /// <summary>The plan of one item; whatever stands in its way is its refusal.</summary>
    public async Task<Plan> MakeAsync(ClaimedItem claimed, OrgSession session, CancellationToken cancellationToken)
    {
        try
        {
            return await ReadAsync(claimed, session, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            var error = e as GCException ?? new GCException(ErrorIds.InternalError, $"'{claimed.Item.SentName}' could not be read from the queue: {e.GetType().Name}, which nobody foresaw. {e.Message}", e);
            return Bare(claimed.Item, session, new ItemOptions(), Interlocked.Increment(ref _next)) with { Refusal = error };
        }
    }

    private async Task<Plan> ReadAsync(ClaimedItem claimed, OrgSession session, CancellationToken cancellationToken)
    {
        var (item, index) = (claimed.Item, Interlocked.Increment(ref _next));
        var options = ItemOptions.Read(item.Options);
        if (claimed.Unsettled is { } unsettled)
        {
            var bare = Bare(item, session, options, index);
            return !RouteNames.IsKnown(options.Route) ? bare with { Refusal = new GCException(ErrorIds.RequestInvalid, $"'{item.SentName}' may have been sent by a route that this version does not know.") }
                : bare with { Target = bare.Target with { CommunicationId = unsettled.Communication } };
        }

        var policy = await PolicyOfAsync(options, session, cancellationToken).ConfigureAwait(false);
        var settings = new PlanSettings
        {
            Paths = FullPaths.Only,
            Current = () => session,
            Find = _ => session,
            Policy = (_, _) => policy,
            ContentCheck = options.ContentCheck ?? ContentCheckLevels.Standard,
            Template = options.Template,
            Stop = cancellationToken,
        };
        var values = new PlanValues { Target = TargetOf(options), Name = options.Name, ContentType = options.ContentType, Route = options.Route, Text = item.Text };
        var plan = new Planner(settings, time).Plan(new PlanInput.OfPath(item.Path, IsLiteral: true), values).Single();
        return plan with
        {
            Index = index,
            File = plan.File.IsValid ? plan.File with { SentName = item.SentName } : plan.File,
            Refusal = plan.Refusal ?? ChangeOf(item, plan),
        };
    }

    /// <summary>The plan of an item of whose file nothing is asked.</summary>
    private static Plan Bare(QueueItem item, OrgSession session, ItemOptions options, int index) => new()
    {
        Index = index,
        File = new Attachment
        {
            Path = item.Path, Name = options.Name ?? Path.GetFileName(item.Path), SentName = item.SentName, Length = item.Length, LastWriteUtc = item.Modified.UtcDateTime, ContentType = options.ContentType ?? ContentTypes.ForName(item.SentName) ?? "",
        },
        Target = TargetOf(options),
        Route = options.Route!,
        Session = session,
    };

    private static Target TargetOf(ItemOptions options) => new()
    {
        ConversationId = options.ConversationId, CommunicationId = options.CommunicationId, ChannelId = options.ChannelId, GuestId = options.GuestId,
    };

    private static async ValueTask<AttachmentPolicy> PolicyOfAsync(ItemOptions options, OrgSession session, CancellationToken cancellationToken)
    {
        var direction = PolicyDirections.Of(options.Route);
        return options.Policy switch
        {
            null => session.Policies.Own(direction) ?? AttachmentPolicy.Default with { Direction = direction },
            "Default" => AttachmentPolicy.Default with { Direction = direction },
            "Live" => session.Policies.Live(direction) ?? await session.Policies.ReadLiveAsync(direction, CallContext.Silent, cancellationToken).ConfigureAwait(false),
            var json => PolicyReader.Parse(json, "Queue"),
        };
    }

    // Times are kept to the microsecond; a file that was copied to where workers see it may have another, and the same bytes.
    private static GCException? ChangeOf(QueueItem item, Plan plan)
    {
        var file = plan.File;
        if (plan.IsHeld || (file.Length == item.Length && (item.Sha256 is null ? (file.LastWriteUtc - item.Modified.UtcDateTime).Duration() < TimeSpan.FromMilliseconds(1) : FileHash.Of(file.Path) is not { } now || now == item.Sha256)))
        {
            return null;
        }

        return new GCException(ErrorIds.FileChanged, $"'{file.Name}' is not the file that was queued: its length, its time or its bytes have changed since.") { Advice = "Queue it again as it is now.", CanRetry = false };
    }

    private sealed class FullPaths : IShellPaths
    {
        public static readonly FullPaths Only = new();

        public string ToFull(string path) => path;

        public IReadOnlyList<string> Expand(string pattern) => [];

        public bool HasWildcards(string path) => false;

        public string Unescape(string path) => path;
    }
}
