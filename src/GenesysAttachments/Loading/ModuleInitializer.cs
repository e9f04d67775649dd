using System.Management.Automation;
using System.Runtime.Loader;

namespace GenesysAttachments.Loading;

/// <summary>Runs at import: lets engine and queue be found, each when it is first needed.</summary>
public sealed class ModuleInitializer : IModuleAssemblyInitializer
{
    private const string EngineName = "GenesysAttachments.Engine";
    private const string QueueName = "GenesysAttachments.Queue";

    private static readonly Lazy<EngineLoadContext> Private = new(() => new EngineLoadContext(PathOf(EngineName)));
    private static int s_installed;

    /// <inheritdoc/>
    public void OnImport()
    {
        // Once in a process and never taken back: other runspaces use the same assembly.
        if (Interlocked.Exchange(ref s_installed, 1) == 0)
        {
            var ours = AssemblyLoadContext.GetLoadContext(typeof(ModuleInitializer).Assembly) ?? AssemblyLoadContext.Default;
            ours.Resolving += (_, name) => name.Name is EngineName or QueueName ? Private.Value.LoadOwn(PathOf(name.Name)) : null;
        }
    }

    private static string PathOf(string assembly) => Path.Combine(Path.GetDirectoryName(typeof(ModuleInitializer).Assembly.Location)!, "deps", assembly + ".dll");
}
