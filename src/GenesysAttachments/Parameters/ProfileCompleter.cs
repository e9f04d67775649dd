using System.Collections;
using System.Runtime.CompilerServices;
using GenesysAttachments.Engine.SignIn;

namespace GenesysAttachments.Parameters;

/// <summary>Completes the profiles of the vendor's command line tool, offline; the engine, which reads them, is loaded only where there are any.</summary>
public sealed class ProfileCompleter : ValueCompleter
{
    internal override IEnumerable<(string Text, string Tip)> Values(IDictionary bound) => File.Exists(ProfilePath.Default) ? Read() : [];

    // A method of its own: what it calls is loaded with it.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static IEnumerable<(string Text, string Tip)> Read() =>
        ProfileSignIn.ReadNames().Select(profile => (profile.Key, profile.Value is { Length: > 0 } region ? region : profile.Key));
}
