using System.Management.Automation;
using System.Security;
using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Parameters;
using GenesysAttachments.Queue.Database;
using GenesysAttachments.Queue.Errors;
using GenesysAttachments.Shell;

namespace GenesysAttachments.Commands;

/// <summary>A cmdlet that signs in to the database of a queue.</summary>
public abstract class QueueSignInCmdlet : WaitingCmdlet
{
    /// <summary>Set of <see cref="Credential"/>, and of the environment.</summary>
    protected const string CredentialSet = "Credential";

    /// <summary>Set of <see cref="ConnectionString"/>.</summary>
    protected const string ConnectionStringSet = "ConnectionString";

    /// <summary>Set of <see cref="SecretName"/>.</summary>
    protected const string SecretSet = "Secret";

    /// <summary>Host of the database; by default from <c>PGHOST</c>.</summary>
    [Parameter(Position = 0, ParameterSetName = CredentialSet)]
    [Parameter(Position = 0, ParameterSetName = SecretSet)]
    [ArgumentCompleter(typeof(NoValues))]
    public string? HostName { get; set; }

    /// <summary>Database; by default from <c>PGDATABASE</c>, else the one named after the user.</summary>
    [Parameter(Position = 1, ParameterSetName = CredentialSet)]
    [Parameter(Position = 1, ParameterSetName = SecretSet)]
    [ArgumentCompleter(typeof(NoValues))]
    public string? Database { get; set; }

    /// <summary>Port; by default from <c>PGPORT</c>, else 5432.</summary>
    [Parameter(ParameterSetName = CredentialSet)]
    [Parameter(ParameterSetName = SecretSet)]
    [ValidateRange(1, 65_535)]
    [ArgumentCompleter(typeof(NoValues))]
    public int? Port { get; set; }

    /// <summary>Role and password; by default from <c>PGUSER</c> and <c>PGPASSWORD</c>.</summary>
    [Parameter(ParameterSetName = CredentialSet)]
    [SecretTransformation]
    [ArgumentCompleter(typeof(NoValues))]
    public PSCredential? Credential { get; set; }

    /// <summary>How far TLS is asked for; by default from <c>PGSSLMODE</c>, else as the server has it.</summary>
    [Parameter(ParameterSetName = CredentialSet)]
    [Parameter(ParameterSetName = SecretSet)]
    [ValidateSet("Disable", "Prefer", "Require", "VerifyCA", "VerifyFull")]
    public string? SslMode { get; set; }

    /// <summary>All of it in one, as Npgsql writes it. By default from <c>GENESYS_QUEUE_CONNECTIONSTRING</c>.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ConnectionStringSet)]
    [SecretTransformation]
    [ArgumentCompleter(typeof(NoValues))]
    public SecureString? ConnectionString { get; set; }

    /// <summary>Name of a secret that <c>Get-Secret</c> gives: a PSCredential, or a whole connection string.</summary>
    [Parameter(Mandatory = true, ParameterSetName = SecretSet)]
    [ArgumentCompleter(typeof(NoValues))]
    public string? SecretName { get; set; }

    /// <summary>Schema that the queue's tables are in.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NoValues))]
    public string Schema { get; set; } = QueueSchema.DefaultName;

    /// <inheritdoc/>
    protected override void BeginProcessing() =>
        RefuseEmpty(nameof(HostName), nameof(Database), nameof(Port), nameof(Credential), nameof(SslMode), nameof(ConnectionString), nameof(SecretName), nameof(Schema));

    /// <summary>How to sign in, the password in it; ends the command where that cannot be said.</summary>
    private protected string ReadConnectionString() => Try(() => ParameterSetName switch
    {
        ConnectionStringSet => Secrets.Plain(ConnectionString!),
        SecretSet => OfVault(),
        _ => AddressOf(Credential),
    });

    /// <summary>The schema; ends the command where its name is none.</summary>
    private protected QueueSchema ReadSchema() => Try(() => new QueueSchema(Schema));

    private T Try<T>(Func<T> read)
    {
        GCException error;
        try
        {
            return read();
        }
        catch (GCException e)
        {
            error = e;
        }
        catch (QueueException e)
        {
            error = QueueCalls.From(e);
        }

        ThrowTerminatingError(ErrorRecords.From(error, null));
        throw error;
    }

    private string OfVault() => new SecretVault(InvokeCommand).Ask(SecretName!) switch
    {
        PSCredential credential => AddressOf(credential),
        SecureString whole => Whole(Secrets.Plain(whole)),
        string whole => Whole(whole),
        var other => throw new GCException(ErrorIds.RequestInvalid, $"The secret '{SecretName}' is of type {other.GetType().Name}.") { Advice = "Store a PSCredential (role and password), or a whole connection string as a SecureString." },
    };

    // Its own host and the line's might be two.
    private string Whole(string connectionString) => HostName is null && Database is null && Port is null && SslMode is null ? connectionString
        : throw new GCException(ErrorIds.RequestInvalid, $"The secret '{SecretName}' is a whole connection string, beside which no other parameter counts.") { Advice = "Leave -HostName, -Database, -Port and -SslMode out, or store a PSCredential instead." };

    private string AddressOf(PSCredential? credential) => new QueueAddress
    {
        Host = HostName,
        Database = Database,
        Port = Port,
        User = credential?.UserName.TrimStart('\\'),
        Password = credential is null ? null : Secrets.Plain(credential.Password),
        SslMode = SslMode,
    }.ToConnectionString();
}
