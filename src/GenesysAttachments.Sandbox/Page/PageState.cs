using GenesysAttachments.Sandbox.Guest;
using GenesysAttachments.Sandbox.OAuth;

namespace GenesysAttachments.Sandbox.Page;

/// <summary>What is as it is, rather than what arrived: the faults that are on, and the quotas in use.</summary>
/// <param name="faults">Scripted failures.</param>
/// <param name="gate">The quotas of tokens.</param>
/// <param name="guests">The quotas of guests.</param>
/// <param name="keepsQuotas">Whether there are any.</param>
internal sealed class PageState(FaultBook faults, Gate gate, GuestDesk guests, bool keepsQuotas)
{
    // People look at a few; the rest is a number.
    private const int MostShown = 8;
    private const int MostFaults = 100;

    public object Now()
    {
        var quotas = gate.Windows.Concat(guests.Windows).OrderByDescending(window => window.Used).ToList();
        var listed = faults.Listed;
        return new
        {
            keepsQuotas,
            quotas = quotas.Take(MostShown),
            moreQuotas = Math.Max(0, quotas.Count - MostShown),
            faults = listed.Take(MostFaults).Select(entry => new { entry.Id, entry.Fault }),
            moreFaults = Math.Max(0, listed.Count - MostFaults),
        };
    }
}
