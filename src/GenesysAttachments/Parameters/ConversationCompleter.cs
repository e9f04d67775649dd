using System.Collections;
using GenesysAttachments.Engine.Http;
using GenesysAttachments.Engine.Org;
using GenesysAttachments.Shell;
using GenesysAttachments.State;

namespace GenesysAttachments.Parameters;

/// <summary>Completes a conversation: those the session has dealt with, and the signed-in user's own.</summary>
public sealed class ConversationCompleter : ValueCompleter
{
    internal override IEnumerable<(string Text, string Tip)> Values(IDictionary bound) =>
        SessionOf(bound) is { } session ? From(session) : [];

    /// <summary>The session that the line would use; null when there is none.</summary>
    internal static GCOrgSession? SessionOf(IDictionary bound) => Piped.Unwrap(bound["Session"]) switch
    {
        GCOrgSession given => given,
        string key => SessionTransformationAttribute.OfKey(key),
        _ => SessionTable.OfThisRunspace().Current,
    };

    /// <summary>Channel and name of a leg; never empty, which the shell would not take.</summary>
    internal static string Tip(ConversationLeg leg) => $"{leg.MessengerType} {leg.Name}".Trim() is { Length: > 0 } tip ? tip : leg.CommunicationId;

    private static IEnumerable<(string Text, string Tip)> From(GCOrgSession session)
    {
        // A client alone has no conversations of its own and would only be refused.
        var own = session.Org.HasUser ? Blocking.TryRun(token => session.Org.GetOwnLegsAsync(CallContext.Silent, token), Blocking.CompletionLimit) ?? [] : [];
        var recent = session.Org.RecentConversations;
        return own.Select(leg => (leg.ConversationId, Tip(leg)))
            .Concat(recent.Select(id => (id, "used before")))
            .DistinctBy(item => item.Item1, StringComparer.OrdinalIgnoreCase);
    }
}
