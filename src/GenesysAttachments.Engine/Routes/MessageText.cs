namespace GenesysAttachments.Engine.Routes;

/// <summary>The text that goes with a file, and whether it has gone: it must go once even if its file has to be sent again.</summary>
/// <param name="value">The text.</param>
/// <param name="onGone">Told once, when the text has gone or may have.</param>
public sealed class MessageText(string value, Action onGone)
{
    /// <summary>The text.</summary>
    public string Value { get; } = value;

    /// <summary>Says that the text has gone, or may have.</summary>
    public void MarkGone() => onGone();
}
