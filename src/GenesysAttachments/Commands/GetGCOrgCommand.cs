using System.Management.Automation;
using System.Net;
using System.Security;
using GenesysAttachments.Binding;
using GenesysAttachments.Loading;

namespace GenesysAttachments.Commands;

/// <summary>Lists the sessions of this runspace, or gives the access token of one for calls of your own.</summary>
[Cmdlet(VerbsCommon.Get, "GCOrg", DefaultParameterSetName = ListSet)]
[OutputType(typeof(GCOrgSession), ParameterSetName = [ListSet])]
[OutputType(typeof(SecureString), ParameterSetName = [TokenSet])]
public sealed class GetGCOrgCommand : WaitingCmdlet
{
    private const string ListSet = "List";
    private const string TokenSet = "AccessToken";

    /// <summary>Only the current session.</summary>
    [Parameter(ParameterSetName = ListSet)]
    public SwitchParameter Current { get; set; }

    /// <summary>
    /// The access token as a SecureString, for <c>Invoke-RestMethod -Authentication Bearer -Token</c>; refreshed first where it is about to
    /// end.
    /// </summary>
    [Parameter(Mandatory = true, ParameterSetName = TokenSet)]
    public SwitchParameter AsAccessToken { get; set; }

    /// <summary>Session whose token is wanted; by default the current one.</summary>
    [Parameter(ParameterSetName = TokenSet, ValueFromPipeline = true)]
    [SessionTransformation]
    [ArgumentCompleter(typeof(SessionCompleter))]
    public GCOrgSession? Session { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (AsAccessToken)
        {
            WriteToken(Require(Session));
            return;
        }

        var table = SessionTable.OfThisRunspace();
        var current = table.Current;
        WriteObject(table.All.Where(session => !Current || session == current), enumerateCollection: true);
    }

    private void WriteToken(GCOrgSession session)
    {
        if (WaitFor(async token => await session.Org.GetAccessTokenAsync(token).ConfigureAwait(false), session.Key, terminating: false) is { } secret)
        {
            WriteObject(new NetworkCredential("", secret).SecurePassword);
        }
    }
}
