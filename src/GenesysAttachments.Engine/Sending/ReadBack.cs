using System.Security.Cryptography;
using GenesysAttachments.Engine.Display;
using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Http;
using GenesysAttachments.Engine.Receiving;
using GenesysAttachments.Engine.Routes;

namespace GenesysAttachments.Engine.Sending;

/// <summary>
/// Fetches what was sent and holds it against the file, byte count and SHA-256. The message has gone, whatever is found, and whatever keeps it
/// from being found.
/// </summary>
/// <param name="gate">Says how many make requests at a time.</param>
/// <param name="progress">Shows what is under way.</param>
internal sealed class ReadBack(Gate gate, ProgressBoard progress)
{
    /// <summary>Says on the transfer whether the file came back as it was sent, and gives the error where it did not.</summary>
    /// <param name="plan">What was sent.</param>
    /// <param name="context">What its work brought along.</param>
    /// <param name="own">Takes what the requests of this leave behind: the transfer is that of the message.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<GCException?> CheckAsync(Plan plan, CallContext context, Transfer own, CancellationToken cancellationToken)
    {
        var transfer = context.Transfer;
        transfer.EndMessage();
        // What a route has compared so far is less than what is asked.
        transfer.Verified = null;
        own.Step = "sent, reading it back";
        try
        {
            using var place = await gate.EnterAsync(cancellationToken).ConfigureAwait(false);
            using var slot = progress.Begin(plan.File.Name, plan.File.Length, own);
            var came = await new SentCheck(plan.Session)
                .ReadBackAsync(plan.Target.ConversationId, transfer.MessageId, transfer.AttachmentId, plan.File.SentName, context with { Transfer = own }, cancellationToken).ConfigureAwait(false);
            // One that was found, where an earlier run had sent it, was not hashed by this one.
            var sent = transfer.Sha256 ?? await HashAsync(plan.File.Path, cancellationToken).ConfigureAwait(false);
            transfer.Verified = came.Length == plan.File.Length && came.Sha256.Equals(sent, StringComparison.OrdinalIgnoreCase);
            return transfer.Verified == true ? null : new GCException(
                ErrorIds.AttachmentDiffers, $"'{plan.File.Name}' was sent and came back otherwise: {came.Length:N0} bytes with SHA-256 {came.Sha256}, not {plan.File.Length:N0} bytes with {sent}.");
        }
        catch (Exception e)
        {
            var why = e is GCException known ? known.Message : cancellationToken.IsCancellationRequested ? "The command was stopped." : plan.Session.HasEnded ? "The session has ended." : $"{e.GetType().Name}, which nobody foresaw.";
            transfer.Warn($"Sent, and not read back: {why}");
            if (e is not GCException && !cancellationToken.IsCancellationRequested)
            {
                context.Log?.Debug($"A bug of the module, reading '{plan.File.Name}' back: {Redaction.Whole(transfer.Mask.Apply(SendWords.Said(e.ToString)))}");
            }

            return null;
        }
    }

    private static async Task<string> HashAsync(string path, CancellationToken cancellationToken)
    {
        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0, FileOptions.Asynchronous);
        await using var _ = file.ConfigureAwait(false);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellationToken).ConfigureAwait(false));
    }
}
