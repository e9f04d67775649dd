namespace GenesysAttachments.Packaging.Help;

/// <summary>What the cmdlet's attributes say of one parameter.</summary>
/// <param name="Name">Its name, without dash.</param>
/// <param name="Type">Its .NET type.</param>
/// <param name="Aliases">Other names.</param>
/// <param name="Sets">What each parameter set says of it; one entry named <see cref="AllSets"/> where all agree.</param>
/// <param name="AcceptedValues">The values of a closed list.</param>
/// <param name="TakesWildcards">Whether wildcard characters have a meaning.</param>
internal sealed record ParameterFacts(
    string Name, Type Type, IReadOnlyList<string> Aliases, IReadOnlyList<ParameterSetFacts> Sets, IReadOnlyList<string> AcceptedValues, bool TakesWildcards)
{
    /// <summary>The name that stands for every parameter set.</summary>
    public const string AllSets = "(All)";

    /// <summary>Whether the parameter is a switch.</summary>
    public bool IsSwitch => Type.Name == "SwitchParameter";

    /// <summary>The type as a syntax line shows it.</summary>
    public string ShortType => (Type.IsArray ? Short(Type.GetElementType()!) : Short(Type)) + (Type.IsArray ? "[]" : "");

    /// <summary>The type as reference pages name it.</summary>
    public string FullType => Nullable.GetUnderlyingType(Type) is { } value ? $"System.Nullable`1[{value.FullName}]" : Type.FullName!;

    /// <summary>What a set says of the parameter; null where it is not in the set.</summary>
    public ParameterSetFacts? In(string set) => Sets.FirstOrDefault(facts => facts.Set == set || facts.Set == AllSets);

    private static string Short(Type type) => (Nullable.GetUnderlyingType(type) ?? type).Name switch
    {
        "String" => "string", "Int32" => "int", "Object" => "Object", "Uri" => "uri", "PSCredential" => "pscredential", "SecureString" => "securestring",
        var name => name,
    };
}
