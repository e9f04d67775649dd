namespace GenesysAttachments.Sandbox.Org;

/// <summary>One accepted type: exact, <c>image/*</c> or <c>*/*</c>.</summary>
/// <param name="Type">The type.</param>
internal sealed record MediaType(string Type)
{
    public bool Covers(string type) =>
        Type == "*/*"
        || Type.Equals(type, StringComparison.OrdinalIgnoreCase)
        || (Type.EndsWith("/*", StringComparison.Ordinal) && type.StartsWith(Type[..^1], StringComparison.OrdinalIgnoreCase));
}
