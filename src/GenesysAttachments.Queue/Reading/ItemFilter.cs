using Npgsql;

namespace GenesysAttachments.Queue.Reading;

/// <summary>Which items of a queue are meant; what is null is not asked for.</summary>
public sealed record ItemFilter
{
    /// <summary>In one of these states.</summary>
    public IReadOnlyList<string>? States { get; init; }

    /// <summary>Of this client.</summary>
    public string? Client { get; init; }

    /// <summary>To this conversation, whichever client sends: the end of a lane's name after its last bar.</summary>
    public string? Place { get; init; }

    /// <summary>Queued under this name.</summary>
    public string? Batch { get; init; }

    /// <summary>With one of these numbers.</summary>
    public IReadOnlyList<long>? Ids { get; init; }

    /// <summary>SQL for it, after two parameters of its user's own.</summary>
    internal string Condition
    {
        get
        {
            var next = 3;
            return string.Concat(
                States is null ? "" : States.All(state => state is "Queued" or "Sending") ? $" AND i.state IN ('Queued', 'Sending') AND i.state = ANY (${next++})"
                    : States.All(state => state is "Unknown" or "Rejected" or "Failed") ? $" AND i.state IN ('Unknown', 'Rejected', 'Failed') AND i.state = ANY (${next++})"
                    : $" AND i.state = ANY (${next++})",
                Client is null ? "" : $" AND i.client = ${next++}",
                Place is null ? "" : $" AND right(i.lane, length(${next}) + 1) = '|' || ${next++}",
                Batch is null ? "" : $" AND i.batch = ${next++}",
                Ids is null ? "" : $" AND i.id = ANY (${next++})");
        }
    }

    /// <summary>Its parameters, in the order of the SQL.</summary>
    internal IEnumerable<NpgsqlParameter> Parameters =>
        new object?[] { States?.ToArray(), Client, Place, Batch, Ids?.ToArray() }.OfType<object>().Select(value => new NpgsqlParameter { Value = value });
}
