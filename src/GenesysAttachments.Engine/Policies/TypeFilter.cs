namespace GenesysAttachments.Engine.Policies;

/// <summary>
/// The allowed types of a policy, made ready for many questions: a policy may have a million of them. What a wildcard's entry says is
/// how a type begins and ends; an answer costs a look-up for each length of those, however many entries there are.
/// </summary>
internal sealed class TypeFilter
{
    private readonly HashSet<string> _exact = new(StringComparer.Ordinal);
    private readonly HashSet<string> _starts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HashSet<string>> _endsByStart = new(StringComparer.Ordinal);
    private readonly int[] _startLengths;
    private readonly int[] _endLengths;

    /// <summary>Takes bare types: exact, <c>*/*</c>, or with one wildcard.</summary>
    public TypeFilter(IEnumerable<string> types)
    {
        foreach (var type in types)
        {
            var star = type.IndexOf('*', StringComparison.Ordinal);
            if (star < 0)
            {
                _exact.Add(type);
                continue;
            }

            var (start, end) = type == "*/*" ? ("", "") : (type[..star], type[(star + 1)..]);
            if (end.Length == 0)
            {
                _starts.Add(start);
                continue;
            }

            if (!_endsByStart.TryGetValue(start, out var ends))
            {
                _endsByStart[start] = ends = new(StringComparer.Ordinal);
            }

            ends.Add(end);
        }

        _startLengths = [.. _endsByStart.Keys.Concat(_starts).Select(start => start.Length).Distinct()];
        _endLengths = [.. _endsByStart.Values.SelectMany(ends => ends).Select(end => end.Length).Distinct()];
    }

    /// <summary>Whether a bare type is allowed.</summary>
    public bool Allows(string type)
    {
        if (_exact.Contains(type))
        {
            return true;
        }

        var open = _starts.GetAlternateLookup<ReadOnlySpan<char>>();
        var starts = _endsByStart.GetAlternateLookup<ReadOnlySpan<char>>();
        foreach (var start in _startLengths)
        {
            if (start <= type.Length
                && (open.Contains(type.AsSpan(0, start)) || (starts.TryGetValue(type.AsSpan(0, start), out var ends) && EndsWithOneOf(type.AsSpan(start), ends))))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The entries with a wildcard that cover a bare type or a narrower wildcard; everything is <c>*</c>.</summary>
    public IEnumerable<string> WildcardsOver(string type)
    {
        foreach (var start in _startLengths.Where(length => length <= type.Length).Select(length => type[..length]))
        {
            if (_starts.Contains(start))
            {
                yield return start + "*";
            }

            if (_endsByStart.TryGetValue(start, out var ends))
            {
                foreach (var end in _endLengths.Where(length => length <= type.Length - start.Length).Select(length => type[^length..]).Where(ends.Contains))
                {
                    yield return $"{start}*{end}";
                }
            }
        }
    }

    private bool EndsWithOneOf(ReadOnlySpan<char> rest, HashSet<string> ends)
    {
        var known = ends.GetAlternateLookup<ReadOnlySpan<char>>();
        foreach (var end in _endLengths)
        {
            if (end <= rest.Length && known.Contains(rest[^end..]))
            {
                return true;
            }
        }

        return false;
    }
}
