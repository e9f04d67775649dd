using GenesysAttachments.Sandbox.Bodies;

namespace GenesysAttachments.Sandbox.Org;

/// <summary>The answer to whoever sends into a conversation that takes nothing any more.</summary>
internal static class Ended
{
    /// <summary>Answers where the conversation has ended; whether it did.</summary>
    public static async Task<bool> RefuseAsync(HttpContext context, Conversation conversation)
    {
        switch (conversation.State)
        {
            case ConversationStates.Connected:
                return false;
            case ConversationStates.Disconnected:
                await Wire.RefuseAsync(context, 403, "not.authorized", "The communication is disconnected.");
                return true;
            default:
                await Wire.RefuseAsync(context, 409, "conflict", "The conversation is closed.");
                return true;
        }
    }
}
