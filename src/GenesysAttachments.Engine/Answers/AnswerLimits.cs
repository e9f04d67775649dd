namespace GenesysAttachments.Engine.Answers;

/// <summary>How much of an answer is read, and how deep. More than this no answer of the platform has.</summary>
internal static class AnswerLimits
{
    /// <summary>Bytes of a refusal: its words are cut off there.</summary>
    public const int Refusal = 64 * 1024;

    /// <summary>Bytes of an answer in JSON.</summary>
    public const int Json = 4 * 1024 * 1024;

    /// <summary>Bytes of a frame of the guest service, its fragments joined.</summary>
    public const int Frame = 1024 * 1024;

    /// <summary>Levels of JSON.</summary>
    public const int JsonDepth = 32;

    /// <summary>Levels of XML.</summary>
    public const int XmlDepth = 16;
}
