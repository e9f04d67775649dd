using System.Globalization;
using System.Runtime.Loader;
using System.Text;
using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Packaging.Help;

namespace GenesysAttachments.Engine.Tests;

/// <summary>
/// What scripts may rely on: cmdlets, parameters, sets, aliases, outputs, error ids. A change to it shows here, and is made on purpose by
/// editing contract.txt as well.
/// </summary>
public sealed class ContractTests
{
    [Fact]
    public void The_public_surface_is_the_one_that_was_agreed()
    {
        var agreed = File.ReadAllText(Path.Combine(Repository.Root, "tests", "GenesysAttachments.Engine.Tests", "contract.txt")).ReplaceLineEndings("\n");
        var now = Describe();

        var (gone, added) = (agreed.Split('\n').Except(now.Split('\n')), now.Split('\n').Except(agreed.Split('\n')));
        Assert.True(agreed == now, $"Gone:\n{string.Join('\n', gone)}\nNew:\n{string.Join('\n', added)}");
    }

    private static string Describe()
    {
        var text = new StringBuilder();
        foreach (var command in CommandFacts.ReadAll(Repository.Module))
        {
            text.Append(CultureInfo.InvariantCulture, $"{command.Name} [{command.DefaultSet}] -> {string.Join(", ", command.Outputs.Select(type => type.Name).DefaultIfEmpty("nothing"))}\n");
            foreach (var parameter in command.Parameters)
            {
                var aliases = parameter.Aliases.Count == 0 ? "" : $" aka {string.Join(", ", parameter.Aliases)}";
                var values = parameter.AcceptedValues.Count == 0 ? "" : $" of {string.Join("|", parameter.AcceptedValues)}";
                text.Append(CultureInfo.InvariantCulture, $"  {command.Name} -{parameter.Name} {parameter.ShortType}{aliases}{values}: {string.Join("; ", parameter.Sets.Select(Describe))}\n");
            }
        }

        var outputs = new AssemblyLoadContext("contract").LoadFromAssemblyPath(Path.Combine(Repository.Module, "GenesysAttachments.dll")).GetExportedTypes()
            .Where(type => type.Namespace == "GenesysAttachments").OrderBy(type => type.Name, StringComparer.Ordinal);
        foreach (var type in outputs)
        {
            text.Append(CultureInfo.InvariantCulture, $"{type.Name}{(type.BaseType!.Namespace == type.Namespace ? $" : {type.BaseType.Name}" : "")}\n");
            foreach (var property in type.GetProperties().OrderBy(property => property.Name, StringComparer.Ordinal))
            {
                text.Append(CultureInfo.InvariantCulture, $"  {type.Name}.{property.Name} {Name(property.PropertyType)}\n");
            }

            foreach (var method in type.GetMethods().Where(method => !method.IsSpecialName && method.DeclaringType == type && method.Name != "ToString"))
            {
                text.Append(CultureInfo.InvariantCulture, $"  {type.Name}.{method.Name}() {Name(method.ReturnType)}\n");
            }
        }

        text.Append("Errors\n");
        foreach (var error in ErrorCatalog.All.OrderBy(error => error.Id, StringComparer.Ordinal))
        {
            text.Append(CultureInfo.InvariantCulture, $"  {error.Id} {error.Category}\n");
        }

        return text.ToString();
    }

    private static string Describe(ParameterSetFacts set) =>
        string.Join(' ', new[]
        {
            set.Set, set.Position is { } position ? $"at {position}" : null, set.IsRequired ? "required" : null, set.ByValue ? "by value" : null, set.ByPropertyName ? "by name" : null,
        }.Where(part => part is not null));

    private static string Name(Type type) => Nullable.GetUnderlyingType(type) is { } value ? value.Name + "?" : type.Name;
}
