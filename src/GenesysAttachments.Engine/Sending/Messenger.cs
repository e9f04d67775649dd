using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Http;
using GenesysAttachments.Engine.Routes;
using GenesysAttachments.Engine.Targets;

namespace GenesysAttachments.Engine.Sending;

/// <summary>
/// Sends what is uploaded, once its turn has come: a file in a message of its own, or with those right behind it in its conversation. A
/// message of several that is refused is taken apart, and its session makes no other.
/// </summary>
/// <param name="lanes">The order of the conversations.</param>
/// <param name="filesPerMessage">Most files of one message.</param>
internal sealed class Messenger(Lanes lanes, int filesPerMessage)
{
    /// <summary>Whether files of a plan's kind may go together.</summary>
    public bool MayGroup(IRoute route, Plan plan) => filesPerMessage > 1 && route.TakesSeveral && !plan.Session.SingleFileRoutes.Has(plan.Route);

    /// <summary>Sends a file, and whatever goes along with it.</summary>
    /// <param name="first">Whose turn it is, taken.</param>
    /// <param name="ticket">Its ticket.</param>
    /// <param name="route">Its route.</param>
    /// <param name="place">Its place, left while others get ready.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public async Task SendAsync(Member first, Lanes.Ticket ticket, IRoute route, Gate.Place place, CancellationToken cancellationToken)
    {
        var others = MayGroup(route, first.Plan) ? await GatherAsync(first, ticket, place, cancellationToken).ConfigureAwait(false) : [];
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            await ConfirmAsync(route, first, cancellationToken).ConfigureAwait(false);
            var along = new List<Member>();
            foreach (var other in others)
            {
                if (await IsConfirmedAsync(route, other, cancellationToken).ConfigureAwait(false))
                {
                    along.Add(other);
                }
            }

            first.Context.Transfer.Step = "sending the message";
            if (along.Count == 0 || !await TrySendAsync(route, first, along, cancellationToken).ConfigureAwait(false))
            {
                await SendAsync(route, [first], cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            GiveBack(others);
        }
    }

    /// <summary>Sends several in one message; false where the message is refused: then nothing of it has gone, and all are to go one by one.</summary>
    private static async Task<bool> TrySendAsync(IRoute route, Member first, List<Member> along, CancellationToken cancellationToken)
    {
        var transfer = first.Context.Transfer;
        try
        {
            await SendAsync(route, [first, .. along], cancellationToken).ConfigureAwait(false);
            along.ForEach(other => other.GoneWith(transfer));
            return true;
        }
        catch (GCException e) when (IsRefusal(e, first.Plan))
        {
            first.Context.Log?.Verbose($"{e.Message} From now on each file of this session goes in a message of its own on the {first.Plan.Route} route.");
            first.Plan.Session.SingleFileRoutes.Add(first.Plan.Route);
            first.Record?.Withdraw();
            along.ForEach(other => other.Record?.Withdraw());
            transfer.MayHaveSent = false;
            return false;
        }
        catch (Exception e) when (transfer.MayHaveSent && e is not GCException { OutcomeUnknown: false })
        {
            // What one message carries has one fate; what did not leave goes by itself.
            along.ForEach(other => other.Failed(e, transfer));
            throw;
        }
    }

    private async Task<List<Member>> GatherAsync(Member first, Lanes.Ticket ticket, Gate.Place place, CancellationToken cancellationToken)
    {
        // Outside: those it waits for need the place.
        first.Context.Transfer.Step = "uploaded, waiting for others of its message";
        place.StepOut();
        var others = await lanes.GatherAsync(ticket, filesPerMessage - 1, other => Fits(first, other), cancellationToken).ConfigureAwait(false);
        try
        {
            await place.ReturnAsync(cancellationToken).ConfigureAwait(false);
            return others;
        }
        catch
        {
            GiveBack(others);
            throw;
        }
    }

    // A text of its own goes before its file.
    private static bool Fits(Member first, Member other) =>
        other.Plan.Route == first.Plan.Route && other.Upload.Target == first.Upload.Target && (other.Plan.Text?.TakeFor(other.Plan.Lane) is null || other.Plan.Text.SharedBy == first.Plan.Text?.SharedBy);

    private static async Task<bool> IsConfirmedAsync(IRoute route, Member other, CancellationToken cancellationToken)
    {
        try
        {
            await ConfirmAsync(route, other, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (GCException e)
        {
            other.Failed(e, other.Context.Transfer);
            return false;
        }
    }

    private static async Task ConfirmAsync(IRoute route, Member member, CancellationToken cancellationToken)
    {
        if (!member.IsConfirmed)
        {
            await route.ConfirmAsync(member.Upload, member.Context, cancellationToken).ConfigureAwait(false);
            member.IsConfirmed = true;
        }
    }

    private static async Task SendAsync(IRoute route, IReadOnlyList<Member> members, CancellationToken cancellationToken)
    {
        var first = members[0];
        var text = first.Plan.Text?.TakeFor(first.Plan.Lane);
        try
        {
            var context = first.Record is not { } record ? first.Context
                : first.Context with { Marks = await record.IntendAsync([.. members.Select(member => new Outgoing(member.Record!, member.Plan, member.Upload, member.Context.Transfer))], text).ConfigureAwait(false) };
            await route.SendAsync([.. members.Select(member => member.Upload)], text, context, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not GCException && first.Context.Transfer.MayHaveSent)
        {
            // Nobody foresaw it, so nobody said so: a text that may have gone must not go again.
            text?.MarkGone();
            throw;
        }
    }

    // That it was too many for the org, or for the channel that took it; not what a text met that goes before its files.
    private static bool IsRefusal(GCException e, Plan plan) =>
        !e.OutcomeUnknown && (e.StatusCode is 400 or 413 or 422 || e.ErrorId == ErrorIds.MessageRejected) && !(plan.Route == RouteNames.Agent && plan.Text?.TakeFor(plan.Lane) is not null);

    private static void GiveBack(List<Member> others)
    {
        foreach (var other in others.Where(other => !other.Outcome.IsCompleted))
        {
            other.GiveBack();
        }
    }
}
