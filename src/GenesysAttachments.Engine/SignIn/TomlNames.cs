using GenesysAttachments.Engine.Display;
using GenesysAttachments.Engine.Errors;
using Tomlyn.Syntax;

namespace GenesysAttachments.Engine.SignIn;

/// <summary>
/// The values of a TOML document by their names. Names are compared without case, as the vendor's tool does, so that two which differ in
/// nothing else are a duplicate here, which the parser cannot know.
/// </summary>
/// <param name="file">The file, for errors.</param>
internal sealed class TomlNames(string file)
{
    // Stands where no name of the file is meant to: before the number of an element.
    private const char ElementMark = '\u0001';

    private readonly Dictionary<string, (Definition Kind, int Line)> _defined = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, int> _elements = new(StringComparer.OrdinalIgnoreCase);

    private enum Definition
    {
        Table,
        ArrayElement,
        Dotted,
        Value,
    }

    /// <summary>Each value and each table (without a value) with its names and its line, but for what is in arrays.</summary>
    internal List<(string[] Names, ValueSyntax? Value, int Line)> Entries { get; } = [];

    /// <summary>Reads a document that the parser found no fault with.</summary>
    /// <exception cref="GCException"><see cref="ErrorIds.RequestInvalid"/>: a name is defined twice.</exception>
    internal void Read(DocumentSyntax document)
    {
        Add("", [], document.KeyValues);
        foreach (var table in document.Tables)
        {
            var names = Names(table.Name!);
            var own = Join(Address(names[..^1]), names[^1]);
            Define(own, names, table is TableArraySyntax ? Definition.ArrayElement : Definition.Table, table);
            if (table is TableArraySyntax)
            {
                _elements[own] = _elements.GetValueOrDefault(own) + 1;
            }
            else
            {
                Enter(own, names, null, table);
            }

            Add(Address(names), names, table.Items);
        }
    }

    private void Add(string address, string[] table, IEnumerable<KeyValueSyntax> items)
    {
        foreach (var item in items)
        {
            var (own, names) = (address, table);
            foreach (var name in Names(item.Key!))
            {
                if (names.Length > table.Length)
                {
                    Define(own, names, Definition.Dotted, item);
                }

                (own, names) = (Join(own, name), [.. names, name]);
            }

            Define(own, names, Definition.Value, item);
            if (item.Value is InlineTableSyntax inline)
            {
                Enter(own, names, null, item);
                Add(own, names, inline.Items.Select(inner => inner.KeyValue!));
            }
            else
            {
                Enter(own, names, item.Value, item);
            }
        }
    }

    private void Define(string address, string[] names, Definition kind, SyntaxNode node)
    {
        if (!_defined.TryAdd(address, (kind, LineOf(node))) && _defined[address] is var first && !(first.Kind == kind && kind is Definition.ArrayElement or Definition.Dotted))
        {
            throw new GCException(ErrorIds.RequestInvalid, $"The profile file {file} defines '{Redaction.Text(string.Join('.', names))}' twice, in line {first.Line} and in line {LineOf(node)}.")
            {
                Advice = "Take one of the two out; upper and lower case are the same to the vendor's command line tool.",
            };
        }
    }

    // Each element of an array of tables has names of its own.
    private string Address(string[] names) =>
        names.Aggregate("", (address, name) => Join(address, name) is var own && _elements.TryGetValue(own, out var element) ? $"{own}{ElementMark}{element}" : own);

    private void Enter(string address, string[] names, ValueSyntax? value, SyntaxNode node)
    {
        if (!address.Contains(ElementMark, StringComparison.Ordinal))
        {
            Entries.Add((names, value, LineOf(node)));
        }
    }

    private static string Join(string address, string name) => $"{address}\0{name}";

    private static string[] Names(KeySyntax key) => [Name(key.Key!), .. key.DotKeys.Select(dotted => Name(dotted.Key!))];

    private static string Name(BareKeyOrStringValueSyntax key) => key is StringValueSyntax quoted ? quoted.Value! : ((BareKeySyntax)key).Key!.Text!;

    private static int LineOf(SyntaxNode node) => node.Span.Start.Line + 1;
}
