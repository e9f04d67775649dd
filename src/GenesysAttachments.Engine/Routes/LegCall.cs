using GenesysAttachments.Engine.Org;
using GenesysAttachments.Engine.Targets;

namespace GenesysAttachments.Engine.Routes;

/// <summary>A call below an agent's leg. There are three for each file: it puts its address together once, and names its subject only to an error.</summary>
/// <param name="Leg">Conversation and communication.</param>
/// <param name="Method">HTTP method.</param>
/// <param name="Below">Path and query below the leg, escaped.</param>
/// <param name="Kind">What a repetition costs.</param>
/// <param name="What">The call in words.</param>
/// <param name="Needs">What it needs.</param>
internal sealed record LegCall(Target Leg, HttpMethod Method, string Below, OrgCallKind Kind, string What, string Needs) : OrgCall(Method, Below, Kind, What, "", Needs)
{
    /// <inheritdoc/>
    public override string Subject => $"conversation {Leg.ConversationId} or its communication {Leg.CommunicationId}";

    /// <inheritdoc/>
    public override Uri Under(string apiBase) =>
        new($"{apiBase}api/v2/conversations/messages/{Uri.EscapeDataString(Leg.ConversationId!)}/communications/{Uri.EscapeDataString(Leg.CommunicationId!)}/{Below}");
}
