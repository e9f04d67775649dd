using System.Text.RegularExpressions;
using GenesysAttachments.Queue.Errors;

namespace GenesysAttachments.Queue.Database;

/// <summary>The queue's tables as text, and the name of the schema they live in.</summary>
public sealed partial class QueueSchema
{
    /// <summary>Where a queue lives unless told otherwise.</summary>
    public const string DefaultName = "gcqueue";

    /// <summary>The version this program knows.</summary>
    public const int Version = 1;

    // The statements are written for the default schema, so that each can be read, and tried, as it stands.
    private const string Written = "gcqueue.";

    /// <summary>Names a schema.</summary>
    /// <param name="name">Small letters, digits and underscores, a letter first, at most 63.</param>
    /// <exception cref="QueueException"><see cref="QueueErrorIds.SchemaUnfit"/>: not such a name.</exception>
    public QueueSchema(string name = DefaultName)
    {
        Name = NameOfOne().IsMatch(name)
            ? name
            : throw new QueueException(QueueErrorIds.SchemaUnfit, "The schema's name is not usable: take small letters, digits and underscores, a letter first, at most 63.");
    }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>All that <c>psql</c> needs to make or update the queue, as one transaction; can be run again.</summary>
    public string ToSql() => $"BEGIN;\n\n{Script()}\nCOMMIT;\n";

    /// <summary>The same without the transaction around it.</summary>
    internal string Script()
    {
        using var reader = new StreamReader(typeof(QueueSchema).Assembly.GetManifestResourceStream("schema.sql")!);
        return Of(reader.ReadToEnd()).Replace("= 'gcqueue'", $"= '{Name}'", StringComparison.Ordinal).Replace("SCHEMA gcqueue;", $"SCHEMA \"{Name}\";", StringComparison.Ordinal);
    }

    /// <summary>A statement written for the default schema, for this one. No search path is relied on: a pooler would lend it to others.</summary>
    internal string Of(string sql) => sql.Replace(Written, $"\"{Name}\".", StringComparison.Ordinal);

    [GeneratedRegex("^[a-z][a-z0-9_]{0,62}$")]
    private static partial Regex NameOfOne();
}
