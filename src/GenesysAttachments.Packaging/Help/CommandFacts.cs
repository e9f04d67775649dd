using System.Reflection;
using System.Runtime.Loader;

namespace GenesysAttachments.Packaging.Help;

/// <summary>What a cmdlet's attributes say of it, read from the staged assembly without running any of it.</summary>
/// <param name="Verb">Verb.</param>
/// <param name="Noun">Noun.</param>
/// <param name="DefaultSet">Its default parameter set.</param>
/// <param name="Parameters">Its own parameters, by name; with <c>Confirm</c> and <c>WhatIf</c> where it has them.</param>
/// <param name="Outputs">What it writes.</param>
internal sealed record CommandFacts(string Verb, string Noun, string DefaultSet, IReadOnlyList<ParameterFacts> Parameters, IReadOnlyList<Type> Outputs)
{
    // The shell's own name for "in every set".
    private const string EverySet = "__AllParameterSets";

    /// <summary>Name.</summary>
    public string Name => $"{Verb}-{Noun}";

    /// <summary>The names of its parameter sets, the default one first.</summary>
    public IReadOnlyList<string> Sets { get; } =
    [
        .. Parameters.SelectMany(parameter => parameter.Sets).Select(set => set.Set).Where(set => set != ParameterFacts.AllSets).Append(DefaultSet)
            .Distinct(StringComparer.Ordinal).OrderBy(set => set == DefaultSet ? 0 : 1).ThenBy(set => set, StringComparer.Ordinal),
    ];

    /// <summary>The parameters of a set in the order of a syntax line.</summary>
    public IEnumerable<(ParameterFacts Parameter, ParameterSetFacts Facts)> In(string set) =>
        from parameter in Parameters
        let facts = parameter.In(set)
        where facts is not null
        orderby facts.Position ?? int.MaxValue, facts.IsRequired ? 0 : 1, parameter.Name is "WhatIf" or "Confirm" ? 1 : 0
        select (parameter, facts);

    /// <summary>Every cmdlet of the staged module, by name.</summary>
    public static IReadOnlyList<CommandFacts> ReadAll(string moduleFolder) =>
    [
        .. new AssemblyLoadContext("help").LoadFromAssemblyPath(Path.Combine(moduleFolder, "GenesysAttachments.dll")).GetExportedTypes()
            .Select(type => (Type: type, Attribute: type.GetCustomAttributesData().FirstOrDefault(data => data.AttributeType.Name == "CmdletAttribute")))
            .Where(cmdlet => cmdlet.Attribute is not null)
            .Select(cmdlet => Read(cmdlet.Type, cmdlet.Attribute!))
            .OrderBy(command => command.Name, StringComparer.Ordinal),
    ];

    private static CommandFacts Read(Type type, CustomAttributeData cmdlet)
    {
        var parameters = type.GetProperties().Select(Read).OfType<ParameterFacts>();
        if (Named<bool>(cmdlet, "SupportsShouldProcess"))
        {
            parameters = parameters.Concat([Switch(type, "Confirm", "cf"), Switch(type, "WhatIf", "wi")]);
        }

        var outputs = type.GetCustomAttributesData().Where(data => data.AttributeType.Name == "OutputTypeAttribute")
            .SelectMany(data => (IEnumerable<CustomAttributeTypedArgument>)data.ConstructorArguments[0].Value!).Select(argument => (Type)argument.Value!);
        return new CommandFacts(
            (string)cmdlet.ConstructorArguments[0].Value!, (string)cmdlet.ConstructorArguments[1].Value!, Named<string>(cmdlet, "DefaultParameterSetName") ?? EverySet,
            [.. parameters.OrderBy(parameter => parameter.Name, StringComparer.Ordinal)], [.. outputs]);
    }

    private static ParameterFacts? Read(PropertyInfo property)
    {
        var attributes = property.GetCustomAttributesData();
        var sets = attributes.Where(data => data.AttributeType.Name == "ParameterAttribute").Select(data => new ParameterSetFacts(
            Named<string>(data, "ParameterSetName") is { } set and not EverySet ? set : ParameterFacts.AllSets,
            data.NamedArguments.Any(argument => argument.MemberName == "Position") ? Named<int>(data, "Position") : null,
            Named<bool>(data, "Mandatory"), Named<bool>(data, "ValueFromPipeline"), Named<bool>(data, "ValueFromPipelineByPropertyName"))).ToList();
        return sets.Count == 0 ? null : new ParameterFacts(
            property.Name, property.PropertyType, Texts(attributes, "AliasAttribute"), sets, Texts(attributes, "ValidateSetAttribute"),
            attributes.Any(data => data.AttributeType.Name == "SupportsWildcardsAttribute"));
    }

    private static ParameterFacts Switch(Type cmdlet, string name, string alias) =>
        new(name, cmdlet.Assembly.GetExportedTypes().SelectMany(type => type.GetProperties()).First(property => property.PropertyType.Name == "SwitchParameter").PropertyType,
            [alias], [new ParameterSetFacts(ParameterFacts.AllSets, null, false, false, false)], [], false);

    private static List<string> Texts(IList<CustomAttributeData> attributes, string name) =>
    [
        .. attributes.Where(data => data.AttributeType.Name == name)
            .SelectMany(data => (IEnumerable<CustomAttributeTypedArgument>)data.ConstructorArguments[0].Value!).Select(argument => (string)argument.Value!),
    ];

    private static T? Named<T>(CustomAttributeData data, string name) =>
        data.NamedArguments.Where(argument => argument.MemberName == name).Select(argument => (T?)argument.TypedValue.Value).FirstOrDefault();
}
