namespace GenesysAttachments.Sandbox.Org;

/// <summary>Why a file that was announced is refused.</summary>
/// <param name="Code">The platform's code, 4001 and up.</param>
/// <param name="Message">Its words.</param>
/// <param name="Part">What is wrong with it: <c>name</c>, <c>type</c> or <c>size</c>.</param>
internal sealed record FileProblem(int Code, string Message, string Part)
{
    private const int LongestName = 1024;

    /// <summary>HTTP status of the refusal.</summary>
    public int Status => Code == 4002 ? 413 : 400;

    /// <summary>What a customer's file is refused for; null when it may come.</summary>
    public static FileProblem? OfInbound(FilePolicy policy, string name, string type, long size) =>
        Path.GetExtension(name).Length < 2 || name.Any(char.IsControl) ? new(4004, $"File name '{name}' is invalid", "name")
        : name.Length >= LongestName ? new(4005, "File name is too long", "name")
        : policy.Blocks(name) ? new(4001, $"File extension {Path.GetExtension(name)} is blocked", "name")
        : type.Contains(';', StringComparison.Ordinal) || !type.Contains('/', StringComparison.Ordinal) || !policy.Inbound.Allows(type) ? new(4001, $"File type {type} not supported", "type")
        : size <= 0 ? new(4102, "File size is zero", "size")
        : size > policy.Inbound.MaxBytes ? new(4002, $"File is over the size limit. Maximum bytes: {policy.Inbound.MaxBytes}", "size")
        : null;
}
