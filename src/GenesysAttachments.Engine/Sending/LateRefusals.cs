using System.Globalization;
using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Http;
using GenesysAttachments.Engine.Routes;
using GenesysAttachments.Engine.Telemetry;

namespace GenesysAttachments.Engine.Sending;

/// <summary>
/// Looks once more, when the batch is done, at messages that the platform took and had not passed on: the channel may have refused them
/// since. One call a conversation.
/// </summary>
/// <param name="log">Told what is looked at; null when nobody wants it.</param>
public sealed class LateRefusals(StepLog? log)
{
    /// <summary>Conversations that are looked at, the latest ones: a look costs a request, and a long batch has had its time.</summary>
    public const int MostConversations = 100;

    /// <summary>Messages of a conversation that are looked at, the first ones.</summary>
    public const int MostMessages = 100;

    private readonly Dictionary<string, List<(Receipt Receipt, Action<Receipt> Update)>> _open = new(StringComparer.Ordinal);
    private readonly Queue<string> _lanes = new();

    /// <summary>Whether there is anything to look at.</summary>
    public bool Any => _open.Count > 0;

    /// <summary>Takes in a receipt whose message is on its way; passes over any other.</summary>
    /// <param name="receipt">The receipt.</param>
    /// <param name="update">Brings what was made of it up to date, should its message be refused.</param>
    public void Note(Receipt receipt, Action<Receipt> update)
    {
        if (!receipt.IsOnItsWay || receipt.Plan.Session.Api is null)
        {
            return;
        }

        var lane = receipt.Plan.Lane;
        if (!_open.TryGetValue(lane, out var list))
        {
            _open[lane] = list = [];
            _lanes.Enqueue(lane);
            if (_lanes.Count > MostConversations)
            {
                _open.Remove(_lanes.Dequeue());
            }
        }

        if (list.Count < MostMessages)
        {
            list.Add((receipt, update));
        }
    }

    /// <summary>The receipts of what was refused meanwhile. What cannot be read stays as it is.</summary>
    public async Task<IReadOnlyList<Receipt>> LookAsync(CallContext context, CancellationToken cancellationToken)
    {
        var refused = new List<Receipt>();
        foreach (var list in _open.Values)
        {
            var plan = list[0].Receipt.Plan;
            try
            {
                var ids = list.Select(item => item.Receipt.Transfer.MessageId!).Distinct(StringComparer.OrdinalIgnoreCase).ToArray();
                var read = await new AgentMessages(plan.Session.Api!).ReadAsync(plan.Target.ConversationId!, ids, context, cancellationToken).ConfigureAwait(false);
                var byId = read.Where(message => message.Id is not null).ToLookup(message => message.Id!, StringComparer.OrdinalIgnoreCase);
                foreach (var (receipt, update) in list)
                {
                    if (Judge(receipt, byId[receipt.Transfer.MessageId!].FirstOrDefault()) is { } late)
                    {
                        update(late);
                        refused.Add(late);
                    }
                }

                log?.Verbose(string.Create(CultureInfo.InvariantCulture, $"Looked again at {list.Count} messages of conversation {plan.Target.ConversationId}."));
            }
            catch (GCException e)
            {
                log?.Verbose($"The messages of conversation {plan.Target.ConversationId} could not be looked at again: {e.Message}");
            }
        }

        return refused;
    }

    private static Receipt? Judge(Receipt receipt, AgentMessageReply? message)
    {
        if (message?.Refusal(receipt.Transfer.Mask) is not { } refusal)
        {
            return null;
        }

        receipt.Transfer.MessageStatus = message.Status;
        var error = new GCException(ErrorIds.MessageRejected, $"The message with '{receipt.Plan.File.Name}' was taken, and then refused by its channel: {refusal}.");
        return receipt with { State = ReceiptStates.Failed, Error = error };
    }
}
