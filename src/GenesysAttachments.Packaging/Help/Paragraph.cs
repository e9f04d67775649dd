namespace GenesysAttachments.Packaging.Help;

/// <summary>A piece of prose.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">Its plain text; only code has line breaks.</param>
internal sealed record Paragraph(ParagraphKind Kind, string Text);
