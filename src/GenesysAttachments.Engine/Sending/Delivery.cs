using GenesysAttachments.Engine.Display;
using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Http;
using GenesysAttachments.Engine.Routes;

namespace GenesysAttachments.Engine.Sending;

/// <summary>The way of one file: its place, its upload, its turn, its message.</summary>
/// <param name="gate">Says how many make requests at a time.</param>
/// <param name="messenger">Sends what is uploaded.</param>
/// <param name="progress">Shows what is under way.</param>
/// <param name="report">Told of what nobody foresaw.</param>
internal sealed class Delivery(Gate gate, Messenger messenger, ProgressBoard progress, Action<string, Exception, SecretMask> report)
{
    /// <summary>Sends one file, or finds that it has gone.</summary>
    public async Task RunAsync(Admitted item, SessionWork work, CallContext context, CancellationToken cancellationToken)
    {
        var plan = item.Plan;
        var route = work.Routes[plan.Route];
        Uploaded? uploaded = null;
        Gate.Place? place = null;
        var ahead = Task.CompletedTask;
        try
        {
            work.ThrowIfStopped();
            ahead = route.PrepareAsync(plan, context, cancellationToken);

            // A place is not held while it lasts, however long: those whose conversations are known go first.
            await ahead.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            place = await gate.EnterAsync(cancellationToken).ConfigureAwait(false);
            using var slot = progress.Begin(plan.File.Name, plan.File.Length, context.Transfer);
            work.ThrowIfStopped();
            if (item.Record is { } open && await open.SettleAsync(route, plan, context, cancellationToken).ConfigureAwait(false))
            {
                return;
            }

            await ahead.ConfigureAwait(false);
            context.Transfer.BeginUpload();
            uploaded = await route.UploadAsync(plan, context, cancellationToken).ConfigureAwait(false);
            context.Transfer.EndUpload();

            var member = new Member(plan, uploaded, context, item.Record);
            if (await AwaitTurnAsync(item.Ticket, member, messenger.MayGroup(route, plan), place, cancellationToken).ConfigureAwait(false))
            {
                cancellationToken.ThrowIfCancellationRequested();
                work.ThrowIfStopped();
                context.Transfer.Step = null;
                context.Transfer.BeginMessage();
                await messenger.SendAsync(member, item.Ticket, route, place, cancellationToken).ConfigureAwait(false);
            }

            plan.Session.Sent(plan.Target.ConversationId);
        }
        catch (GCException e)
        {
            // Before the place is given on: whoever gets it must know.
            work.Note(e);
            throw;
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested && !context.Transfer.MayHaveSent)
        {
            if (uploaded is not null && !plan.Session.HasEnded)
            {
                await AbandonAsync(route, uploaded, context).ConfigureAwait(false);
            }

            throw;
        }
        finally
        {
            // In this order: the place goes to the conversation's next message rather than to a new upload.
            item.Ticket.Leave();
            place?.Dispose();
            await ahead.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Waits for its turn; false where it has gone in the message of one ahead of it.</summary>
    private static async Task<bool> AwaitTurnAsync(Lanes.Ticket ticket, Member member, bool mayGroup, Gate.Place place, CancellationToken cancellationToken)
    {
        var turn = ticket.TurnAsync(cancellationToken);
        if (!turn.IsCompleted)
        {
            member.Context.Transfer.Step = "uploaded, waiting for its turn in the conversation";
            place.StepOut();
            if (mayGroup)
            {
                ticket.Offer(member);
            }

            try
            {
                await turn.ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (!member.TryTake())
            {
                // Whoever has taken it is stopped as well, and knows what became of it.
                await ticket.TurnAsync(CancellationToken.None).ConfigureAwait(false);
            }

            if (member.Outcome.IsCompleted)
            {
                // So that whoever sent it is done first: receipts of a message come in its order.
                await Task.Yield();
                await member.Outcome.ConfigureAwait(false);
                return false;
            }

            await place.ReturnAsync(cancellationToken).ConfigureAwait(false);
        }

        await turn.ConfigureAwait(false);
        return true;
    }

    private async Task AbandonAsync(IRoute route, Uploaded uploaded, CallContext context)
    {
        try
        {
            await route.AbandonAsync(uploaded, context).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            report(uploaded.File.Name, e, context.Transfer.Mask); // Tidying up only: it must not stand before why it was needed.
        }
    }
}
