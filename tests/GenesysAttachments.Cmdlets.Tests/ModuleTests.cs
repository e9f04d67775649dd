using System.Runtime.Loader;

namespace GenesysAttachments.Cmdlets.Tests;

/// <summary>What is tested is the staged module, with its own engine.</summary>
public sealed class ModuleTests(Stage stage) : StagedTests(stage)
{
    [Fact]
    public void Nothing_of_ours_lies_beside_the_tests() =>
        Assert.Equal(
            ["GenesysAttachments.Cmdlets.Tests.dll"],
            Directory.EnumerateFiles(AppContext.BaseDirectory, "GenesysAttachments*.dll").Select(Path.GetFileName));

    [Fact]
    public void The_cmdlets_come_from_the_staged_module_and_the_engine_from_its_private_context()
    {
        var loaded = AssemblyLoadContext.All.SelectMany(context => context.Assemblies.Select(assembly => (Context: context, Assembly: assembly))).ToList();

        var cmdlets = Assert.Single(loaded, item => item.Assembly.GetName().Name == "GenesysAttachments");
        var engine = Assert.Single(loaded, item => item.Assembly.GetName().Name == "GenesysAttachments.Engine");
        Assert.Equal(Path.Combine(Repository.Module, "GenesysAttachments.dll"), cmdlets.Assembly.Location);
        Assert.Equal(AssemblyLoadContext.Default, cmdlets.Context);
        Assert.Equal(Path.Combine(Repository.Module, "deps", "GenesysAttachments.Engine.dll"), engine.Assembly.Location);
        Assert.Equal("GenesysAttachments", engine.Context.Name);
    }

    [Fact]
    public void It_exports_cmdlets_and_nothing_else() =>
        Assert.Equal(["Cmdlet"], Run("(Get-Module GenesysAttachments).ExportedCommands.Values | ForEach-Object CommandType | Sort-Object -Unique").Lines);
}
