using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using GenesysAttachments.Engine.Display;
using GenesysAttachments.Engine.Errors;

namespace GenesysAttachments.Engine.SignIn;

/// <summary>
/// Sign-in of a user in a browser: authorization code with PKCE (docs/protocol.md, Sign-in; RFC 7636, RFC 8252). Listens on loopback for
/// the browser's way back. A class, so that nothing prints its verifier.
/// </summary>
public sealed class UserSignIn : IDisposable
{
    private const int VerifierBytes = 64;
    private const int LongestRequest = 8192;

    private readonly TcpListener _listener;
    private readonly string _state = Base64Url(RandomNumberGenerator.GetBytes(24));

    private UserSignIn(SessionSettings settings, string clientId, Uri redirectUri, TcpListener listener)
    {
        (ClientId, RedirectUri, _listener) = (clientId, redirectUri, listener);
        var query = new List<string>
        {
            "client_id=" + Uri.EscapeDataString(clientId),
            "response_type=code",
            "redirect_uri=" + Uri.EscapeDataString(redirectUri.AbsoluteUri),
            "code_challenge=" + Base64Url(SHA256.HashData(Encoding.ASCII.GetBytes(Verifier))),
            "code_challenge_method=S256",
            "state=" + _state,
        };
        if (!settings.Scopes.IsEmpty)
        {
            query.Add("scope=" + Uri.EscapeDataString(string.Join(' ', settings.Scopes)));
        }

        Address = new Uri(settings.LoginBase, "oauth/authorize?" + string.Join('&', query));
    }

    /// <summary>Where the user signs in. Holds no secret: the verifier stays here.</summary>
    public Uri Address { get; }

    /// <summary>OAuth client that the user signs in to.</summary>
    public string ClientId { get; }

    /// <summary>Where the browser comes back to.</summary>
    public Uri RedirectUri { get; }

    internal string Verifier { get; } = Base64Url(RandomNumberGenerator.GetBytes(VerifierBytes));

