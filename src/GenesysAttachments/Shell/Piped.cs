using System.Management.Automation;

namespace GenesysAttachments.Shell;

/// <summary>What the shell wraps what it pipes in.</summary>
internal static class Piped
{
    /// <summary>The object itself; a row, which is nothing but its properties, stays wrapped.</summary>
    public static object? Unwrap(object? value) => value is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : value;
}
