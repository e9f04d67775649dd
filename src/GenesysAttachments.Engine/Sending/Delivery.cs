using GenesysAttachments.Engine.Display;
using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Http;
using GenesysAttachments.Engine.Routes;

namespace GenesysAttachments.Engine.Sending;

/// <summary>The way of one file: its place, its upload, its turn, its message.</summary>
/// <param name="gate">Says how many make requests at a time.</param>
/// <param name="progress">Shows what is under way.</param>
/// <param name="force">Whether what may have gone is sent again.</param>
/// <param name="report">Told of what nobody foresaw.</param>
internal sealed class Delivery(Gate gate, ProgressBoard progress, bool force, Action<string, Exception, SecretMask> report)
{
    /// <summary>Sends one file, or finds that it has gone.</summary>
    public async Task RunAsync(Admitted item, SessionWork work, CallContext context, CancellationToken cancellationToken)
    {
        var plan = item.Plan;
        var route = work.Routes[plan.Route];
        Uploaded? uploaded = null;
        MessageText? text = null;
        Gate.Place? place = null;
        var ahead = Task.CompletedTask;
        try
        {
            work.ThrowIfStopped();
            ahead = route.PrepareAsync(plan, context, cancellationToken);
            place = await gate.EnterAsync(cancellationToken).ConfigureAwait(false);
            using var slot = progress.Begin(plan.File.Name, plan.File.Length, context.Transfer);
            work.ThrowIfStopped();
            if (item.Record is { } open && await open.SettleAsync(route, plan, context, force, cancellationToken).ConfigureAwait(false))
            {
                return;
            }

            await ahead.ConfigureAwait(false);
            uploaded = await route.UploadAsync(plan, context, cancellationToken).ConfigureAwait(false);

            var turn = item.Ticket.TurnAsync(cancellationToken);
            if (!turn.IsCompleted)
            {
                context.Transfer.Step = "uploaded, waiting for its turn in the conversation";
                place.StepOut();
                await turn.ConfigureAwait(false);
                await place.ReturnAsync(cancellationToken).ConfigureAwait(false);
            }

            await turn.ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            work.ThrowIfStopped();
            context.Transfer.Step = null;
            await route.ConfirmAsync(uploaded, context, cancellationToken).ConfigureAwait(false);
            context.Transfer.Step = "sending the message";
            text = plan.Text?.TakeFor(plan.Lane);
            context = item.Record is { } record ? await record.IntendAsync(plan, uploaded, text, context).ConfigureAwait(false) : context;
            await route.SendAsync(uploaded, text, context, cancellationToken).ConfigureAwait(false);
            plan.Session.Sent(plan.Target.ConversationId);
        }
        catch (GCException e)
        {
            // Before the place is given on: whoever gets it must know.
            work.Note(e);
            throw;
        }
        catch (Exception) when (context.Transfer.MayHaveSent)
        {
            // Nobody foresaw it, so nobody said so: a text that may have gone must not go again.
            text?.MarkGone();
            throw;
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
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
