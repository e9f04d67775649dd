using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;

namespace GenesysAttachments.Loading;

/// <summary>
/// Holds engine, queue and their packages apart, so that another module's version of the same package does not matter and ours does not
/// matter to it.
/// </summary>
internal sealed class EngineLoadContext(string enginePath) : AssemblyLoadContext("GenesysAttachments")
{
    private readonly AssemblyDependencyResolver _resolver = new(enginePath);

    /// <summary>
    /// The framework's own assembly where it is at least as new as asked for (null: the default context has it), else ours. The
    /// default context is never asked from here: it would ask back, without end.
    /// </summary>
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        var inFramework = Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), assemblyName.Name + ".dll");
        if (File.Exists(inFramework) && AssemblyName.GetAssemblyName(inFramework).Version >= assemblyName.Version)
        {
            return null;
        }

        return _resolver.ResolveAssemblyToPath(assemblyName) is { } path ? LoadOwn(path) : null;
    }

    /// <summary>Loads an assembly of ours: its copy that was compiled ahead for this system, where there is one (Ahead.targets).</summary>
    /// <param name="path">The portable one.</param>
    public Assembly LoadOwn(string path)
    {
        var ahead = Path.Combine(Path.GetDirectoryName(path)!, RuntimeInformation.RuntimeIdentifier, Path.GetFileName(path));
        return LoadFromAssemblyPath(File.Exists(ahead) ? ahead : path);
    }
}
