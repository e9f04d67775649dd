using System.Collections;
using GenesysAttachments.State;

namespace GenesysAttachments.Parameters;

/// <summary>Completes a session of this runspace by its key; offline.</summary>
public sealed class SessionCompleter : ValueCompleter
{
    internal override IEnumerable<(string Text, string Tip)> Values(IDictionary bound) =>
        SessionTable.OfThisRunspace().All.Reverse().Select(session => (session.Key, session.IsCurrent ? "the current session" : session.Region));
}
