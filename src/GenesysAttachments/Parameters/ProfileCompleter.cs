using System.Collections;
using GenesysAttachments.Engine.SignIn;

namespace GenesysAttachments.Parameters;

/// <summary>Completes the profiles of the vendor's command line tool; offline, and without the engine.</summary>
public sealed class ProfileCompleter : ValueCompleter
{
    internal override IEnumerable<(string Text, string Tip)> Values(IDictionary bound) =>
        from profile in ProfileFile.Parse(File.ReadAllText(ProfileFile.DefaultPath))
        orderby profile.Key
        select (profile.Key, profile.Value.GetValueOrDefault("environment") is { Length: > 0 } region ? region : profile.Key);
}
