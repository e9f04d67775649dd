using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using System.Text.RegularExpressions;
using GenesysAttachments.Engine.SignIn;

namespace GenesysAttachments.Engine.Tests;

public sealed partial class StagedModuleTests
{
    [Fact]
    public void Import_completion_and_help_need_no_engine()
    {
        var context = new NoEngineContext();
        var cmdlets = context.LoadFromAssemblyPath(Path.Combine(Repository.Module, "GenesysAttachments.dll"));

        RuntimeHelpers.RunModuleConstructor(cmdlets.ManifestModule.ModuleHandle);
        var types = cmdlets.GetExportedTypes();

        Assert.Contains(types, type => type.Name == "SendGCAttachmentCommand");
        Assert.Contains(types, type => type.Name == "GCQueue");
        foreach (var type in types)
        {
            // What the shell reads of a cmdlet: its parameters and their attributes.
            Assert.All(type.GetProperties(), property => Assert.NotNull(property.GetCustomAttributes().ToList()));
            Assert.NotNull(type.GetCustomAttributes().ToList());
            RuntimeHelpers.RunClassConstructor(type.TypeHandle);
        }

        Assert.NotEmpty(Complete(types, "RegionCompleter", "eu-"));
        Assert.NotEmpty(Complete(types, "TemplateCompleter", ""));
        Assert.NotEmpty(Complete(types, "ContentTypeCompleter", "'image/p"));
        // The engine reads the profiles, where this machine has any.
        Assert.All(types.Where(type => type.Name.EndsWith("Completer", StringComparison.Ordinal) && !type.IsAbstract && (type.Name != "ProfileCompleter" || !File.Exists(ProfilePath.Default))), type => Complete(types, type.Name, "x"));
        Assert.False(context.WasAskedFor);
    }

    private static List<object> Complete(Type[] types, string completer, string word)
    {
        var made = Activator.CreateInstance(types.Single(type => type.Name == completer))!;
        return [.. ((System.Collections.IEnumerable)made.GetType().GetMethod("CompleteArgument")!.Invoke(made, ["", "", word, null, null])!).Cast<object>()];
    }

    [Fact]
    public void The_engine_and_its_packages_resolve_from_deps_alone()
    {
        var root = new PlainContext();
        var cmdlets = root.LoadFromAssemblyPath(Path.Combine(Repository.Module, "GenesysAttachments.dll"));
        var type = cmdlets.GetType("GenesysAttachments.Loading.EngineLoadContext")!;
        var engine = Path.Combine(Repository.Module, "deps", "GenesysAttachments.Engine.dll");
        var context = (AssemblyLoadContext)Activator.CreateInstance(type, engine)!;

        var loaded = context.LoadFromAssemblyPath(engine);
        var clients = loaded.GetType("GenesysAttachments.Engine.Http.HttpClients")!;
        using var made = (IDisposable)Activator.CreateInstance(clients, [null, TimeSpan.FromSeconds(1), null, null, null])!;

        Assert.NotNull(made);
        Assert.Equal(context, AssemblyLoadContext.GetLoadContext(loaded));
        Assert.Contains(context.Assemblies, assembly => assembly.GetName().Name == "Microsoft.Extensions.Http");
        Assert.Contains("Tomlyn", loaded.GetReferencedAssemblies().Select(package => context.LoadFromAssemblyName(package).GetName().Name));
    }

