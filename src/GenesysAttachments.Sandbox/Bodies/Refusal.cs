namespace GenesysAttachments.Sandbox.Bodies;

/// <summary>What was wrong with a request, for those who look at it later; a feature of its context.</summary>
/// <param name="Words">A sentence.</param>
internal sealed record Refusal(string Words)
{
    /// <summary>Notes it with the request.</summary>
    public static void Note(HttpContext context, string words) => context.Features.Set(new Refusal(words));

    /// <summary>What was noted; null where nothing was.</summary>
    public static string? Of(HttpContext context) => context.Features.Get<Refusal>()?.Words;
}
