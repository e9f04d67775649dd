namespace GenesysAttachments.Engine.Tests.Node;

/// <summary>A test that needs Node.js; skipped, with the reason, on a machine that has none.</summary>
internal sealed class NodeFactAttribute : FactAttribute
{
    public NodeFactAttribute() => Skip = NodeTools.WhyNot;
}
