using GenesysAttachments.Engine.Routes;

namespace GenesysAttachments.Engine.Journals;

/// <summary>
/// The keys of one run's items for a ledger elsewhere: the same file to the same target under the same name and text has the same key on every
/// machine and in every run; the n-th equal one of a run is the n-th item. Call in input order, on one thread.
/// </summary>
public sealed class ItemKeys
{
    private readonly Dictionary<UInt128, int> _taken = [];

    /// <summary>The key of a plan that may be sent.</summary>
    public Guid Take(Plan plan)
    {
        var key = JournalKey.Of(plan with { SessionKey = plan.Session.SharedKey });
        var n = _taken[key] = _taken.GetValueOrDefault(key) + 1;
        return AsGuid(n == 1 ? key : JournalKey.Again(key, n));
    }

    /// <summary>The key of the item that a file is now, where its content is another than that of a key.</summary>
    /// <param name="key">The key.</param>
    /// <param name="sha256">SHA-256 of what it holds now, in hexadecimal.</param>
    public static Guid Changed(Guid key, string sha256) => AsGuid(JournalKey.Changed(UInt128.Parse(key.ToString("N"), System.Globalization.NumberStyles.HexNumber, null), sha256));

    private static Guid AsGuid(UInt128 key) => Guid.ParseExact(JournalKey.Text(key), "N");
}
