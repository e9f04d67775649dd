using GenesysAttachments.Engine.Errors;
using Tomlyn;
using Tomlyn.Parsing;
using Tomlyn.Syntax;

namespace GenesysAttachments.Engine.SignIn;

/// <summary>
/// The profile file of the vendor's command line tool (docs/protocol.md, Sign-in): TOML with one table a profile. Nothing is ever written.
/// What the parser has to say quotes the file, secrets and all: only its lines go into errors.
/// </summary>
internal sealed class ProfileFile
{
    private readonly Dictionary<string, Dictionary<string, (string? Text, int Line)>> _profiles = new(StringComparer.OrdinalIgnoreCase);

    private ProfileFile(string path, TomlNames names)
    {
        Path = path;
        foreach (var (name, value, line) in names.Entries)
        {
            if (name is [var profile] && value is null)
            {
                Of(profile);
            }
            else if (name is [var owner, var key] && value is not null)
            {
                Of(owner)[key] = ((value as StringValueSyntax)?.Value, line);
            }
        }
    }

    /// <summary>Where it lies.</summary>
    internal string Path { get; }

    /// <summary>The profiles in it, by the alphabet.</summary>
    internal IEnumerable<string> Names => _profiles.Keys.Order(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether there is such a profile; without case.</summary>
    internal bool Has(string profile) => _profiles.ContainsKey(profile);

    /// <summary>A value of a profile; null when it is missing or empty.</summary>
    /// <exception cref="GCException"><see cref="ErrorIds.RequestInvalid"/>: it is no text.</exception>
    internal string? Value(string profile, string key) =>
        !_profiles[profile].TryGetValue(key, out var value) || value.Text is { Length: 0 } ? null
        : value.Text ?? throw new GCException(ErrorIds.RequestInvalid, $"'{key}' of profile '{profile}' in {Path} is not text (line {value.Line}).") { Advice = "Put its value in quotes." };

    /// <summary>Reads the file.</summary>
    /// <exception cref="GCException">
    /// <see cref="ErrorIds.FileNotFound"/> or <see cref="ErrorIds.FileUnreadable"/>; <see cref="ErrorIds.RequestInvalid"/>, with the line,
    /// where it is no TOML or says something twice.
    /// </exception>
    internal static ProfileFile Read(string path)
    {
        var text = ReadText(path);
        if (text.IndexOf('\uFFFD', StringComparison.Ordinal) is >= 0 and var damaged)
        {
            throw Malformed(path, text.AsSpan(0, damaged).Count('\n'), "holds bytes that are not UTF-8");
        }

        var names = new TomlNames(path);
        names.Read(Parse(text, path, validate: false));
        // Once more for what TOML itself forbids beyond names that are written twice.
        Parse(text, path, validate: true);
        return new ProfileFile(path, names);
    }

    private Dictionary<string, (string? Text, int Line)> Of(string profile) =>
        _profiles.TryGetValue(profile, out var known) ? known : _profiles[profile] = new(StringComparer.OrdinalIgnoreCase);

    private static DocumentSyntax Parse(string text, string path, bool validate)
    {
        try
        {
            var document = SyntaxParser.Parse(text, path, validate);
            return !document.HasErrors ? document
                : throw Malformed(path, document.Diagnostics.Min(said => said.Span.Start.Line), validate ? "contradicts a line before it" : "cannot be read");
        }
        catch (TomlException e)
        {
            throw Malformed(path, (e.Line ?? 1) - 1, "is nested too deep");
        }
        catch (ArgumentException)
        {
            // The library's own slip, where a text ends in a backslash.
            throw Malformed(path, text.AsSpan().TrimEnd().Count('\n'), "ends within a text");
        }
    }

    private static GCException Malformed(string path, int line, string why) =>
        new(ErrorIds.RequestInvalid, $"The profile file {path} is not valid TOML: line {line + 1} {why}.") { Advice = "Correct that line: a profile stands in [ ], a name before =, a text in quotes." };

    private static string ReadText(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new GCException(ErrorIds.FileNotFound, $"There is no profile file {path}.", e) { Advice = "Make a profile with the vendor's command line tool (gc profiles new), or sign in with -Credential." };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new GCException(ErrorIds.FileUnreadable, $"The profile file {path} cannot be read: {e.Message}", e);
        }
    }
}
