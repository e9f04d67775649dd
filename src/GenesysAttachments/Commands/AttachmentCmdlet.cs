using System.Management.Automation;
using GenesysAttachments.Binding;
using GenesysAttachments.Engine.Files;
using GenesysAttachments.Engine.Policies;

namespace GenesysAttachments.Commands;

/// <summary>A cmdlet that takes files. The layout of these parameters is what keeps a file from being mistaken for another.</summary>
public abstract class AttachmentCmdlet : WaitingCmdlet
{
    /// <summary>Set of <see cref="Path"/>.</summary>
    protected const string PathSet = "Path";

    private const string LiteralPathSet = "LiteralPath";
    private const string InputObjectSet = "InputObject";

    private HashSet<string> _given = [];

    /// <summary>Files: paths with or without wildcards, or file objects.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = PathSet, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("FilePath")]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    [SupportsWildcards]
    [PathTransformation]
    public string[]? Path { get; set; }

    /// <summary>Files by their exact path.</summary>
    [Parameter(Mandatory = true, ParameterSetName = LiteralPathSet, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "FullName")]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public string[]? LiteralPath { get; set; }

    /// <summary>Objects of this module: checked attachments, upload URLs, receipts.</summary>
    [Parameter(Mandatory = true, ParameterSetName = InputObjectSet, ValueFromPipeline = true)]
    [InputObjectTransformation]
    public object[]? InputObject { get; set; }

    /// <summary>Display name to send instead of the file's own.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? Name { get; set; }

    /// <summary>Content type to send instead of the one by name.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ContentTypeCompleter))]
    public string? ContentType { get; set; }

    /// <summary>Policy to check against instead of the session's own.</summary>
    [Parameter]
    [PolicyTransformation]
    public GCAttachmentPolicy? Policy { get; set; }

    /// <summary>The policy to check against: the one given, else the session's own for the route's direction, else the default.</summary>
    private protected AttachmentPolicy PolicyFor(GCOrgSession? session, string? route) =>
        Policy?.Policy ?? session?.Org.PolicyOf(PolicyDirections.Of(route)) ?? AttachmentPolicy.Default;

    /// <summary>Remembers what stood on the command line: such a value wins over a piped object's own.</summary>
    protected override void BeginProcessing()
    {
        RefuseEmpty("Session", nameof(Policy));
        _given = [.. MyInvocation.BoundParameters.Keys];
    }

    /// <summary>Whether the parameter stood on the command line.</summary>
    private protected bool IsGiven(string parameter) => _given.Contains(parameter);

    /// <summary>Whether the record is an object of this module rather than a path.</summary>
    private protected bool HasObjects => ParameterSetName == InputObjectSet;

    /// <summary>Checks each file the current record's paths mean; a path that means none gives an attachment with that problem.</summary>
    private protected IEnumerable<Attachment> CheckPaths(InspectionOptions options)
    {
        var resolver = new PathResolver(SessionState.Path);
        var literal = ParameterSetName == LiteralPathSet;
        foreach (var path in (literal ? LiteralPath : Path) ?? [""])
        {
            var (files, problem) = literal ? resolver.ResolveLiteral(path) : resolver.Resolve(path);
            if (problem is not null)
            {
                yield return PathResolver.Unresolved(path, problem);
            }

            foreach (var file in files)
            {
                yield return Check(file, options);
            }
        }
    }

    /// <summary>Checks one file by its full path.</summary>
    private protected static Attachment Check(string path, InspectionOptions options) => new Inspector(TimeProvider.System).Inspect(path, options);

    /// <summary>The value of a parameter that a piped object may bring along: the command line's, or the object's own.</summary>
    private protected string? Own(string parameter, string? bound, string? own) => IsGiven(parameter) ? bound : own;
}
