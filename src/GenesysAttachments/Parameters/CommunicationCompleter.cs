using System.Collections;
using GenesysAttachments.Engine.Http;
using GenesysAttachments.Shell;

namespace GenesysAttachments.Parameters;

/// <summary>Completes the connected agent legs of the conversation that stands on the line.</summary>
public sealed class CommunicationCompleter : ValueCompleter
{
    internal override IEnumerable<(string Text, string Tip)> Values(IDictionary bound) =>
        bound["ConversationId"]?.ToString() is { Length: > 0 } conversation && ConversationCompleter.SessionOf(bound) is { } session ? From(session, conversation) : [];

    private static IEnumerable<(string Text, string Tip)> From(GCOrgSession session, string conversation) =>
        from leg in Blocking.TryRun(token => session.Org.GetStandingAsync(conversation.Trim(), CallContext.Silent with { MaximumRetryCount = 0 }, token), Blocking.CompletionLimit)?.Legs ?? []
        where leg.Purpose == "agent"
        select (leg.CommunicationId, ConversationCompleter.Tip(leg));
}
