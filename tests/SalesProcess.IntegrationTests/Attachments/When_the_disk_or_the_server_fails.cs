using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using SalesProcess.IntegrationTests.Hosting;

namespace SalesProcess.IntegrationTests.Attachments;

public sealed class When_the_disk_or_the_server_fails
{
    [Test]
    public async Task Killed_in_the_middle_of_an_upload_it_has_neither_row_nor_file()
    {
        using var server = new ServerProcess(CompanyFolder.With("one-task"));
        await server.StartAsync();
        using var staff = new Staff(server.Address, server.Folder.Read("directory.json"));
        using var http = new HttpClient { BaseAddress = server.Address };
        var task = await TaskAsync(staff);
        var token = JsonNode.Parse(await http.GetStringAsync("/dev/token?user=anna"))!["access_token"]!.ToString();
        var kept = await PostAsync(http, token, task, Files.Bytes(100_000));
        var orphan = Files.Sha256([1, 2, 3]);
        using var connection = new TcpClient();
        await connection.ConnectAsync(server.Address.Host, server.Address.Port);
        await connection.GetStream().WriteAsync(Encoding.UTF8.GetBytes(
            $"POST /api/v1/tasks/{task}/attachments?name=half.pdf HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\nContent-Type: application/pdf\r\nContent-Length: 900000\r\n\r\n{new string('x', 300_000)}"));
        await Eventually.Holds("it is coming in", () => Task.FromResult(Files.OnDisk(server.Folder).Any(f => f.StartsWith("incoming/", StringComparison.Ordinal))));

        server.Kill();
        // As if it had died between the file's name and its row.
        Directory.CreateDirectory(Path.GetDirectoryName(Files.PathOf(server.Folder, orphan))!);
        await File.WriteAllTextAsync(Files.PathOf(server.Folder, orphan), "no row tells of it");
        Assert.That(Files.OnDisk(server.Folder), Has.Count.EqualTo(3));
        await server.StartAsync();

        var sha256 = JsonNode.Parse(kept)!["sha256"]!.ToString();
        await Eventually.Holds("only the one with a row is left", () => Task.FromResult(Files.OnDisk(server.Folder).SequenceEqual([$"{sha256[..2]}/{sha256}"])));
        var items = (await staff.As("anna").GetAsync($"/tasks/{task}/attachments")).Expect(200).Json["items"]!.AsArray();
        Assert.That(items.Select(a => a!["name"]!.ToString()), Is.EqualTo(new[] { "a.pdf" }));
    }

    [Test]
    [Platform(Exclude = "Win", Reason = "Limits of a process are set with ulimit.")]
    public async Task A_disk_that_takes_no_more_is_said_so_and_nothing_is_left()
    {
        // No file of this process may become larger than 8 MiB: a write beyond it fails as on a full disk. (The runtime itself maps a larger one unless it is told not to.)
        using var server = new ServerProcess(CompanyFolder.With("one-task"), startedBy: "trap '' XFSZ; ulimit -f 16384; export DOTNET_EnableWriteXorExecute=0");
        await server.StartAsync();
        using var staff = new Staff(server.Address, server.Folder.Read("directory.json"));
        using var http = new HttpClient { BaseAddress = server.Address };
        var task = await TaskAsync(staff);
        var token = JsonNode.Parse(await http.GetStringAsync("/dev/token?user=anna"))!["access_token"]!.ToString();

        var refused = await PostAsync(http, token, task, Files.Bytes(12_000_000), expected: 503);

        Assert.That(JsonNode.Parse(refused)!["code"]!.ToString(), Is.EqualTo("store-busy"));
        Assert.That(Files.OnDisk(server.Folder), Is.Empty);
        Assert.That((await staff.As("anna").GetAsync($"/tasks/{task}/attachments")).Expect(200).Json["items"]!.AsArray(), Is.Empty);
        await PostAsync(http, token, task, Files.Bytes(1_000_000));
    }

    private static async Task<string> TaskAsync(Staff staff) => (await staff.As("anna").StartAsync("one-task", [])).Expect(201).Json["tasks"]![0]!["id"]!.ToString();

    private static async Task<string> PostAsync(HttpClient http, string token, string task, byte[] content, int expected = 201)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/tasks/{task}/attachments?name=a.pdf") { Content = new ByteArrayContent(content) };
        request.Headers.Authorization = new("Bearer", token);
        request.Content.Headers.ContentType = new("application/pdf");
        using var response = await http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        Assert.That((int)response.StatusCode, Is.EqualTo(expected), text);
        return text;
    }
}
