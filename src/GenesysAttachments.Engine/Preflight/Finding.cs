namespace GenesysAttachments.Engine.Preflight;

/// <summary>What a check has to say.</summary>
/// <param name="State">One of <see cref="CheckStates"/>.</param>
/// <param name="Message">What was found, in sentences.</param>
/// <param name="Advice">What to do about it; empty where there is nothing to do.</param>
internal sealed record Finding(string State, string Message, string Advice = "")
{
    /// <summary>The error behind it, or that a send would meet.</summary>
    public string? ErrorId { get; init; }

    /// <summary>What was looked at, where that was not known before; null where it was.</summary>
    public string? Subject { get; init; }

    /// <summary>Whether what stands on it can be asked all the same.</summary>
    public bool CarriesOn { get; init; } = State is CheckStates.Passed or CheckStates.Warning;

    public static Finding Passed(string message) => new(CheckStates.Passed, message);

    public static Finding Warning(string message, string advice) => new(CheckStates.Warning, message, advice);

    public static Finding NotChecked(string message, string advice = "") => new(CheckStates.NotChecked, message, advice);
}