    [Fact]
    public void The_queue_and_its_driver_resolve_from_deps_beside_the_engine()
    {
        var root = new PlainContext();
        var cmdlets = root.LoadFromAssemblyPath(Path.Combine(Repository.Module, "GenesysAttachments.dll"));
        var context = (AssemblyLoadContext)Activator.CreateInstance(cmdlets.GetType("GenesysAttachments.Loading.EngineLoadContext")!, Path.Combine(Repository.Module, "deps", "GenesysAttachments.Engine.dll"))!;

        var queue = context.LoadFromAssemblyPath(Path.Combine(Repository.Module, "deps", "GenesysAttachments.Queue.dll"));
        var driver = context.LoadFromAssemblyName(queue.GetReferencedAssemblies().Single(package => package.Name == "Npgsql"));

        Assert.Equal((context, Path.Combine(Repository.Module, "deps", "Npgsql.dll")), (AssemblyLoadContext.GetLoadContext(driver), driver.Location));
        // With all that it needs: this makes its logger.
        using var source = (IDisposable)driver.GetType("Npgsql.NpgsqlDataSource")!.GetMethod("Create", [typeof(string)])!.Invoke(null, ["Host=127.0.0.1"])!;
        Assert.Contains(context.Assemblies, assembly => assembly.GetName().Name == "Microsoft.Extensions.Logging.Abstractions");
    }

    [Fact]
    public void The_module_is_laid_out_as_documented()
    {
        Assert.Equal(
            ["GenesysAttachments.Format.ps1xml", "GenesysAttachments.dll", "GenesysAttachments.psd1", "LICENSE"],
            Directory.EnumerateFiles(Repository.Module).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal(["deps", "en-US", "sandbox"], Directory.EnumerateDirectories(Repository.Module).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.DoesNotContain(Directory.EnumerateFiles(Repository.Module, "*", SearchOption.AllDirectories), file => file.Contains("System.Management.Automation", StringComparison.Ordinal));
    }

    [Fact]
    public void The_root_manifest_leads_to_the_staged_one_and_says_the_same()
    {
        var root = Entries("GenesysAttachments.psd1");
        var staged = Entries("out/GenesysAttachments/GenesysAttachments.psd1");

        Assert.Contains("NestedModules        = @('out/GenesysAttachments/GenesysAttachments.psd1')", root);
        Assert.Contains("RootModule           = 'GenesysAttachments.dll'", staged);
        Assert.Contains("FormatsToProcess     = @('GenesysAttachments.Format.ps1xml')", staged);
        Assert.Equal(
            root.Where(line => !line.StartsWith("NestedModules", StringComparison.Ordinal) && !line.StartsWith('#')),
            staged.Where(line => !line.StartsWith("RootModule", StringComparison.Ordinal) && !line.StartsWith("FormatsToProcess", StringComparison.Ordinal)));

        static List<string> Entries(string path) => [.. File.ReadAllLines(Path.Combine(Repository.Root, path)).Select(line => line.Trim()).Where(line => line.Length > 0)];
    }

    [Fact]
    public void The_manifest_exports_every_cmdlet_and_nothing_else()
    {
        var context = new NoEngineContext();
        var cmdlets = context.LoadFromAssemblyPath(Path.Combine(Repository.Module, "GenesysAttachments.dll"));
        var declared = cmdlets.GetExportedTypes()
            .SelectMany(type => type.GetCustomAttributesData())
            .Where(attribute => attribute.AttributeType.Name == "CmdletAttribute")
            .Select(attribute => $"{attribute.ConstructorArguments[0].Value}-{attribute.ConstructorArguments[1].Value}");

        var manifest = File.ReadAllText(Path.Combine(Repository.Root, "GenesysAttachments.psd1"));
        var exported = CmdletName().Matches(manifest).Select(match => match.Groups[1].Value);

        Assert.Equal(declared.Order(StringComparer.Ordinal), exported.Order(StringComparer.Ordinal));
    }

    [GeneratedRegex("'([A-Z][A-Za-z]+-GC[A-Za-z]+)'")]
    private static partial Regex CmdletName();

    private sealed class NoEngineContext() : AssemblyLoadContext("no engine")
    {
        public bool WasAskedFor { get; private set; }

        protected override Assembly? Load(AssemblyName assemblyName)
        {
            if (assemblyName.Name is "GenesysAttachments.Engine" or "GenesysAttachments.Queue" or "Npgsql")
            {
                WasAskedFor = true;
                throw new FileLoadException("Engine and queue must not be needed here.");
            }

            return null;
        }
    }

    private sealed class PlainContext() : AssemblyLoadContext("cmdlets");
}
