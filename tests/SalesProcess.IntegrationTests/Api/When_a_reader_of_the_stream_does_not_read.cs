using System.Globalization;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using SalesProcess.IntegrationTests.Hosting;
using SalesProcess.Server.Api;

namespace SalesProcess.IntegrationTests.Api;

public sealed partial class When_a_reader_of_the_stream_does_not_read
{
    // More than the buffers between server and reader take.
    private const int Tasks = 40_000;

    [Test]
    public async Task He_holds_up_nobody_is_cut_off_and_finds_what_he_has_missed()
    {
        await using var wire = new Wire(CompanyFolder.With("one-task"), new DateTimeOffset(2026, 11, 25, 9, 0, 0, TimeSpan.Zero));
        using var http = new HttpClient { BaseAddress = wire.Server.Address };
        var model = await wire.TaskAsync();
        var received = new StringBuilder();
        using var socket = await OpenAsync(wire, received);
        Multiply(wire.Server.Database, model);

        await using (var bob = await TaskListener.OpenAsync(http, await wire.TokenAsync("bob")))
        {
            await bob.NextAsync();
            await wire.SendAsync("POST", $"/tasks/{model}/claim");
            var told = bob.InvalidationAsync();
            await Eventually.Holds("the others hear", () =>
            {
                wire.Server.Clock!.Advance(TimeSpan.FromMilliseconds(50));
                return Task.FromResult(told.IsCompleted);
            });
            Assert.That(await told, Is.EqualTo($"changed {model} 2"));
        }

        await Eventually.Holds("he is cut off", () =>
        {
            wire.Server.Clock!.Advance(TaskStream.Patience);
            return Task.FromResult(!IsConnected(socket));
        });
        ReadRest(socket, received);
        var text = Chunks(received.ToString());
        var last = Ids().Matches(text)[^1];
        var heard = TaskIds().Matches(text[..last.Index]).Select(m => m.Groups[1].Value).ToHashSet(StringComparer.Ordinal);
        Assert.That(heard, Has.Count.LessThan(Tasks));

        await using var back = await TaskListener.OpenAsync(http, await wire.TokenAsync("anna"), last.Groups[1].Value);
        while (heard.Count <= Tasks)
        {
            heard.Add((await back.InvalidationAsync()).Split(' ')[1]);
        }

        Assert.That(heard, Is.EquivalentTo(Enumerable.Range(1, Tasks).Select(n => $"x{n}").Append(model)));
    }

    private static async Task<Socket> OpenAsync(Wire wire, StringBuilder received)
    {
        // A small window, so that the pieces in between do not grow with what is sent.
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 4096 };
        await socket.ConnectAsync(IPAddress.Loopback, wire.Server.Address.Port);
        var request = $"GET /api/v1/tasks/stream HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {await wire.TokenAsync("anna")}\r\n\r\n";
        await socket.SendAsync(Encoding.ASCII.GetBytes(request));
        // The first event only says that the stream has begun.
        var buffer = new byte[1024];
        while (!Ids().IsMatch(received.ToString()))
        {
            received.Append(Encoding.ASCII.GetString(buffer, 0, await socket.ReceiveAsync(buffer)));
        }

        return socket;
    }

    // Many tasks like one, opened one after the other.
    private static void Multiply(DatabaseFile database, string model)
    {
        const string Numbers = "WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < $count)";
        var columns = database.Query("SELECT name FROM pragma_table_info('tasks') WHERE name <> 'number'", r => r.GetString(0));
        var values = columns.Select(c => c switch { "id" => "'x' || n", "document" => "replace(document, $model, 'x' || n)", _ => c });
        database.Execute($"{Numbers} INSERT INTO tasks ({string.Join(", ", columns)}) SELECT {string.Join(", ", values)} FROM tasks, numbers WHERE id = $model", ("$count", Tasks), ("$model", model));
        database.Execute(
            $"""
            {Numbers} INSERT INTO audit (instance_id, root_id, task_id, kind, actor, at, changes, digest)
            SELECT instance_id, root_id, 'x' || n, kind, actor, at, changes, digest FROM audit, numbers WHERE task_id = $model AND kind = 'open' ORDER BY n
            """,
            ("$count", Tasks), ("$model", model));
    }

    private static bool IsConnected(Socket socket)
    {
        var mine = ((IPEndPoint)socket.LocalEndPoint!).Port;
        return IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpConnections().Any(c => c.LocalEndPoint.Port == mine && c.State == TcpState.Established);
    }

    private static void ReadRest(Socket socket, StringBuilder received)
    {
        var buffer = new byte[65_536];
        try
        {
            for (var count = socket.Receive(buffer); count > 0; count = socket.Receive(buffer))
            {
                received.Append(Encoding.ASCII.GetString(buffer, 0, count));
            }
        }
        catch (SocketException)
        {
            // The connection was cut off: what had come before is there.
        }
    }

    // The body without its framing, as far as its pieces are whole.
    private static string Chunks(string answer)
    {
        var body = new StringBuilder();
        var at = answer.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4;
        while (answer.IndexOf("\r\n", at, StringComparison.Ordinal) is var line and >= 0)
        {
            var length = int.Parse(answer.AsSpan(at, line - at), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            if (line + 2 + length + 2 > answer.Length)
            {
                break;
            }

            body.Append(answer, line + 2, length);
            at = line + 2 + length + 2;
        }

        return body.ToString();
    }

    [GeneratedRegex("id: (CfDJ8[A-Za-z0-9_-]+)\n", RegexOptions.None, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Ids();

    [GeneratedRegex("\"taskId\":\"(\\w+)\"", RegexOptions.None, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex TaskIds();
}