    /// <summary>Starts to listen.</summary>
    /// <param name="settings">Where to sign in, and the scopes to ask for.</param>
    /// <param name="clientId">OAuth client of the kind "authorization code" or "PKCE".</param>
    /// <param name="redirectUri">One of the client's redirect URIs: http, on loopback, with a port.</param>
    /// <exception cref="GCException"><see cref="ErrorIds.RequestInvalid"/>: the redirect URI cannot be listened on.</exception>
    public static UserSignIn Begin(SessionSettings settings, string clientId, Uri redirectUri)
    {
        clientId = ClientCredential.ForUser(clientId).ClientId;
        if (!redirectUri.IsAbsoluteUri || redirectUri.Scheme != "http" || !redirectUri.IsLoopback || redirectUri.Query.Length > 0)
        {
            throw new GCException(ErrorIds.RequestInvalid, $"'{redirectUri}' cannot take the browser back.") { Advice = "Give -RedirectUri as http://127.0.0.1:PORT/, and enter the same at the OAuth client." };
        }

        var listener = new TcpListener(redirectUri.HostNameType == UriHostNameType.IPv6 ? IPAddress.IPv6Loopback : IPAddress.Loopback, redirectUri.Port);
        try
        {
            listener.Start();
            return new UserSignIn(settings, clientId, redirectUri, listener);
        }
        catch (SocketException e)
        {
            listener.Dispose();
            throw new GCException(ErrorIds.RequestInvalid, $"Port {redirectUri.Port.ToString(CultureInfo.InvariantCulture)} is taken: {e.Message.TrimEnd('.')}.", e) { Advice = "Give another port with -RedirectUri, and enter the same at the OAuth client." };
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _listener.Dispose();

    /// <summary>Waits for the browser to come back, and gives the code it brings.</summary>
    /// <exception cref="GCException"><see cref="ErrorIds.AuthenticationFailed"/>: refused, or nobody came in time.</exception>
    internal async Task<string> WaitForCodeAsync(TimeSpan limit, TimeProvider time, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(limit, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        var code = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        var accepting = AcceptAsync(code, both.Token);
        try
        {
            return await code.Task.WaitAsync(both.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw Failed(string.Create(CultureInfo.InvariantCulture, $"Nobody signed in within {(limit < TimeSpan.FromMinutes(2) ? $"{limit.TotalSeconds:0} seconds" : $"{limit.TotalMinutes:0} minutes")}."));
        }
        finally
        {
            await both.CancelAsync().ConfigureAwait(false);
            await accepting.ConfigureAwait(false);
        }
    }

    // Each connection by itself: browsers open some ahead and say nothing on them.
    private async Task AcceptAsync(TaskCompletionSource<string> code, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                var socket = await _listener.AcceptSocketAsync(cancellationToken).ConfigureAwait(false);
                _ = AnswerAsync(socket, code, cancellationToken);
            }
            catch (SocketException)
            {
                // One that went away before it was taken; the next may stay.
            }
            catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
            {
                return; // The wait is over, or the listener is.
            }
        }
    }

    private async Task AnswerAsync(Socket socket, TaskCompletionSource<string> code, CancellationToken cancellationToken)
    {
        try
        {
            using var stream = new NetworkStream(socket, ownsSocket: true);
            if (await AnswerAsync(stream, cancellationToken).ConfigureAwait(false) is { } found)
            {
                code.TrySetResult(found);
            }
        }
        catch (GCException e)
        {
            code.TrySetException(e);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            // The browser, or the wait, went away.
        }
    }

    private async Task<string?> AnswerAsync(NetworkStream stream, CancellationToken cancellationToken)
    {
        var target = await ReadTargetAsync(stream, cancellationToken).ConfigureAwait(false);
        if (target is null || target.AbsolutePath != RedirectUri.AbsolutePath)
        {
            await ReplyAsync(stream, "404 Not Found", "Nothing is here.", cancellationToken).ConfigureAwait(false);
            return null; // A browser asks for an icon as well.
        }

        var answer = UrlQuery.Pairs(target.OriginalString).ToLookup(pair => pair.Name, pair => Uri.UnescapeDataString(pair.Value.Replace('+', ' ')), StringComparer.Ordinal);
        if (!CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(answer["state"].FirstOrDefault() ?? ""), Encoding.UTF8.GetBytes(_state)))
        {
            // Somebody else's page may call here; only the sign-in that was begun knows the state.
            await ReplyAsync(stream, "400 Bad Request", "This is not the sign-in that was begun here.", cancellationToken).ConfigureAwait(false);
            return null;
        }

        if (answer["code"].FirstOrDefault() is { Length: > 0 } code)
        {
            await ReplyAsync(stream, "200 OK", "Signed in. You can close this page and go back to PowerShell.", cancellationToken).ConfigureAwait(false);
            return code;
        }

        await ReplyAsync(stream, "200 OK", "The sign-in was refused. You can close this page.", cancellationToken).ConfigureAwait(false);
        var reason = answer["error_description"].FirstOrDefault() ?? answer["error"].FirstOrDefault() ?? "no code came back";
        throw Failed($"The sign-in was refused: {Redaction.Text(reason)}.");
    }

    private static async Task<Uri?> ReadTargetAsync(NetworkStream stream, CancellationToken cancellationToken)
    {
        var (buffer, read) = (new byte[LongestRequest], 0);
        while (read < buffer.Length)
        {
            var count = await stream.ReadAsync(buffer.AsMemory(read), cancellationToken).ConfigureAwait(false);
            read += count;
            var text = Encoding.ASCII.GetString(buffer, 0, read);
            if (count == 0 || text.Contains("\r\n\r\n", StringComparison.Ordinal))
            {
                var parts = text.Split("\r\n", 2)[0].Split(' ');
                return parts is ["GET", { Length: > 0 } path, _] && Uri.TryCreate("http://127.0.0.1" + path, UriKind.Absolute, out var target) ? target : null;
            }
        }

        return null;
    }

    private static async Task ReplyAsync(NetworkStream stream, string status, string text, CancellationToken cancellationToken)
    {
        var body = Encoding.UTF8.GetBytes($"<!doctype html><meta charset=utf-8><title>GenesysAttachments</title><p style=\"font:1.2em sans-serif;margin:3em\">{text}");
        var head = Encoding.ASCII.GetBytes($"HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {body.Length}\r\nConnection: close\r\nCache-Control: no-store\r\nReferrer-Policy: no-referrer\r\n\r\n");
        await stream.WriteAsync(head, cancellationToken).ConfigureAwait(false);
        await stream.WriteAsync(body, cancellationToken).ConfigureAwait(false);
    }

    private static GCException Failed(string message) => new(ErrorIds.AuthenticationFailed, message) { StopsBatch = true, Advice = "Run Connect-GCOrg -Interactive again." };

    private static string Base64Url(byte[] bytes) => Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_');
}
