using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Guest;
using GenesysAttachments.Engine.Http;

namespace GenesysAttachments.Engine.Receiving;

/// <summary>The messages of a guest's own conversation, newest first, page by page.</summary>
/// <param name="files">What the guest asks for.</param>
internal sealed class GuestInbox(GuestFiles files)
{
    // A guest's conversation ends after days; this is far more than anybody types until then.
    private const int MostPages = 1000;

    /// <summary>Each page of it.</summary>
    /// <exception cref="GCException">It cannot be read.</exception>
    public async IAsyncEnumerable<IReadOnlyList<GuestMessageBody>> ReadAsync(CallContext context, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var token = await files.GetTokenAsync(context, cancellationToken).ConfigureAwait(false);
        for (var page = 1; page <= MostPages; page++)
        {
            var reply = await files.ReadPageAsync(token, page, context, cancellationToken).ConfigureAwait(false);
            var body = reply.ReadJson(ReceivingJson.Default.GuestHistoryBody, out var problem) ?? throw new GCException(ErrorIds.AnswerInvalid, $"The answer with the guest's history cannot be used: {problem}.");
            reply.Release();
            if (body.Entities is not { Count: > 0 } messages)
            {
                yield break;
            }

            yield return [.. messages];
            if (body.PageCount is { } pages && page >= pages)
            {
                yield break;
            }
        }
    }
}
