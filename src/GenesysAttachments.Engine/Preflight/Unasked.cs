namespace GenesysAttachments.Engine.Preflight;

/// <summary>What cannot be asked without harm.</summary>
internal static class Unasked
{
    /// <summary>Whether a message is taken.</summary>
    /// <param name="route">The route it would take.</param>
    public static PreflightStep Message(string route) => Step(CheckNames.Message, route, "Whether a message is taken, and arrives, shows only when one is sent.", "Send a file into a conversation of your own.");

    /// <summary>One row that says so.</summary>
    public static PreflightStep Step(string name, string subject, string why, string advice = "") => new(name, subject, (_, _) => Task.FromResult(Finding.NotChecked(why, advice)));
}
