using System.Management.Automation;
using System.Runtime.Loader;

namespace GenesysAttachments.Loading;

/// <summary>Runs at import: lets the engine be found when it is first needed.</summary>
public sealed class ModuleInitializer : IModuleAssemblyInitializer
{
    private const string EngineName = "GenesysAttachments.Engine";

    private static readonly Lazy<EngineLoadContext> Engine = new(() => new EngineLoadContext(EnginePath));
    private static int s_installed;

    private static string EnginePath => Path.Combine(Path.GetDirectoryName(typeof(ModuleInitializer).Assembly.Location)!, "deps", EngineName + ".dll");

    /// <inheritdoc/>
    public void OnImport()
    {
        // Once in a process and never taken back: other runspaces use the same assembly.
        if (Interlocked.Exchange(ref s_installed, 1) == 0)
        {
            var ours = AssemblyLoadContext.GetLoadContext(typeof(ModuleInitializer).Assembly) ?? AssemblyLoadContext.Default;
            ours.Resolving += (_, name) => name.Name == EngineName ? Engine.Value.LoadOwn(EnginePath) : null;
        }
    }
}
