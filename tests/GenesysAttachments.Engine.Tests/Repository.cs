using System.Reflection;

namespace GenesysAttachments;

/// <summary>Where the build left things.</summary>
internal static class Repository
{
    public static string Root { get; } = typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "RepositoryRoot").Value!;

    public static string Module { get; } = Path.Combine(Root, "out", "GenesysAttachments");
}
