using System.Collections;
using System.Collections.Immutable;
using System.Management.Automation;
using System.Security;

namespace GenesysAttachments.Shell;

/// <summary>Headers as a hashtable gives them: strings or SecureStrings.</summary>
internal static class HeaderTable
{
    /// <summary>The headers; none where there is no table.</summary>
    public static ImmutableArray<KeyValuePair<string, string>> Read(IDictionary? table) =>
    [
        .. from DictionaryEntry entry in table ?? new Hashtable()
           let name = entry.Key.ToString() ?? ""
           let value = Piped.Unwrap(entry.Value)
           select new KeyValuePair<string, string>(name, value is SecureString secret ? Secrets.Plain(secret) : LanguagePrimitives.ConvertTo<string>(value)),
    ];
}
